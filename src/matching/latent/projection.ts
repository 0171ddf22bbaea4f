// From terms to topics: each term has a direction in a space of 128 dimensions in which terms that go together are near.
import type { SparseVector } from '../sparse-vector.js';
import { TermTable } from '../term-table.js';

const MOST = 127;

export class Projection {
  private readonly table: TermTable;

  /**
   * @param hashes of the terms, rising.
   * @param rows a row of bytes for each term: its direction, in units of the scales.
   * @param scales one for each dimension.
   * @param energies one for each dimension: the mean square of what papers have in it.
   */
  constructor(
    readonly hashes: Uint32Array,
    readonly rows: Int8Array,
    readonly scales: Float32Array,
    readonly energies: Float32Array,
  ) {
    this.table = new TermTable(hashes);
  }

  get dimensions(): number {
    return this.scales.length;
  }

  /** @returns the vector's part in each dimension; all 0 when none of the terms has a direction. About 15 µs an abstract. */
  project({ terms, weights }: SparseVector): Float32Array {
    const { dimensions, rows } = this;
    const sums = new Float32Array(dimensions);
    for (let i = 0; i < terms.length; i += 1) {
      const place = this.table.placeOf(terms[i] ?? 0);
      if (place < 0) continue;
      const weight = weights[i] ?? 0;
      const start = place * dimensions;
      for (let d = 0; d < dimensions; d += 1) sums[d] = (sums[d] ?? 0) + weight * (rows[start + d] ?? 0);
    }
    for (let d = 0; d < dimensions; d += 1) sums[d] = (sums[d] ?? 0) * (this.scales[d] ?? 0);
    return sums;
  }
}

/**
 * @param basis a row of `energies.length` floats for each hash, columns of length 1. Bytes lose nothing that could be
 *   measured, and take a quarter of the room.
 */
export function toBytes(hashes: Uint32Array, basis: Float32Array, energies: Float32Array): Projection {
  const dimensions = energies.length;
  const scales = new Float32Array(dimensions);
  for (let i = 0; i < basis.length; i += 1)
    scales[i % dimensions] = Math.max(scales[i % dimensions] ?? 0, Math.abs(basis[i] ?? 0) / MOST);
  const rows = Int8Array.from(basis, (value, i) => Math.round(value / (scales[i % dimensions] || 1)));
  return new Projection(hashes, rows, scales, energies);
}
