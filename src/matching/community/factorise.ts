// Readers and papers as short vectors whose inner product says how much one is for the other, learned from likes alone
// (implicit feedback: what was not liked is weakly taken for not wanted; Hu, Koren, Volinsky 2008). Alternating least
// squares, each solved by a few conjugate gradient steps (Takács, Pilászy, Tikk 2011).
import { rowCount, transpose, type SparseRows } from './sparse-rows.js';

export interface FactorSettings {
  /** Length of the vectors. */
  factors: number;
  /** How much more a like counts than its absence. */
  confidence: number;
  /** Keeps vectors short: what little was said must not be believed too much. */
  regularisation: number;
  rounds: number;
  seed: number;
}

const STEPS = 3;
/** Length of what vectors start from. */
const START = 0.1;

/** Rows of `factors` numbers each. */
export interface Factors {
  readers: Float32Array;
  papers: Float32Array;
}

/** Is waited for between steps of long work, so that whoever shares the process has a turn. */
export type Breathe = () => Promise<void>;

/** @param likes a row for each reader, a column for each paper; values are not looked at */
export async function factorise(
  likes: SparseRows,
  settings: FactorSettings,
  breathe?: Breathe,
): Promise<Factors> {
  const liked = transpose(likes);
  const readers = new Float32Array(rowCount(likes) * settings.factors);
  const papers = randomRows(likes.width * settings.factors, settings);
  for (let round = 0; round < settings.rounds; round += 1) {
    solveRows(likes, papers, readers, settings);
    await breathe?.();
    solveRows(liked, readers, papers, settings);
    await breathe?.();
  }
  return { readers, papers };
}

/**
 * The vector of a reader by the papers she likes, when theirs are known: the same least squares, for one.
 * @param liked numbers of rows of `papers`
 * @param gram gramOf(papers)
 */
export function foldIn(
  liked: Uint32Array,
  papers: Float32Array,
  gram: Float32Array,
  settings: Pick<FactorSettings, 'factors' | 'confidence' | 'regularisation'>,
): Float32Array {
  const reader = new Float32Array(settings.factors);
  const solver = new RowSolver(papers, gram, settings);
  solver.solve(liked, reader, 0, 2 * STEPS);
  return reader;
}

/** Sum of the outer products of the rows, plus nothing. */
export function gramOf(rows: Float32Array, factors: number): Float32Array {
  const gram = new Float32Array(factors * factors);
  for (let start = 0; start < rows.length; start += factors) {
    for (let i = 0; i < factors; i += 1) {
      const value = rows[start + i] ?? 0;
      if (value === 0) continue;
      const to = i * factors;
      for (let j = 0; j < factors; j += 1)
        gram[to + j] = (gram[to + j] ?? 0) + value * (rows[start + j] ?? 0);
    }
  }
  return gram;
}

function solveRows(
  liked: SparseRows,
  fixed: Float32Array,
  solved: Float32Array,
  settings: FactorSettings,
): void {
  const solver = new RowSolver(fixed, gramOf(fixed, settings.factors), settings);
  for (let row = 0; row < rowCount(liked); row += 1) {
    const own = liked.columns.subarray(liked.offsets[row], liked.offsets[row + 1]);
    solver.solve(own, solved, row * settings.factors, STEPS);
  }
}

/** Solves (G + confidence × Σ y yᵀ + regularisation) x = (1 + confidence) Σ y for one row, from where it stands. */
class RowSolver {
  private readonly residual: Float64Array;
  private readonly direction: Float64Array;
  private readonly image: Float64Array;

  constructor(
    private readonly fixed: Float32Array,
    private readonly gram: Float32Array,
    private readonly settings: Pick<FactorSettings, 'factors' | 'confidence' | 'regularisation'>,
  ) {
    this.residual = new Float64Array(settings.factors);
    this.direction = new Float64Array(settings.factors);
    this.image = new Float64Array(settings.factors);
  }

  solve(liked: Uint32Array, into: Float32Array, at: number, steps: number): void {
    const { factors, confidence } = this.settings;
    if (liked.length === 0) {
      into.fill(0, at, at + factors);
      return;
    }
    const { residual, direction, image } = this;
    for (let i = 0; i < factors; i += 1) direction[i] = into[at + i] ?? 0;
    this.multiply(liked);
    for (let i = 0; i < factors; i += 1) residual[i] = -(image[i] ?? 0);
    for (const row of liked) {
      for (let i = 0; i < factors; i += 1)
        residual[i] = (residual[i] ?? 0) + (1 + confidence) * (this.fixed[row * factors + i] ?? 0);
    }
    direction.set(residual);
    let before = dot(residual, residual);
    for (let step = 0; step < steps && before > 1e-12; step += 1) {
      this.multiply(liked);
      const length = before / dot(direction, image);
      for (let i = 0; i < factors; i += 1) {
        into[at + i] = (into[at + i] ?? 0) + length * (direction[i] ?? 0);
        residual[i] = (residual[i] ?? 0) - length * (image[i] ?? 0);
      }
      const after = dot(residual, residual);
      for (let i = 0; i < factors; i += 1)
        direction[i] = (residual[i] ?? 0) + (after / before) * (direction[i] ?? 0);
      before = after;
    }
  }

  /** The image of the direction. */
  private multiply(liked: Uint32Array): void {
    const { direction, image, gram, fixed } = this;
    const { factors, confidence, regularisation } = this.settings;
    for (let i = 0; i < factors; i += 1) {
      let sum = regularisation * (direction[i] ?? 0);
      const from = i * factors;
      for (let j = 0; j < factors; j += 1) sum += (gram[from + j] ?? 0) * (direction[j] ?? 0);
      image[i] = sum;
    }
    for (const row of liked) {
      const from = row * factors;
      let product = 0;
      for (let i = 0; i < factors; i += 1) product += (fixed[from + i] ?? 0) * (direction[i] ?? 0);
      product *= confidence;
      for (let i = 0; i < factors; i += 1) image[i] = (image[i] ?? 0) + product * (fixed[from + i] ?? 0);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Mulberry32: the same for the same seed. */
function randomRows(count: number, { seed, factors }: FactorSettings): Float32Array {
  let state = seed;
  return new Float32Array(count).map(() => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((((value ^ (value >>> 14)) >>> 0) / 2 ** 32 - 0.5) * START) / Math.sqrt(factors);
  });
}
