// Which of a reader's interests wait to be served: a strong one must not silence the others for a week.

/** Digests looked back on: a week of them. */
export const DIGESTS_LOOKED_BACK = 7;

export interface OwnInterest {
  /** See interestKey(). */
  key: string;
  /** 0.5, 1 or 2. */
  weight: number;
}

/**
 * @param served for each paper of the last digests, the keys of the interests it served
 * @returns the keys of those that were served less often than once, or twice when they matter a lot. Whatever the order
 *   of either, the result is the same.
 */
export function owedInterests(
  interests: readonly OwnInterest[],
  served: readonly (readonly string[])[],
): Set<string> {
  const times = new Map<string, number>();
  for (const key of served.flatMap((keys) => [...new Set(keys)])) times.set(key, (times.get(key) ?? 0) + 1);
  const isOwed = ({ key, weight }: OwnInterest) =>
    (times.get(key) ?? 0) < Math.max(1, Math.round(weight || 0));
  return new Set(interests.filter(isOwed).map(({ key }) => key));
}
