// Vectors over terms, four and four on one list of terms: one walk of the postings multiplies all four.
import type { SparseVector } from './sparse-vector.js';

export const LANES = 4;

export interface Quad {
  /** Hashes, rising. */
  terms: Uint32Array;
  /** Four for each term, one for each vector; 0 where a vector does not have it. */
  weights: Float32Array;
}

/** @returns the vectors in their order: vector `i` is lane `i % 4` of quad `i >> 2`. */
export function quadsOf(vectors: readonly SparseVector[]): Quad[] {
  const quads: Quad[] = [];
  for (let at = 0; at < vectors.length; at += LANES) quads.push(quadOf(vectors.slice(at, at + LANES)));
  return quads;
}

function quadOf(vectors: readonly SparseVector[]): Quad {
  const terms = unionOf(vectors.map((vector) => vector.terms));
  const weights = new Float32Array(LANES * terms.length);
  const rows = new Map<number, number>();
  for (let row = 0; row < terms.length; row += 1) rows.set(terms[row] ?? 0, row);
  for (const [lane, vector] of vectors.entries()) {
    for (let i = 0; i < vector.terms.length; i += 1)
      weights[LANES * (rows.get(vector.terms[i] ?? 0) ?? 0) + lane] = vector.weights[i] ?? 0;
  }
  return { terms, weights };
}

/** @returns each once, rising. */
function unionOf(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  return all.filter((term, i) => i === 0 || term !== all[i - 1]);
}
