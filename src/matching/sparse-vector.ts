// A text as a vector over terms: sublinear tf × idf, scaled to length 1.

export interface SparseVector {
  /** Hashes of the terms, each once, in any order unless told; see vocabulary.ts. */
  terms: Uint32Array;
  /** One for each term. */
  weights: Float32Array;
}

/** Places in one list of terms that fit beside a hash into a number. */
const PLACES = 2 ** 21;

/** @returns the same, terms rising. */
export function risingTerms({ terms, weights }: SparseVector): SparseVector {
  const places = new Float64Array(terms.length);
  for (let i = 0; i < terms.length; i += 1) places[i] = (terms[i] ?? 0) * PLACES + i;
  places.sort();
  const risen = { terms: new Uint32Array(terms.length), weights: new Float32Array(terms.length) };
  for (let i = 0; i < terms.length; i += 1) {
    const at = (places[i] ?? 0) % PLACES;
    risen.terms[i] = terms[at] ?? 0;
    risen.weights[i] = weights[at] ?? 0;
  }
  return risen;
}

/** @returns the terms of all of them, rising, each once */
export function mergedTerms(vectors: readonly SparseVector[]): Uint32Array {
  const all = new Uint32Array(vectors.reduce((sum, { terms }) => sum + terms.length, 0));
  let length = 0;
  for (const { terms } of vectors) {
    all.set(terms, length);
    length += terms.length;
  }
  all.sort();
  let count = 0;
  for (let i = 0; i < all.length; i += 1)
    if (i === 0 || all[i] !== all[i - 1]) {
      all[count] = all[i] ?? 0;
      count += 1;
    }
  return all.slice(0, count);
}

/** In place. @returns the weights with length 1, or as they were when they have none. */
export function toUnitLength(weights: Float32Array): Float32Array {
  return scale(weights, 1 / (lengthOf(weights) || 1));
}

export function lengthOf(weights: Float32Array): number {
  let squares = 0;
  for (const weight of weights) squares += weight * weight;
  return Math.sqrt(squares);
}

export function scale(weights: Float32Array, factor: number): Float32Array {
  for (let i = 0; i < weights.length; i += 1) weights[i] = (weights[i] ?? 0) * factor;
  return weights;
}
