// Vectors over terms, four and four on one list of terms: one walk of the postings multiplies all four.
import type { SparseVector } from './sparse-vector.js';

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

/** @param vectors terms rising. @returns the vectors in their order: vector `i` is lane `i % 4` of quad `i >> 2`. */
export function quadsOf(vectors: readonly SparseVector[]): Quad[] {
  const quads: Quad[] = [];
  for (let at = 0; at < vectors.length; at += LANES) quads.push(quadOf(vectors.slice(at, at + LANES)));
  return quads;
}

/** @param vectors four at most, terms rising. */
export function quadOf(vectors: readonly SparseVector[]): Quad {
  const terms = termsOf(vectors);
  const sizes = Float32Array.from(vectors, ({ weights }) => largest(weights) / STEPS);
  const steps = new Int16Array(sizes.length * terms.length);
  for (const [lane, { terms: own, weights }] of vectors.entries()) {
    const perStep = 1 / (sizes[lane] || 1);
    for (let i = 0, at = 0; i < own.length; i += 1, at += 1) {
      while ((terms[at] ?? Infinity) < (own[i] ?? 0)) at += 1;
      steps[sizes.length * at + lane] = Math.round((weights[i] ?? 0) * perStep);
    }
  }
  return { terms, steps, sizes };
}

function termsOf(vectors: readonly SparseVector[]): Uint32Array {
  const [first, ...others] = vectors;
  return others.reduce((terms, other) => unionOf(terms, other.terms), first?.terms ?? new Uint32Array());
}

/** @param a,b rising. */
function unionOf(a: Uint32Array, b: Uint32Array): Uint32Array {
  const union = new Uint32Array(a.length + b.length);
  let [i, j, count] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [own, other] = [a[i] ?? 0, b[j] ?? 0];
    union[count] = Math.min(own, other);
    count += 1;
    i += Number(own <= other);
    j += Number(other <= own);
  }
  const rest = i < a.length ? a.subarray(i) : b.subarray(j);
  union.set(rest, count);
  return union.subarray(0, count + rest.length);
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
