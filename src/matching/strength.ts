// How likely it is that a reader wants a paper, from 0 to 1: what a strict reader and a loose one ask different amounts of.
//
//   strength = 1 - (1 - p(text, community)) × (1 - asked)
//
// p is the share of wanted papers among those whose texts are as near, if one paper in twenty was wanted: a logistic curve,
// fitted on readers whose next papers are known (docs/choosing.md). What readers with a like taste say raises its log odds;
// nothing where that is switched off. `asked` is what a reader asked for by name (a category, a query, an author): no data
// say how much that counts, so it stands as match-score.ts has it.
import { COMMUNITY_WEIGHT } from './community/community-model.js';
import { FITTED } from './fitted.js';
import type { Match } from './types.js';

/** What a paper must have, for a reader who takes it loosely, for most, and for one who is strict. */
export const LEAST_STRENGTH = { loosely: 0.1, normally: 0.15, strictly: 0.4 } as const;

/** @param text,asked,community of a match. @returns 0..1, rising with each; the same for the same input. */
export function strengthOf({
  text,
  asked,
  community = 0,
}: Pick<Match, 'text' | 'asked' | 'community'>): number {
  return 1 - (1 - likelihood(text, community)) * (1 - within(asked));
}

/** Nothing in common is no evidence at all, whatever the curve says. */
function likelihood(text: number, community: number): number {
  if (!(text > 0) && !(community > 0)) return 0;
  const odds = FITTED.slope * Math.max(text || 0, 0) + COMMUNITY_WEIGHT * Math.max(community || 0, 0);
  return 1 / (1 + Math.exp(-(FITTED.intercept + odds)));
}

/** @returns the evidence of a text (see match-score.ts) below which it alone is not this strong. */
export function leastTextEvidence(strength: number): number {
  const text = (Math.log(strength / (1 - strength)) - FITTED.intercept) / FITTED.slope;
  return -Math.log(1 - text);
}

/** @param strictness -1 loosely, 0, 1 strictly */
export function leastStrength(strictness: number): number {
  if (strictness < 0) return LEAST_STRENGTH.loosely;
  return strictness > 0 ? LEAST_STRENGTH.strictly : LEAST_STRENGTH.normally;
}

function within(share: number): number {
  return Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : 0;
}
