// From what a paper says to its vector among papers, so that those nobody has seen yet have one too: ridge regression of
// the factors on content, solved by conjugate gradients without ever forming a matrix of papers by papers.
import type { Breathe } from './factorise.js';
import { rowCount, timesDense, transpose, type SparseRows } from './sparse-rows.js';

const MOST_STEPS = 60;
/** Steps end when the residual of every factor has shrunk to this share. */
const CLOSE_ENOUGH = 1e-2;

/**
 * @param content a row of length 1 for each paper
 * @param targets the factors of each paper, `factors` to a row
 * @returns W with content × W ≈ targets, `factors` to a row, a row for each column of content
 */
export async function mapContent(
  content: SparseRows,
  targets: Float32Array,
  factors: number,
  regularisation: number,
  breathe?: Breathe,
): Promise<Float32Array> {
  const system = { content, columns: transpose(content), factors, regularisation };
  const dual = await solveDual(system, targets, breathe);
  const { columns } = system;
  return timesDense(columns, dual, factors, new Float32Array(content.width * factors));
}

interface System {
  content: SparseRows;
  /** The same, turned. */
  columns: SparseRows;
  factors: number;
  regularisation: number;
}

/** (X Xᵀ + regularisation) A = targets, all factors side by side, each with its own steps. */
async function solveDual(
  { content, columns, factors, regularisation }: System,
  targets: Float32Array,
  breathe: Breathe | undefined,
): Promise<Float32Array> {
  const solution = new Float32Array(rowCount(content) * factors);
  const residual = targets.slice();
  const direction = targets.slice();
  const image = new Float32Array(solution.length);
  const between = new Float32Array(content.width * factors);
  let before = squares(residual, residual, factors);
  const goal = before.map((value) => value * CLOSE_ENOUGH ** 2);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    timesDense(columns, direction, factors, between);
    timesDense(content, between, factors, image);
    for (let i = 0; i < image.length; i += 1)
      image[i] = (image[i] ?? 0) + regularisation * (direction[i] ?? 0);
    const lengths = ratios(before, squares(direction, image, factors));
    for (let i = 0; i < solution.length; i += 1) {
      const length = lengths[i % factors] ?? 0;
      solution[i] = (solution[i] ?? 0) + length * (direction[i] ?? 0);
      residual[i] = (residual[i] ?? 0) - length * (image[i] ?? 0);
    }
    const after = squares(residual, residual, factors);
    if (after.every((value, i) => value <= (goal[i] ?? 0))) break;
    const shares = ratios(after, before);
    for (let i = 0; i < direction.length; i += 1)
      direction[i] = (residual[i] ?? 0) + (shares[i % factors] ?? 0) * (direction[i] ?? 0);
    before = after;
    await breathe?.();
  }
  return solution;
}

/** Inner products, factor by factor. */
function squares(a: Float32Array, b: Float32Array, factors: number): Float64Array {
  const sums = new Float64Array(factors);
  for (let i = 0; i < a.length; i += 1)
    sums[i % factors] = (sums[i % factors] ?? 0) + (a[i] ?? 0) * (b[i] ?? 0);
  return sums;
}

function ratios(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => ((b[i] ?? 0) > 0 ? value / (b[i] ?? 1) : 0));
}
