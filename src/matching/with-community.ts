// Adds to a match what readers with a like taste say of the paper.
import { communityStrength } from './community/community-model.js';
import type { Match } from './types.js';

/** Below, it helps a little and is no reason to name. */
const LEAST_SHOWN = 0.12;

/** @param score of the community, in standard deviations above what is usual; undefined when it says nothing */
export function withCommunity(match: Match, score: number | undefined): Match {
  const community = communityStrength(score ?? 0);
  if (community < LEAST_SHOWN) return { ...match, community };
  const sign = { reason: { kind: 'community' as const }, evidence: -Math.log(1 - community) };
  const stronger = match.signs.filter(({ evidence }) => evidence >= sign.evidence).length;
  const reasons = match.signs
    .slice(0, stronger)
    .filter(({ reason }) => match.reasons.includes(reason)).length;
  return {
    ...match,
    community,
    signs: match.signs.toSpliced(stronger, 0, sign),
    reasons: match.reasons.toSpliced(reasons, 0, sign.reason),
  };
}
