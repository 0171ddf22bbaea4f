// How near each paper's text is to a profile's texts: cosines over the inverted index.
import type { PaperIndex } from './paper-index.js';
import type { WeightedText } from './profile.js';
import type { SparseVector } from './sparse-vector.js';

/** The best text counts in full, the next ones by these shares: two interests that agree are more than one. */
const SHARES: readonly [number, number] = [0.5, 0.5];

export interface TextScores {
  /** For each paper; 1 is a text equal to an interest of weight 1. */
  similarity: Float32Array;
  /** For each paper, which text of the profile is nearest; -1 for none. */
  nearest: Int32Array;
}

export function scoreTexts(index: PaperIndex, texts: readonly WeightedText[]): TextScores {
  const count = index.ids.length;
  const best = new Float32Array(count);
  const second = new Float32Array(count);
  const third = new Float32Array(count);
  const nearest = new Int32Array(count).fill(-1);
  const cosines = new Float32Array(count);
  for (const [i, { vector, weight }] of texts.entries()) {
    addCosines(index, vector, cosines);
    for (let paper = 0; paper < count; paper += 1) {
      const value = (cosines[paper] ?? 0) * weight;
      if (value > (best[paper] ?? 0)) {
        third[paper] = second[paper] ?? 0;
        second[paper] = best[paper] ?? 0;
        best[paper] = value;
        nearest[paper] = i;
      } else if (value > (second[paper] ?? 0)) {
        third[paper] = second[paper] ?? 0;
        second[paper] = value;
      } else if (value > (third[paper] ?? 0)) third[paper] = value;
    }
    cosines.fill(0);
  }
  for (let paper = 0; paper < count; paper += 1) {
    best[paper] = (best[paper] ?? 0) + SHARES[0] * (second[paper] ?? 0) + SHARES[1] * (third[paper] ?? 0);
  }
  return { similarity: best, nearest };
}

/** @param cosines one for each paper, 0 before the call. */
export function addCosines(
  { vocabulary, byTerm }: PaperIndex,
  vector: SparseVector,
  cosines: Float32Array,
): void {
  for (let i = 0; i < vector.terms.length; i += 1) {
    const term = vocabulary.get(vector.terms[i] ?? '');
    if (term === undefined) continue;
    const weight = vector.weights[i] ?? 0;
    const end = byTerm.offsets[term + 1] ?? 0;
    for (let at = byTerm.offsets[term] ?? 0; at < end; at += 1) {
      const paper = byTerm.papers[at] ?? 0;
      cosines[paper] = (cosines[paper] ?? 0) + weight * (byTerm.weights[at] ?? 0);
    }
  }
}
