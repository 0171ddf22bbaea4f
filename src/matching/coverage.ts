// How much of what a reader wrote of herself a paper speaks of: without it, the best of a day that has nothing for her
// would stand out by a single word.
import type { PaperIndex } from './paper-index.js';
import type { SparseVector } from './sparse-vector.js';
import { hashOf } from './term-table.js';
import type { TermUse } from './terms.js';
import type { TextModel } from './text-model.js';

/** Words that a long description need not have more of than this: about three that are not common. */
const ENOUGH = 45;
/** Strength of a paper that has them all, and how quickly less is less. */
const FULL_STRENGTH = 12;
const EXPONENT = 1.3;

/** @returns the single words of a description, with shares of what is enough. */
export function wordsAskedFor(model: TextModel, uses: ReadonlyMap<string, TermUse>): SparseVector {
  const hashes: number[] = [];
  const masses: number[] = [];
  for (const [term, { isPair }] of uses) {
    if (isPair) continue;
    const hash = hashOf(term);
    hashes.push(hash);
    masses.push(model.weightOf(model.vocabulary.numberOf(hash), 1));
  }
  const enough = Math.min(
    masses.reduce((sum, mass) => sum + mass, 0),
    ENOUGH,
  );
  return { terms: Uint32Array.from(hashes), weights: Float32Array.from(masses, (mass) => mass / enough) };
}

/** @returns for each paper, the strength it can have at most. */
export function mostStrength(index: PaperIndex, words: SparseVector): Float32Array {
  const { terms, byTerm } = index;
  const shares = new Float32Array(index.ids.length);
  for (const [i, hash] of words.terms.entries()) {
    const term = terms.placeOf(hash);
    const end = term < 0 ? 0 : (byTerm.offsets[term + 1] ?? 0);
    for (let at = term < 0 ? 0 : (byTerm.offsets[term] ?? 0); at < end; at += 1) {
      const paper = byTerm.paperOf(at);
      shares[paper] = (shares[paper] ?? 0) + (words.weights[i] ?? 0);
    }
  }
  return shares.map((share) => FULL_STRENGTH * Math.min(share, 1) ** EXPONENT);
}
