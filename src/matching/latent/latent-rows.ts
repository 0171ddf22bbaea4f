// The topics of many papers, a row each, and how near each is to a reader's.
import { lengthOf, type SparseVector } from '../sparse-vector.js';
import type { Projection } from './projection.js';

export class LatentRows {
  private readonly dimensions: number;
  private readonly rows: Float32Array;
  private readonly perLength: Float32Array;

  constructor(projection: Projection, vectors: readonly SparseVector[]) {
    this.dimensions = projection.dimensions;
    this.rows = new Float32Array(vectors.length * this.dimensions);
    this.perLength = new Float32Array(vectors.length);
    for (const [paper, vector] of vectors.entries()) {
      const row = projection.project(vector);
      this.rows.set(row, paper * this.dimensions);
      this.perLength[paper] = 1 / (lengthOf(row) || 1);
    }
  }

  /**
   * @param whole is multiplied with each paper's row as it is.
   * @param direction is multiplied with the row scaled to length 1.
   * @param scores one for each paper; the two inner products are added.
   */
  addScores(whole: Float32Array, direction: Float32Array, scores: Float32Array): void {
    const { dimensions, rows } = this;
    for (let paper = 0; paper < scores.length; paper += 1) {
      const start = paper * dimensions;
      let first = 0;
      let second = 0;
      for (let d = 0; d < dimensions; d += 1) {
        const value = rows[start + d] ?? 0;
        first += (whole[d] ?? 0) * value;
        second += (direction[d] ?? 0) * value;
      }
      scores[paper] = (scores[paper] ?? 0) + first + second * (this.perLength[paper] ?? 1);
    }
  }
}
