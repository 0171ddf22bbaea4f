// How near papers of all kinds are to a liked text. It stays the same while the text and the background do, so it is kept
// beside the text: who likes one more paper is not asked to wait until all others are compared with the background again.
import { directionOfOne, type WantedText } from './direction.js';
import type { PaperIndex } from './paper-index.js';
import { LANES, quadsOf } from './quad.js';
import type { SparseVector } from './sparse-vector.js';
import { onlyPart, type Part, partScores, type Usual, usualOf } from './taste.js';

/** A part that the text does not have has none. */
export type UsualLikeness = Readonly<Partial<Record<Part, Usual>>>;

/** Of one background, as long as the text is kept that it belongs to; of categories by their codes, which repeat. */
interface Known {
  words: WeakMap<SparseVector, Usual>;
  topics: WeakMap<Float32Array, Usual>;
  categories: Map<string, Usual>;
}

const MOST_LISTS = 10_000;
const knownOf = new WeakMap<PaperIndex, Known>();

/** @returns one for each text. */
export function usualLikeness(index: PaperIndex, liked: readonly WantedText[]): UsualLikeness[] {
  const known = knownOf.get(index) ?? {
    words: new WeakMap(),
    topics: new WeakMap(),
    categories: new Map<string, Usual>(),
  };
  knownOf.set(index, known);
  compareWords(index, liked, known.words);
  return liked.map((text) => ({
    words: known.words.get(text.vector),
    topics: usualOfTopics(index, text, known.topics),
    categories: usualOfCategories(index, text, known.categories),
  }));
}

/** Four texts walk the postings together. */
function compareWords(index: PaperIndex, liked: readonly WantedText[], known: Known['words']): void {
  const unknown = liked.map(({ vector }) => vector).filter((vector) => !known.has(vector));
  for (const [at, quad] of quadsOf(unknown).entries()) {
    const products = index.byTerm.products(quad);
    for (const [lane, vector] of unknown.slice(LANES * at, LANES * (at + 1)).entries())
      known.set(vector, usualOf(ofLane(products, lane, index.ids.length), 'words'));
  }
}

function ofLane(products: Float32Array, lane: number, count: number): Float32Array {
  const scores = new Float32Array(count);
  for (let paper = 0; paper < count; paper += 1) scores[paper] = products[LANES * paper + lane] ?? 0;
  return scores;
}

function usualOfTopics(index: PaperIndex, text: WantedText, known: Known['topics']): Usual | undefined {
  const usual = known.get(text.topics) ?? compare(index, text, 'topics');
  if (usual) known.set(text.topics, usual);
  return usual;
}

function usualOfCategories(
  index: PaperIndex,
  text: WantedText,
  known: Known['categories'],
): Usual | undefined {
  const codes = text.categories.join('\n');
  const usual = known.get(codes) ?? compare(index, text, 'categories');
  if (known.size >= MOST_LISTS) known.clear();
  if (usual) known.set(codes, usual);
  return usual;
}

function compare(index: PaperIndex, text: WantedText, part: Part): Usual | undefined {
  const only = onlyPart(directionOfOne(text), part);
  return only && usualOf(partScores(index, only, part), part);
}
