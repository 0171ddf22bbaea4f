// The topics of many papers, a row each, and how near each is to a reader's.
import type { SparseVector } from '../sparse-vector.js';
import { RowProducts } from './inner-products.js';
import type { Projection } from './projection.js';

export class LatentRows {
  private readonly rows: RowProducts;

  constructor(projection: Projection, vectors: readonly SparseVector[]) {
    const { dimensions } = projection;
    const parts = new Float32Array(vectors.length * dimensions);
    const topics = new Float32Array(vectors.length * dimensions);
    for (const [paper, vector] of vectors.entries()) {
      const own = projection.project(vector);
      parts.set(own.parts, paper * dimensions);
      topics.set(own.topics, paper * dimensions);
    }
    this.rows = new RowProducts(parts, topics, vectors.length, dimensions);
  }

  /**
   * @param common is multiplied with each paper's parts.
   * @param topics is multiplied with its topics.
   * @param first papers before it are passed over.
   * @returns for each paper, the sum of both inner products; overwritten by the next call.
   */
  sums(common: Float32Array, topics: Float32Array, first = 0): Float32Array {
    return this.rows.sums(common, topics, first);
  }
}
