// How much speaks for each paper of an index, in numbers alone: most papers are never shown, so nobody asks why.
import { textEvidence } from './match-score.js';
import type { PaperIndex } from './paper-index.js';
import type { Profile } from './profile.js';
import { categorySigns, evidenceOf, queryAndAuthorSigns, type Signs } from './signs.js';
import { scoreTexts } from './text-score.js';
import { vetoedPapers } from './veto.js';

/** Each array has a number for each paper. */
export interface PaperEvidence {
  /** All that speaks for it; 0 for nothing, and where a muted interest keeps it away. */
  total: Float32Array;
  fromTexts: Float32Array;
  /** Which taste says the most; -1 for none. */
  strongest: Int32Array;
  /** Queries met and authors followed. */
  signs: Signs;
}

export function weighPapers(index: PaperIndex, { wanted, muted }: Profile): PaperEvidence {
  const { strength: fromTexts, strongest } = scoreTexts(index, wanted.tastes);
  for (let paper = 0; paper < fromTexts.length; paper += 1)
    fromTexts[paper] = textEvidence(fromTexts[paper] ?? 0);
  const total = fromTexts.slice();
  const signs = queryAndAuthorSigns(index, wanted);
  for (const [paper, own] of signs) total[paper] = (total[paper] ?? 0) + evidenceOf(own);
  if (wanted.categories.length > 0)
    index.categoryTable.addByList(total, (codes) => evidenceOf(categorySigns(codes, wanted.categories)));
  for (const paper of vetoedPapers(index, muted)) total[paper] = 0;
  return { total, fromTexts, strongest, signs };
}
