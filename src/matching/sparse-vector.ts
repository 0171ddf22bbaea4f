// A text as a vector over its terms: sublinear tf × idf, length 1.
import type { TextModel } from './text-model.js';
import type { TermUse } from './terms.js';

export interface SparseVector {
  terms: string[];
  /** One for each term; the squares add up to 1, or there are none. */
  weights: Float32Array;
}

export function toVector(model: TextModel, uses: ReadonlyMap<string, TermUse>): SparseVector {
  const terms = Array.from(uses.keys());
  const weights = new Float32Array(terms.length);
  let squares = 0;
  let i = 0;
  for (const [term, use] of uses) {
    const weight = (1 + Math.log(use.count)) * model.idf(term);
    weights[i] = weight;
    squares += weight * weight;
    i += 1;
  }
  const length = Math.sqrt(squares);
  for (let at = 0; at < weights.length; at += 1) weights[at] = (weights[at] ?? 0) / length;
  return { terms, weights };
}
