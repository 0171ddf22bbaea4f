// How a paper came to be chosen, as it is kept with it: for admins, and for the digests after it.
import type { NearestPaper } from '../matching/nearest-texts.js';
import type { Match } from '../matching/types.js';

/** What strengthOf() read and what it was made of; see docs/choosing.md. */
export interface Breakdown extends Pick<Match, 'text' | 'asked' | 'community' | 'signs'> {
  /** `owed`: it has its place because an interest of hers had waited. */
  place: 'owed' | 'best';
  trend: number;
  /** Keys of the interests it serves; see interestKey(). */
  serves: readonly string[];
  nearest?: NearestPaper;
}
