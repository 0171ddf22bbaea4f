// A text as a vector over terms: sublinear tf × idf, scaled to length 1.

export interface SparseVector {
  /** Hashes of the terms, each once; see vocabulary.ts. */
  terms: Uint32Array;
  /** One for each term. */
  weights: Float32Array;
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
