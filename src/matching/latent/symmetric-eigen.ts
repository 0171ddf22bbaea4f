// Eigenvectors of a small symmetric matrix, by Jacobi's rotations: short, exact, and quick enough for 272 columns.

const MOST_SWEEPS = 12;
/** Relative to the largest value: smaller ones off the diagonal change nothing any more. */
const NEGLIGIBLE = 1e-9;

export interface Eigen {
  values: Float64Array;
  /** By rows; column `i` belongs to value `i`. */
  vectors: Float64Array;
}

export function symmetricEigen(matrix: Float64Array, width: number): Eigen {
  const rest = matrix.slice();
  // By columns while it is built: a rotation then works on two runs of memory.
  const turned = new Float64Array(width * width);
  for (let i = 0; i < width; i += 1) turned[i * width + i] = 1;
  const largest = rest.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    if (!sweepOnce(rest, turned, width, largest * NEGLIGIBLE)) break;
  }
  const values = Float64Array.from({ length: width }, (_, i) => rest[i * width + i] ?? 0);
  const vectors = new Float64Array(width * width);
  for (let i = 0; i < width; i += 1)
    for (let j = 0; j < width; j += 1) vectors[j * width + i] = turned[i * width + j] ?? 0;
  return { values, vectors };
}

/** @returns whether anything was left to do. */
function sweepOnce(rest: Float64Array, turned: Float64Array, width: number, negligible: number): boolean {
  let changed = false;
  for (let p = 0; p < width; p += 1) {
    for (let q = p + 1; q < width; q += 1) {
      const off = rest[p * width + q] ?? 0;
      if (Math.abs(off) <= negligible) continue;
      changed = true;
      const ratio = ((rest[q * width + q] ?? 0) - (rest[p * width + p] ?? 0)) / (2 * off);
      const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
      const cosine = 1 / Math.sqrt(tangent * tangent + 1);
      const turn = { cosine, sine: tangent * cosine };
      rotate(rest, { p: p * width, q: q * width, step: 1 }, width, turn);
      rotate(rest, { p, q, step: width }, width, turn);
      rotate(turned, { p: p * width, q: q * width, step: 1 }, width, turn);
    }
  }
  return changed;
}

/** Turns two lines of a matrix, rows or columns, which start at `p` and `q` and go on by `step`. */
function rotate(
  matrix: Float64Array,
  { p, q, step }: { p: number; q: number; step: number },
  count: number,
  { cosine, sine }: { cosine: number; sine: number },
): void {
  for (let i = 0; i < count; i += 1) {
    const x = matrix[p + i * step] ?? 0;
    const y = matrix[q + i * step] ?? 0;
    matrix[p + i * step] = cosine * x - sine * y;
    matrix[q + i * step] = sine * x + cosine * y;
  }
}
