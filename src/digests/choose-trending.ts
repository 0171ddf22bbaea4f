// What the community talks about, in the newest editions, without what the reader has already.
import { decay } from '../papers/trend.js';
import { balanced } from './balanced.js';
import type { ChosenPaper } from './choose-papers.js';
import type { Pool, PoolPaper } from './paper-pool.js';

const MOST_TRENDING = 5;
/** Trending means the newest editions; older ones had their day. */
const TRENDING_EDITIONS = 3;

export function chooseTrending(pool: Pool, isTaken: (paper: PoolPaper) => boolean): ChosenPaper[] {
  const dates = [...new Set([...pool.papers.values()].map(({ announcedOn }) => announcedOn.getTime()))];
  const newest = dates.toSorted((a, b) => b - a).slice(0, TRENDING_EDITIONS);
  const ranked = [...pool.papers.values()]
    .flatMap((paper) => {
      const { key, announcedOn, trendScore, field } = paper;
      const editionsAgo = newest.indexOf(announcedOn.getTime());
      if (!trendScore || editionsAgo < 0 || isTaken(paper)) return [];
      return [{ key, field, score: trendScore * decay(editionsAgo) }];
    })
    .toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  return balanced(ranked, ({ field }) => field, MOST_TRENDING).map(({ key, score }, index) => ({
    paperKey: key,
    section: 'trending',
    rank: index + 1,
    score,
    reasons: [],
  }));
}
