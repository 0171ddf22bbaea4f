// Latent semantic analysis: which terms go together, learned from the papers themselves.
import type { Pausing } from '../pausing.js';
import { scale } from '../sparse-vector.js';
import type { TermCorpus } from '../term-corpus.js';
import type { TextModel } from '../text-model.js';
import { type Projection, toBytes } from './projection.js';
import type { TermMatrix } from './term-matrix.js';
import { rightSingularVectors } from './truncated-svd.js';

export interface ProjectionOptions {
  dimensions?: number;
  /** The terms that carry most are kept, up to this many. */
  mostTerms?: number;
  onProgress?: ((share: number) => void) | undefined;
}

/** Measured: 256 dimensions or twice the terms do no better, and take several times the room. */
const DIMENSIONS = 64;
const MOST_TERMS = 30_000;
/** A term of fewer papers has no company to be known by. */
const LEAST_PAPERS = 4;
/** A term of more than this share of the papers goes with everything. */
const MOST_SHARE = 0.25;
/** Below, there is nothing to learn topics from. */
export const LEAST_PAPERS_FOR_TOPICS = 2_000;

/** @returns undefined when there are too few papers. About a minute for a hundred thousand papers. */
export function* trainProjection(
  model: TextModel,
  corpus: TermCorpus,
  { dimensions = DIMENSIONS, mostTerms = MOST_TERMS, onProgress }: ProjectionOptions = {},
): Pausing<Projection | undefined> {
  if (corpus.paperCount < LEAST_PAPERS_FOR_TOPICS) return undefined;
  const numbers = chooseTerms(model, corpus, mostTerms);
  const columnOf = new Int32Array(model.vocabulary.size).fill(-1);
  for (const [column, number] of numbers.entries()) columnOf[number] = column;
  const matrix = matrixOf(model, corpus, columnOf, numbers.length);
  const { basis, values } = yield* rightSingularVectors(matrix, dimensions, onProgress);
  const hashes = Uint32Array.from(numbers, (number) => model.vocabulary.hashes[number] ?? 0);
  return toBytes(
    hashes,
    basis,
    values.map((value) => value ** 2 / corpus.paperCount),
  );
}

/** @returns numbers of the vocabulary in rising order: of the terms in which papers have most of their length. */
function chooseTerms(model: TextModel, corpus: TermCorpus, mostTerms: number): number[] {
  const { frequencies, paperCount, size } = model.vocabulary;
  const all = matrixOf(
    model,
    corpus,
    Int32Array.from({ length: size }, (_, number) => number),
    size,
  );
  const carried = new Float32Array(size);
  for (const [at, number] of all.columns.entries())
    carried[number] = (carried[number] ?? 0) + (all.values[at] ?? 0) ** 2;
  const most = paperCount * MOST_SHARE;
  const isFit = (number: number) =>
    (frequencies[number] ?? 0) >= LEAST_PAPERS && (frequencies[number] ?? 0) <= most;
  return Array.from(carried.keys())
    .filter(isFit)
    .sort((a, b) => (carried[b] ?? 0) - (carried[a] ?? 0) || a - b)
    .slice(0, mostTerms)
    .sort((a, b) => a - b);
}

/** Rows are whole papers of length 1; terms without a column are left out of them after that. */
function matrixOf(
  model: TextModel,
  { starts, hashes, counts, paperCount }: TermCorpus,
  columnOf: Int32Array,
  columnCount: number,
): TermMatrix {
  const all = starts.at(-1) ?? 0;
  const columns = new Uint32Array(all);
  const values = new Float32Array(all);
  const rowStarts = new Uint32Array(paperCount + 1);
  let at = 0;
  for (let paper = 0; paper < paperCount; paper += 1) {
    const from = at;
    let squares = 0;
    for (let i = starts[paper] ?? 0; i < (starts[paper + 1] ?? 0); i += 1) {
      const number = model.vocabulary.numberOf(hashes[i] ?? 0);
      if (number < 0) continue;
      const weight = model.weightOf(number, counts[i] ?? 1);
      squares += weight * weight;
      const column = columnOf[number] ?? -1;
      if (column < 0) continue;
      columns[at] = column;
      values[at] = weight;
      at += 1;
    }
    scale(values.subarray(from, at), 1 / Math.sqrt(squares || 1));
    rowStarts[paper + 1] = at;
  }
  return { rowCount: paperCount, columnCount, starts: rowStarts, columns, values };
}
