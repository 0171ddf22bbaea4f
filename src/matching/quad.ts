// Vectors over terms, four and four on one list of terms: one walk of the postings multiplies all four.
import type { SparseVector } from './sparse-vector.js';
import { TermNumbers } from './term-numbers.js';

export const LANES = 4;
/** Weights are kept in so many steps of the largest of their vector. */
const STEPS = 32_767;

export interface Quad {
  /** Hashes, rising. */
  terms: Uint32Array;
  /** For each term one for each vector, in steps of that vector; 0 where it does not have the term. */
  steps: Int16Array;
  /** What a step is worth, for each vector: four of them at most. */
  sizes: Float32Array;
}

/** @returns the vectors in their order: vector `i` is lane `i % 4` of quad `i >> 2`. */
export function quadsOf(vectors: readonly SparseVector[]): Quad[] {
  const quads: Quad[] = [];
  for (let at = 0; at < vectors.length; at += LANES) quads.push(quadOf(vectors.slice(at, at + LANES)));
  return quads;
}

/** @param vectors four at most. */
export function quadOf(vectors: readonly SparseVector[]): Quad {
  const numbers = new TermNumbers(vectors.reduce((sum, { terms }) => sum + terms.length, 0));
  const own = vectors.map((vector) => vector.terms.map((term) => numbers.numberOf(term)));
  const unsorted = numbers.all();
  const terms = unsorted.toSorted();
  const rows = new TermNumbers(terms.length);
  for (const term of terms) rows.numberOf(term);
  const rowOf = unsorted.map((term) => rows.numberOf(term));
  const sizes = Float32Array.from(vectors, ({ weights }) => largest(weights) / STEPS);
  const steps = new Int16Array(sizes.length * terms.length);
  for (const [lane, { weights }] of vectors.entries()) {
    const ownNumbers = own[lane] ?? unsorted;
    const perStep = 1 / (sizes[lane] || 1);
    for (let i = 0; i < ownNumbers.length; i += 1)
      steps[sizes.length * (rowOf[ownNumbers[i] ?? 0] ?? 0) + lane] = Math.round((weights[i] ?? 0) * perStep);
  }
  return { terms, steps, sizes };
}

function largest(weights: Float32Array): number {
  let most = 0;
  for (let i = 0; i < weights.length; i += 1) most = Math.max(most, Math.abs(weights[i] ?? 0));
  return most;
}

/** @param at place of the term. */
export function weightIn({ steps, sizes }: Quad, at: number, lane: number): number {
  return (steps[sizes.length * at + lane] ?? 0) * (sizes[lane] ?? 0);
}
