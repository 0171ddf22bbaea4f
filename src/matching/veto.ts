// Which papers a profile's muted interests keep away, whatever speaks for them.
import { meetCategory } from './category.js';
import type { PaperIndex } from './paper-index.js';
import type { MutedPart } from './profile.js';
import { LANES } from './quad.js';
import { queryAndAuthorSigns } from './signs.js';
import { scoreTexts } from './text-score.js';

/** Standard deviations from which a paper is about a muted description, rather than mentioning its words. */
const MUTED_STRENGTH = 3;
/** A disliked paper says little about its subject: only one very much like it is kept away, from this cosine on. */
const MUTED_COSINE = 0.2;

/**
 * A muted category counts wherever the paper lists it, a muted archive likewise.
 *
 * @param first papers before it are passed over. @returns paper numbers.
 */
export function vetoedPapers(index: PaperIndex, muted: MutedPart, first = 0): ReadonlySet<number> {
  const vetoed = new Set<number>(queryAndAuthorSigns(index, muted, first).keys());
  for (const [paper, categories] of muted.categories.length > 0 ? index.categories.entries() : []) {
    if (muted.categories.some(({ category }) => meetCategory(category, categories) !== undefined))
      vetoed.add(paper);
  }
  if (muted.descriptions.each.length > 0) {
    const { strength } = scoreTexts(index, muted.descriptions, first);
    for (let paper = first; paper < strength.length; paper += 1)
      if ((strength[paper] ?? 0) >= MUTED_STRENGTH) vetoed.add(paper);
  }
  for (const quad of muted.papers) {
    const cosines = index.byTerm.products(quad, first);
    for (let at = LANES * first; at < cosines.length; at += 1)
      if ((cosines[at] ?? 0) >= MUTED_COSINE) vetoed.add(Math.floor(at / LANES));
  }
  return vetoed;
}
