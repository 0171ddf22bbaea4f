// Adds to a match what readers with a like taste say of the paper; and the strengths of many papers with it.
import { scoreOf } from './match-score.js';
import type { PaperEvidence } from './paper-evidence.js';
import { strengthOf } from './strength.js';
import type { Match } from './types.js';

/** Of the doubt that is left without it; below, it helps a little and is no reason to name. */
const LEAST_SHOWN = 0.1;

/** @param score of the community, in standard deviations above what is usual; undefined when it says nothing */
export function withCommunity(match: Match, score: number | undefined): Match {
  const more = { ...match, community: score ?? 0 };
  const doubtLeft = (1 - strengthOf(more)) / (1 - strengthOf(match));
  if (!(doubtLeft <= 1 - LEAST_SHOWN)) return more;
  const sign = { reason: { kind: 'community' as const }, evidence: -Math.log(Math.max(doubtLeft, 1e-9)) };
  const stronger = match.signs.filter(({ evidence }) => evidence >= sign.evidence).length;
  const reasons = match.signs
    .slice(0, stronger)
    .filter(({ reason }) => match.reasons.includes(reason)).length;
  return {
    ...more,
    signs: match.signs.toSpliced(stronger, 0, sign),
    reasons: match.reasons.toSpliced(reasons, 0, sign.reason),
  };
}

export type Evidence = Pick<PaperEvidence, 'total' | 'fromTexts' | 'asked'>;

/** @param community a score for each paper; absent when it is not asked. @returns strengths; 0 where nothing else speaks for a paper */
export function strengthsAmong(
  { total, fromTexts, asked }: Evidence,
  community?: Float32Array,
): Float64Array {
  return Float64Array.from(total, (all, paper) => {
    if (all === 0) return 0;
    const text = scoreOf(fromTexts[paper] ?? 0);
    return strengthOf({ text, asked: scoreOf(asked[paper] ?? 0), community: community?.[paper] ?? 0 });
  });
}
