// How likely it is that a reader wants a paper, from 0 to 1: what a strict reader and a loose one ask different amounts of.
//
//   strength = 1 - (1 - p(text)) × (1 - asked) × (1 - community)
//
// p is the share of wanted papers among those whose texts are as near, if one paper in twenty was wanted: a logistic curve,
// fitted on readers whose next papers are known (docs/choosing.md). `asked` is what a reader asked for by name (a category,
// a query, an author): no data say how much that counts, so it stands as match-score.ts has it.
// `community` is what readers with a like taste say, see community/community-model.ts; 0 where that is switched off.
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
  return 1 - (1 - textStrength(text)) * (1 - within(asked)) * (1 - within(community));
}

/** Nothing in common is no evidence at all, whatever the curve says. */
function textStrength(text: number): number {
  if (!(text > 0)) return 0;
  return 1 / (1 + Math.exp(-(FITTED.intercept + FITTED.slope * text)));
}

/** @param strictness -1 loosely, 0, 1 strictly */
export function leastStrength(strictness: number): number {
  if (strictness < 0) return LEAST_STRENGTH.loosely;
  return strictness > 0 ? LEAST_STRENGTH.strictly : LEAST_STRENGTH.normally;
}

function within(share: number): number {
  return Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : 0;
}
