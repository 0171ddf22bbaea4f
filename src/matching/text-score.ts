// How much each paper's text is what a reader wants: by the taste that says most for it.
import { mostStrength } from './coverage.js';
import type { PaperIndex } from './paper-index.js';
import { LANES, type Quad, quadsOf } from './quad.js';
import type { SparseVector } from './sparse-vector.js';
import type { TextScores } from './strongest-taste.js';
import type { Taste } from './taste.js';

export interface WeightedTaste {
  taste: Omit<Taste, 'lexical'>;
  weight: number;
  /** Of a description: the words a paper should have some of. */
  words?: SparseVector;
}

/** Tastes whose words are laid out for one walk of the postings: those of taste `i` are lane `i % 4` of quad `i >> 2`. */
export interface Tastes {
  each: WeightedTaste[];
  words: Quad[];
}

export function tastesOf(weighted: readonly (WeightedTaste & { taste: Taste })[]): Tastes {
  return {
    each: weighted.map(({ taste: { common, topics, categories, categoryFactor, usual }, ...others }) => ({
      ...others,
      taste: { common, topics, categories, categoryFactor, usual },
    })),
    words: quadsOf(weighted.map(({ taste }) => taste.lexical)),
  };
}

/**
 * Sums over tastes measure worse: they bury what only one of them wants.
 *
 * @param first papers before it have 0. @returns what is overwritten by the next call for this index.
 */
export function scoreTexts(index: PaperIndex, tastes: Tastes, first = 0): TextScores {
  const { strongest } = index;
  strongest.reset();
  scoreEach(index, tastes, first, (scores, i) => {
    const { weight = 0, words } = tastes.each[i] ?? {};
    if (words) keepBelow(scores, mostStrength(index, words), first);
    strongest.keep(i, weight, first);
  });
  return strongest.result(first);
}

function keepBelow(scores: Float32Array, most: Float32Array, first: number): void {
  for (let paper = first; paper < scores.length; paper += 1)
    scores[paper] = Math.min(scores[paper] ?? 0, most[paper] ?? 0);
}

/** @param take is given, for each taste, standard deviations above what is usual for each paper; overwritten later. */
export function scoreEach(
  index: PaperIndex,
  { each, words: quads }: Tastes,
  first: number,
  take: (scores: Float32Array, taste: number) => void,
): void {
  const { byTerm, strongest } = index;
  for (const [at, quad] of quads.entries()) {
    const words = byTerm.products(quad, first);
    for (let lane = 0; lane < quad.sizes.length; lane += 1) {
      const taste = each[LANES * at + lane]?.taste;
      if (taste === undefined) break;
      const topics = topicScores(index, taste, first);
      const lists = categoryScores(index, taste);
      strongest.add({ words, lane, topics, lists, usual: taste.usual }, first);
      take(strongest.scores, LANES * at + lane);
    }
  }
}

/** @returns for each paper. */
function topicScores(
  { given, latent, ids }: PaperIndex,
  { common, topics }: WeightedTaste['taste'],
  first: number,
): Float32Array {
  const own = given === undefined ? topics : NOTHING;
  const sums = latent && common.length + own.length > 0 ? latent.sums(common, own, first) : undefined;
  if (given === undefined || topics.length === 0) return sums ?? new Float32Array(ids.length);
  const scores = sums ?? new Float32Array(ids.length);
  given.addScores(topics, scores);
  return scores;
}

/** @returns for each list of categories. */
function categoryScores(
  { categoryTable }: PaperIndex,
  { categories, categoryFactor }: WeightedTaste['taste'],
): Float32Array {
  return categoryTable.scoresOfLists(categoryFactor > 0 ? categories : undefined, categoryFactor);
}

const NOTHING = new Float32Array();
