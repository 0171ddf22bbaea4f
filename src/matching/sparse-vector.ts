// A text as a vector over its terms: sublinear tf × idf, scaled to length 1.
import type { TextModel } from './text-model.js';
import type { TermUse } from './terms.js';

export interface SparseVector {
  terms: string[];
  /** One for each term. */
  weights: Float32Array;
}

/** How much of a paper's own length counts; the rest is the typical one, or bare titles would win with one shared word. */
const OWN_LENGTH_SHARE = 0.5;

/** @returns a vector of length 1, or without terms. */
export function toVector(model: TextModel, uses: ReadonlyMap<string, TermUse>): SparseVector {
  const vector = weigh(model, uses);
  return scale(vector, lengthOf(vector));
}

/** @returns a vector of length about 1: texts shorter than an abstract are left shorter (pivoted normalisation). */
export function toPaperVector(model: TextModel, uses: ReadonlyMap<string, TermUse>): SparseVector {
  const vector = weigh(model, uses);
  const length = lengthOf(vector);
  const typical = model.paperCount > 0 ? model.typicalLength : length;
  return scale(vector, OWN_LENGTH_SHARE * length + (1 - OWN_LENGTH_SHARE) * typical);
}

function weigh(model: TextModel, uses: ReadonlyMap<string, TermUse>): SparseVector {
  const terms = Array.from(uses.keys());
  const weights = Float32Array.from(uses, ([term, use]) => (1 + Math.log(use.count)) * model.idf(term));
  return { terms, weights };
}

function lengthOf({ weights }: SparseVector): number {
  let squares = 0;
  for (const weight of weights) squares += weight * weight;
  return Math.sqrt(squares);
}

function scale(vector: SparseVector, length: number): SparseVector {
  return { terms: vector.terms, weights: vector.weights.map((weight) => weight / length) };
}
