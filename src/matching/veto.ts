// Which papers a profile's muted interests keep away, whatever speaks for them.
import { meetCategory } from './category.js';
import type { PaperIndex } from './paper-index.js';
import type { ProfilePart } from './profile.js';
import { queryAndAuthorSigns } from './signs.js';
import { addCosines } from './text-score.js';

/** Weighted cosine from which a paper is about a muted description, rather than mentioning its words. */
const MUTED_SIMILARITY = 0.06;

/** @returns paper numbers. A muted category counts wherever the paper lists it, a muted archive likewise. */
export function vetoedPapers(index: PaperIndex, muted: ProfilePart): ReadonlySet<number> {
  const vetoed = new Set<number>(queryAndAuthorSigns(index, muted).keys());
  for (const [paper, categories] of index.categories.entries()) {
    if (muted.categories.some(({ category }) => meetCategory(category, categories) !== undefined))
      vetoed.add(paper);
  }
  const cosines = new Float32Array(muted.texts.length > 0 ? index.ids.length : 0);
  for (const { vector, weight } of muted.texts) {
    cosines.fill(0);
    addCosines(index, vector, cosines);
    for (const [paper, cosine] of cosines.entries()) {
      if (cosine * weight >= MUTED_SIMILARITY) vetoed.add(paper);
    }
  }
  return vetoed;
}
