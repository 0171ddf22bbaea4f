// How much each paper's text is what a reader wants: by the taste that says most for it.
import { mostStrength } from './coverage.js';
import type { PaperIndex } from './paper-index.js';
import type { SparseVector } from './sparse-vector.js';
import { scoreTaste, type Taste } from './taste.js';

export interface WeightedTaste {
  taste: Taste;
  weight: number;
  /** Of a description: the words a paper should have some of. */
  words?: SparseVector;
}

export interface TextScores {
  /** For each paper, standard deviations above what is usual, times the weight; 0 or more. */
  strength: Float32Array;
  /** For each paper, which taste says the most; -1 for none. */
  strongest: Int32Array;
}

/** Sums over tastes measure worse: they bury what only one of them wants. */
export function scoreTexts(index: PaperIndex, tastes: readonly WeightedTaste[]): TextScores {
  const strength = new Float32Array(index.ids.length);
  const strongest = new Int32Array(index.ids.length).fill(-1);
  for (const [i, { taste, weight, words }] of tastes.entries()) {
    const scores = scoreTaste(index, taste);
    const most = words && mostStrength(index, words);
    for (let paper = 0; paper < scores.length; paper += 1) {
      const score = scores[paper] ?? 0;
      const value = weight * (most ? Math.min(score, most[paper] ?? 0) : score);
      if (value <= (strength[paper] ?? 0)) continue;
      strength[paper] = value;
      strongest[paper] = i;
    }
  }
  return { strength, strongest };
}
