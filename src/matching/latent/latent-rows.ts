// The topics of many papers, a row each, and how near each is to a reader's.
import type { SparseVector } from '../sparse-vector.js';
import { RowProducts } from './inner-products.js';
import type { Projection } from './projection.js';

export class LatentRows {
  private readonly rows: RowProducts;

  constructor(projection: Projection, vectors: readonly SparseVector[]) {
    const { dimensions } = projection;
    const rows = new Float32Array(vectors.length * dimensions);
    for (const [paper, vector] of vectors.entries()) rows.set(projection.project(vector), paper * dimensions);
    this.rows = new RowProducts(rows, vectors.length, dimensions);
  }

  /**
   * @param whole is multiplied with each paper's row as it is.
   * @param direction is multiplied with the row scaled to length 1.
   * @param first papers before it are passed over.
   * @returns for each paper, the sum of both inner products; overwritten by the next call.
   */
  sums(whole: Float32Array, direction: Float32Array, first = 0): Float32Array {
    return this.rows.sums(whole, direction, first);
  }
}
