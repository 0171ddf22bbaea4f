// Texts to directions: what a description says, and what several liked papers have in common.
import type { Background } from './background.js';
import type { CategoryLeanings } from './category-table.js';
import type { TextTopics } from './latent/projection.js';
import { risingTerms, type SparseVector } from './sparse-vector.js';
import type { Direction } from './taste.js';
import type { TextModel } from './text-model.js';
import { readDescription, readText } from './terms.js';
import { WordSums } from './word-sums.js';

/** A text, read. */
export interface WantedText {
  /** Of a liked paper, terms rising. */
  vector: SparseVector;
  /** Its part in each dimension of the projection; empty without one. */
  parts: Float32Array;
  /** Length 1, from outside or from the projection; empty when neither knows. */
  topics: Float32Array;
  /** Of a liked paper, the primary one first. */
  categories: readonly string[];
  weight: number;
}

const NO_TOPICS = new Float32Array();
const NOTHING: TextTopics = { parts: NO_TOPICS, topics: NO_TOPICS };

/** What knows about texts. */
type Texts = Pick<Background, 'model' | 'topics'>;

/** @param text title on the first line, abstract below. */
export function readLiked(
  background: Texts,
  text: string,
  categories: readonly string[],
  weight: number,
): WantedText {
  const { topics, ...read } = readPaper(background.model, text);
  return { ...read, topics: topicsOf(background, text, topics), categories, weight };
}

type ReadPaper = Pick<WantedText, 'vector' | keyof TextTopics>;

/** Liked papers read lately: who likes one more is not asked to wait until all others are read again. */
const readLately = new WeakMap<TextModel, Map<string, ReadPaper>>();
const MOST_READ_LATELY = 2_000;

export function readPaper(model: TextModel, text: string): ReadPaper {
  const lately = readLately.get(model) ?? new Map<string, ReadPaper>();
  const before = lately.get(text);
  if (before !== undefined) return before;
  const [title = '', ...abstract] = text.trim().split('\n');
  const vector = risingTerms(model.vectorOf(readText(title, abstract.join('\n')).terms));
  const read = { vector, ...(model.projection?.project(vector) ?? NOTHING) };
  if (lately.size >= MOST_READ_LATELY) lately.clear();
  readLately.set(model, lately.set(text, read));
  return read;
}

export function readWanted(background: Texts, text: string, weight: number): WantedText {
  const { model } = background;
  const vector = model.vectorOf(readDescription(text).terms);
  const { parts, topics } = model.projection?.project(vector) ?? NOTHING;
  return { vector, parts, topics: topicsOf(background, text, topics), categories: [], weight };
}

function topicsOf({ topics: given }: Texts, text: string, own: Float32Array): Float32Array {
  return given ? (given.ofText(text) ?? NO_TOPICS) : own;
}

/**
 * How quickly what many papers have in common stops counting as more texts agree: between the energy of the strongest
 * topics and that of the weakest.
 */
const COMMON_ENERGY = 0.02;

export function wordsOf(texts: readonly WantedText[]): WordSums {
  return new WordSums(texts.map(({ vector }) => vector));
}

/**
 * The weighted mean of the texts, less what it has in common with papers of all kinds: in each topic, the more so the
 * stronger the topic is among all papers, and the more texts there are to be sure.
 *
 * @param words of the texts, where several means of them are asked for.
 */
export function directionOf(
  model: TextModel,
  texts: readonly WantedText[],
  shares: readonly number[],
  words = wordsOf(texts),
): Direction {
  const sure = 1 / shares.reduce((sum, share) => sum + share * share, 0);
  const energies = model.projection?.energies ?? NO_TOPICS;
  const rows = texts.map(({ parts }) => parts);
  return {
    lexical: words.mean(shares),
    common: meanRow(rows, shares).map((value, d) => {
      const energy = (energies[d] ?? 0) * sure;
      return (-value * energy) / (energy + COMMON_ENERGY);
    }),
    topics: meanRow(
      texts.map(({ topics }) => topics),
      shares,
    ),
    categories: leanings(
      texts.map(({ categories }) => categories),
      shares,
    ),
  };
}

/** Of one text as it is, nothing taken off. */
export function directionOfOne({ vector, topics, categories }: WantedText): Direction {
  return {
    lexical: vector,
    common: NO_TOPICS,
    topics,
    categories: leanings([categories], [1]),
  };
}

function meanRow(rows: readonly Float32Array[], shares: readonly number[]): Float32Array {
  const mean = new Float32Array(Math.max(0, ...rows.map((row) => row.length)));
  for (const [i, row] of rows.entries()) {
    const share = shares[i] ?? 0;
    for (let d = 0; d < mean.length; d += 1) mean[d] = (mean[d] ?? 0) + share * (row[d] ?? 0);
  }
  return mean;
}

/** Of papers without categories, none. */
function leanings(
  lists: readonly (readonly string[])[],
  shares: readonly number[],
): CategoryLeanings | undefined {
  const primary = new Map<string, number>();
  const listed = new Map<string, number>();
  for (const [i, codes] of lists.entries()) {
    const share = shares[i] ?? 0;
    for (const [place, code] of codes.entries()) {
      listed.set(code, (listed.get(code) ?? 0) + share);
      if (place === 0) primary.set(code, (primary.get(code) ?? 0) + share);
    }
  }
  return listed.size > 0 ? { primary, listed } : undefined;
}
