// A reader's own texts (descriptions, liked papers), read once: which of them a paper comes near to says what it serves.
import { interestKey, titleOf } from './interest-key.js';
import { readPaper } from './direction.js';
import { type Quad, quadsOf } from './quad.js';
import { risingTerms, type SparseVector, toUnitLength } from './sparse-vector.js';
import { readText } from './terms.js';
import type { TextModel } from './text-model.js';
import type { Interest, LikedBecause } from './types.js';

/** A reader with more texts than this has the rest passed over here; they still count in her score. */
const MOST_TEXTS = 300;

export interface OwnText {
  /** See interestKey(). */
  key: string;
  /** Of a liked paper. */
  paper?: { title: string; because: LikedBecause | 'named' };
}

export interface OwnTexts {
  /** By key, each once. */
  each: OwnText[];
  /** Vectors of length 1: that of text `i` is lane `i % 4` of quad `i >> 2`. */
  words: Quad[];
}

/** Those that matter most when there are too many. @param interests none of them muted */
export function readOwnTexts(model: TextModel, interests: readonly Interest[]): OwnTexts {
  const texts = new Map<string, Interest>();
  for (const interest of interests) {
    if (interest.kind !== 'paper' && interest.kind !== 'description') continue;
    const key = interestKey(interest);
    if (key !== undefined && interest.weight > (texts.get(key)?.weight ?? 0)) texts.set(key, interest);
  }
  const read = Array.from(texts, ([key, interest]) => ({ key, interest }))
    .sort((a, b) => b.interest.weight - a.interest.weight || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_TEXTS)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    each: read.map(({ key, interest: { kind, value, because } }): OwnText =>
      kind === 'paper' ? { key, paper: { title: titleOf(value), because: because ?? 'named' } } : { key },
    ),
    words: quadsOf(read.map(({ interest }) => unitVector(model, interest))),
  };
}

function unitVector(model: TextModel, { kind, value }: Interest): SparseVector {
  const { terms, weights } =
    kind === 'paper'
      ? readPaper(model, value).vector
      : risingTerms(model.vectorOf(readText('', value).terms));
  return { terms, weights: toUnitLength(weights.slice()) };
}
