// How much speaks for each paper of an index, in numbers alone: most papers are never shown, so nobody asks why.
import type { PaperIndex } from './paper-index.js';
import type { Profile } from './profile.js';
import { categoryEvidences, evidenceOf, queryAndAuthorSigns, type Signs } from './signs.js';
import { scoreTexts } from './text-score.js';
import { vetoedPapers } from './veto.js';

/** Each array has a number for each paper. */
export interface PaperEvidence {
  /** All that speaks for it; 0 for nothing, and where a muted interest keeps it away. */
  total: Float32Array;
  fromTexts: Float32Array;
  /** What was asked for by name. */
  asked: Float32Array;
  /** Which taste says the most; -1 for none. */
  strongest: Int32Array;
  /** Queries met and authors followed. */
  signs: Signs;
}

/**
 * @param first papers before it are passed over: nothing speaks for them. @returns arrays that are overwritten by the next call
 *   for this index: new ones for each of many readers would drive all that is read for each out of the caches.
 */
export function weighPapers(index: PaperIndex, { wanted, muted }: Profile, first = 0): PaperEvidence {
  const { total, asked } = index;
  // Before what is wanted: both are scored in the same arrays.
  const vetoed = vetoedPapers(index, muted, first);
  const { strength: fromTexts, strongest } = scoreTexts(index, wanted.tastes, first);
  index.strongest.toEvidence();
  asked.fill(0);
  total.set(fromTexts);
  const signs = queryAndAuthorSigns(index, wanted, first);
  for (const [paper, own] of signs) asked[paper] = evidenceOf(own);
  if (wanted.categories.length > 0) addCategories(index, wanted, first, asked);
  if (wanted.categories.length > 0 || signs.size > 0)
    for (let paper = first; paper < total.length; paper += 1)
      total[paper] = (total[paper] ?? 0) + (asked[paper] ?? 0);
  for (const paper of vetoed) total[paper] = 0;
  return { total, fromTexts, asked, strongest, signs };
}

function addCategories(
  { categoryTable }: PaperIndex,
  { categories }: Profile['wanted'],
  first: number,
  asked: Float32Array,
): void {
  const ofLists = categoryEvidences(categoryTable, categories);
  const { listOf } = categoryTable;
  for (let paper = first; paper < asked.length; paper += 1)
    asked[paper] = (asked[paper] ?? 0) + (ofLists[listOf[paper] ?? 0] ?? 0);
}
