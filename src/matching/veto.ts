// Which papers a profile's muted interests keep away, whatever speaks for them.
import { meetCategory } from './category.js';
import type { PaperIndex } from './paper-index.js';
import type { MutedPart } from './profile.js';
import { queryAndAuthorSigns } from './signs.js';
import { addLexical } from './taste.js';
import { scoreTexts } from './text-score.js';

/** Standard deviations from which a paper is about a muted description, rather than mentioning its words. */
const MUTED_STRENGTH = 3;
/** A disliked paper says little about its subject: only one very much like it is kept away, from this cosine on. */
const MUTED_COSINE = 0.2;

/** @returns paper numbers. A muted category counts wherever the paper lists it, a muted archive likewise. */
export function vetoedPapers(index: PaperIndex, muted: MutedPart): ReadonlySet<number> {
  const vetoed = new Set<number>(queryAndAuthorSigns(index, muted).keys());
  for (const [paper, categories] of muted.categories.length > 0 ? index.categories.entries() : []) {
    if (muted.categories.some(({ category }) => meetCategory(category, categories) !== undefined))
      vetoed.add(paper);
  }
  for (const [paper, strength] of scoreTexts(index, muted.descriptions).strength.entries())
    if (strength >= MUTED_STRENGTH) vetoed.add(paper);
  for (const vector of muted.papers) {
    const cosines = new Float32Array(index.ids.length);
    addLexical(index, vector, cosines);
    for (const [paper, cosine] of cosines.entries()) if (cosine >= MUTED_COSINE) vetoed.add(paper);
  }
  return vetoed;
}
