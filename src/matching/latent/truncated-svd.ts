// The strongest right singular vectors of a sparse matrix, by randomised range finding (Halko, Martinsson, Tropp 2011,
// doi:10.1137/090771806): a random sample of its range, sharpened by one power iteration, then an exact small problem.
import type { Pausing } from '../pausing.js';
import { gram, orthonormalize } from './dense-matrix.js';
import { symmetricEigen } from './symmetric-eigen.js';
import { type TermMatrix, times, transposedTimes } from './term-matrix.js';

/** More columns than asked for, so that the last ones wanted are right too. */
const OVERSAMPLING = 16;
const POWER_ITERATIONS = 1;

/**
 * @param dimensions at most the smaller side of the matrix.
 * @param onProgress is called with the share done, 0..1.
 * @returns `basis`, columnCount × dimensions, by rows, the strongest first, and the singular values. The same matrix
 *   gives the same answer.
 */
export function* rightSingularVectors(
  matrix: TermMatrix,
  dimensions: number,
  onProgress: (share: number) => void = () => undefined,
): Pausing<{ basis: Float32Array; values: Float32Array }> {
  const width = Math.min(dimensions + OVERSAMPLING, matrix.rowCount, matrix.columnCount);
  const steps = 2 + 2 * POWER_ITERATIONS;
  let range = yield* orthonormalize(
    yield* times(matrix, randomMatrix(matrix.columnCount * width), width),
    width,
  );
  onProgress(1 / steps);
  for (let i = 0; i < POWER_ITERATIONS; i += 1) {
    const turned = yield* transposedTimes(matrix, range, width);
    range = yield* orthonormalize(yield* times(matrix, turned, width), width);
    onProgress((2 * i + 3) / steps);
  }
  const image = yield* transposedTimes(matrix, range, width);
  const { values, vectors } = symmetricEigen(yield* gram(image, width), width);
  const strongest = Array.from(values.keys())
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .slice(0, dimensions);
  onProgress(1);
  const lengths = Float32Array.from(strongest, (column) => Math.sqrt(Math.max(values[column] ?? 0, 0)));
  return { basis: turn(image, vectors, strongest, lengths, width), values: lengths };
}

/** @returns image × the chosen eigenvectors, each column of length 1. */
function turn(
  image: Float32Array,
  vectors: Float64Array,
  chosen: readonly number[],
  lengths: Float32Array,
  width: number,
): Float32Array {
  const dimensions = chosen.length;
  const turned = new Float32Array((image.length / width) * dimensions);
  const basis = new Float64Array(width * dimensions);
  for (const [d, column] of chosen.entries()) {
    const length = lengths[d] || 1;
    for (let i = 0; i < width; i += 1)
      basis[i * dimensions + d] = (vectors[i * width + column] ?? 0) / length;
  }
  for (let row = 0; row * width < image.length; row += 1) {
    const target = turned.subarray(row * dimensions, (row + 1) * dimensions);
    for (let i = 0; i < width; i += 1) {
      const value = image[row * width + i] ?? 0;
      for (let d = 0; d < dimensions; d += 1)
        target[d] = (target[d] ?? 0) + value * (basis[i * dimensions + d] ?? 0);
    }
  }
  return turned;
}

/** About normally distributed, always the same. */
function randomMatrix(length: number): Float32Array {
  let state = 0x2545f491;
  const uniform = () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
  };
  return Float32Array.from({ length }, () => uniform() + uniform() + uniform() + uniform() - 2);
}
