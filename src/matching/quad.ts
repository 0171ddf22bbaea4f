// Vectors over terms, four and four on one list of terms: one walk of the postings multiplies all four.
import type { SparseVector } from './sparse-vector.js';
import { TermNumbers } from './term-numbers.js';

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
  const numbers = new TermNumbers(vectors.reduce((sum, { terms }) => sum + terms.length, 0));
  const own = vectors.map((vector) => vector.terms.map((term) => numbers.numberOf(term)));
  const unsorted = numbers.all();
  const terms = unsorted.toSorted();
  const rows = new TermNumbers(terms.length);
  for (const term of terms) rows.numberOf(term);
  const rowOf = unsorted.map((term) => rows.numberOf(term));
  const weights = new Float32Array(LANES * terms.length);
  for (const [lane, vector] of vectors.entries()) {
    const ownNumbers = own[lane] ?? unsorted;
    for (let i = 0; i < ownNumbers.length; i += 1)
      weights[LANES * (rowOf[ownNumbers[i] ?? 0] ?? 0) + lane] = vector.weights[i] ?? 0;
  }
  return { terms, weights };
}
