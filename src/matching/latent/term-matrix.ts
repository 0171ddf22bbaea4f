// Papers × terms, sparse by rows, with the products that a singular value decomposition needs.

import { type Pausing, ROWS_AT_ONCE } from '../pausing.js';

export interface TermMatrix {
  rowCount: number;
  columnCount: number;
  /** Of row `i` stand columns and values from `starts[i]` up to `starts[i + 1]`. */
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

/** @param dense columnCount × width, by rows. @returns matrix × dense, rowCount × width. */
export function* times(matrix: TermMatrix, dense: Float32Array, width: number): Pausing<Float32Array> {
  const product = new Float32Array(matrix.rowCount * width);
  for (let row = 0; row < matrix.rowCount; row += 1) {
    if (row % ROWS_AT_ONCE === 0) yield;
    const target = product.subarray(row * width, (row + 1) * width);
    const end = matrix.starts[row + 1] ?? 0;
    for (let at = matrix.starts[row] ?? 0; at < end; at += 1)
      addScaled(target, dense, (matrix.columns[at] ?? 0) * width, matrix.values[at] ?? 0);
  }
  return product;
}

/** @param dense rowCount × width, by rows. @returns transpose of matrix × dense, columnCount × width. */
export function* transposedTimes(
  matrix: TermMatrix,
  dense: Float32Array,
  width: number,
): Pausing<Float32Array> {
  const product = new Float32Array(matrix.columnCount * width);
  for (let row = 0; row < matrix.rowCount; row += 1) {
    if (row % ROWS_AT_ONCE === 0) yield;
    const end = matrix.starts[row + 1] ?? 0;
    for (let at = matrix.starts[row] ?? 0; at < end; at += 1) {
      const start = (matrix.columns[at] ?? 0) * width;
      addScaled(product.subarray(start, start + width), dense, row * width, matrix.values[at] ?? 0);
    }
  }
  return product;
}

function addScaled(target: Float32Array, source: Float32Array, start: number, factor: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) + factor * (source[start + i] ?? 0);
}
