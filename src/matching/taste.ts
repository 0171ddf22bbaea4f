// One thing a reader wants, as a direction: in terms, in topics and in categories. Papers are scored by how many standard
// deviations they lie above what is usual, so that short and long texts, words and topics are on one scale.
import type { CategoryLeanings } from './category-table.js';
import type { PaperIndex } from './paper-index.js';
import { LANES, quadOf } from './quad.js';
import { scale, type SparseVector } from './sparse-vector.js';

export interface Direction {
  lexical: SparseVector;
  /** What is common to many papers in the topics of the words: taken off. Empty without a projection. */
  common: Float32Array;
  /** Topics, as papers of length 1 have them. Empty without a projection. */
  topics: Float32Array;
  /** Of liked papers; a description has none. */
  categories: CategoryLeanings | undefined;
}

/** A direction in which a paper's score is in standard deviations above what is usual, all parts added up. */
export interface Taste extends Direction {
  /** Taken off each score. */
  usual: number;
  categoryFactor: number;
}

/** Measured: words lead, topics and categories count somewhat less. */
const SHARES = { words: 1, topics: 0.75, categories: 0.7 } as const;

export type Part = keyof typeof SHARES;
export const PARTS: readonly Part[] = ['words', 'topics', 'categories'];

/** What is usual while there are few papers to learn it from, and how many papers that opinion is worth. */
const PRIOR: Readonly<Record<Part | 'sum', Usual>> = {
  words: { mean: 0.003, deviation: 0.015 },
  topics: { mean: 0.05, deviation: 0.12 },
  categories: { mean: 0.1, deviation: 0.3 },
  sum: { mean: 0, deviation: 1 },
};
const PRIOR_PAPERS = 50;

export interface Usual {
  mean: number;
  deviation: number;
}

/** @param background papers that tell what is usual. */
export function tasteOf(direction: Direction, background: PaperIndex): Taste {
  const factors = { words: 0, topics: 0, categories: 0 };
  let usual = 0;
  const sum = new Float32Array(background.ids.length);
  for (const part of PARTS) {
    const only = onlyPart(direction, part);
    if (only === undefined) continue;
    const scores = partScores(background, only, part);
    const { mean, deviation } = usualOf(scores, part);
    factors[part] = SHARES[part] / deviation;
    usual += factors[part] * mean;
    for (let i = 0; i < sum.length; i += 1)
      sum[i] = (sum[i] ?? 0) + factors[part] * ((scores[i] ?? 0) - mean);
  }
  const { deviation } = usualOf(sum, 'sum');
  return {
    lexical: {
      terms: direction.lexical.terms,
      weights: scale(direction.lexical.weights.slice(), factors.words / deviation),
    },
    common: scale(direction.common.slice(), factors.words / deviation),
    topics: scale(direction.topics.slice(), factors.topics / deviation),
    categories: direction.categories,
    categoryFactor: factors.categories / deviation,
    usual: usual / deviation,
  };
}

function addScores(
  index: PaperIndex,
  { lexical, common, topics, categories }: Direction,
  categoryFactor: number,
  scores: Float32Array,
): void {
  addLexical(index, lexical, scores);
  const own = index.given === undefined ? topics : NO_TOPICS;
  if (index.latent && common.length + own.length > 0) addTo(scores, index.latent.sums(common, own));
  if (topics.length > 0) index.given?.addScores(topics, scores);
  if (categories !== undefined && categoryFactor > 0)
    index.categoryTable.addScores(categories, categoryFactor, scores);
}

/** @param scores one for each paper; the inner product over the terms is added. */
function addLexical({ byTerm }: PaperIndex, vector: SparseVector, scores: Float32Array): void {
  const products = byTerm.products(quadOf([vector]));
  for (let paper = 0; paper < scores.length; paper += 1)
    scores[paper] = (scores[paper] ?? 0) + (products[LANES * paper] ?? 0);
}

function addTo(scores: Float32Array, more: Float32Array): void {
  for (let paper = 0; paper < scores.length; paper += 1)
    scores[paper] = (scores[paper] ?? 0) + (more[paper] ?? 0);
}

const NO_TOPICS = new Float32Array();
const NO_TERMS: SparseVector = { terms: new Uint32Array(), weights: new Float32Array() };

/** @param only a direction with this part alone. @returns for each paper, its inner product. */
export function partScores(index: PaperIndex, only: Direction, part: Part): Float32Array {
  const scores = new Float32Array(index.ids.length);
  addScores(index, only, part === 'categories' ? 1 : 0, scores);
  return scores;
}

/** @returns the direction without its other parts; undefined when it does not have this one. */
export function onlyPart(direction: Direction, part: Part): Direction | undefined {
  const nothing: Direction = {
    lexical: NO_TERMS,
    common: NO_TOPICS,
    topics: NO_TOPICS,
    categories: undefined,
  };
  if (part === 'words') return { ...nothing, lexical: direction.lexical, common: direction.common };
  if (part === 'topics')
    return direction.topics.length > 0 ? { ...nothing, topics: direction.topics } : undefined;
  return direction.categories && { ...nothing, categories: direction.categories };
}

/** Mean and standard deviation of the scores, leaning on what is known of this part while they are few. */
export function usualOf(scores: Float32Array, part: Part | 'sum'): Usual {
  const prior = PRIOR[part];
  const count = scores.length + PRIOR_PAPERS;
  let sum = prior.mean * PRIOR_PAPERS;
  for (const score of scores) sum += score;
  const mean = sum / count;
  let squares = prior.deviation ** 2 * PRIOR_PAPERS;
  for (const score of scores) squares += (score - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
