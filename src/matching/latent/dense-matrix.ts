// What LSA needs of tall dense matrices (rows × width, by rows): inner products of the columns, and orthonormal columns.
import { type Pausing, ROWS_AT_ONCE } from '../pausing.js';

/** @returns transpose × itself, width × width, in double precision. */
export function* gram(matrix: Float32Array, width: number): Pausing<Float64Array> {
  const product = new Float64Array(width * width);
  for (let row = 0; row < matrix.length; row += width) {
    if (row % (width * ROWS_AT_ONCE) === 0) yield;
    for (let a = 0; a < width; a += 1) {
      const value = matrix[row + a] ?? 0;
      const target = a * width;
      for (let b = a; b < width; b += 1)
        product[target + b] = (product[target + b] ?? 0) + value * (matrix[row + b] ?? 0);
    }
  }
  for (let a = 0; a < width; a += 1)
    for (let b = 0; b < a; b += 1) product[a * width + b] = product[b * width + a] ?? 0;
  return product;
}

/** Makes the columns orthonormal, in place, by the Cholesky factor of their inner products. */
export function* orthonormalize(matrix: Float32Array, width: number): Pausing<Float32Array> {
  const lower = cholesky(yield* gram(matrix, width), width);
  for (let row = 0; row < matrix.length; row += width) {
    if (row % (width * ROWS_AT_ONCE) === 0) yield;
    for (let i = 0; i < width; i += 1) {
      let value = matrix[row + i] ?? 0;
      for (let j = 0; j < i; j += 1) value -= (lower[i * width + j] ?? 0) * (matrix[row + j] ?? 0);
      matrix[row + i] = value / (lower[i * width + i] ?? 1);
    }
  }
  return matrix;
}

/** A ten-millionth of the mean diagonal keeps columns that depend on one another from dividing by nothing. */
function cholesky(product: Float64Array, width: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < width; i += 1) trace += product[i * width + i] ?? 0;
  const ridge = (1e-7 * trace) / width + Number.MIN_VALUE;
  const lower = new Float64Array(width * width);
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let value = (product[i * width + j] ?? 0) + (i === j ? ridge : 0);
      for (let k = 0; k < j; k += 1) value -= (lower[i * width + k] ?? 0) * (lower[j * width + k] ?? 0);
      lower[i * width + j] =
        i === j ? Math.sqrt(Math.max(value, ridge, 1e-30)) : value / (lower[j * width + j] ?? 1);
    }
  }
  return lower;
}
