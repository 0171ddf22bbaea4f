// What every reader asks of a pool, worked out once: its papers by number, which of them came lately, what trends.
import { decay } from '../papers/trend.js';
import type { Pool, PoolPaper } from './paper-pool.js';

/** Trending means the newest editions; older ones had their day. */
const TRENDING_EDITIONS = 3;

export interface PoolOrder {
  /** As the index numbers them; undefined for one that may not be chosen. */
  byNumber: readonly (PoolPaper | undefined)[];
  /** For each number, the highest arrival up to there. */
  arrivals: Float64Array;
  /** Papers of the newest editions the community talks about, highest score first, ties by key. */
  trending: readonly { paper: PoolPaper; score: number }[];
}

const known = new WeakMap<Pool['papers'], PoolOrder>();

export function orderOf({ papers, index }: Pick<Pool, 'papers' | 'index'>): PoolOrder {
  const made = known.get(papers) ?? makeOrder(papers, index.ids);
  known.set(papers, made);
  return made;
}

/** @returns a number from which on papers may have arrived after the watermark: none before it has. */
export function firstAfter({ arrivals }: PoolOrder, watermark: bigint): number {
  const seen = Number(watermark);
  let low = 0;
  for (let high = arrivals.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((arrivals[middle] ?? 0) > seen) high = middle;
    else low = middle + 1;
  }
  return low;
}

function makeOrder(papers: Pool['papers'], ids: readonly string[]): PoolOrder {
  const byNumber = ids.map((id) => papers.get(id));
  const arrivals = new Float64Array(ids.length);
  let highest = -Infinity;
  for (const [number, paper] of byNumber.entries()) {
    highest = Math.max(highest, Number(paper?.arrival ?? -1n));
    arrivals[number] = highest;
  }
  return { byNumber, arrivals, trending: rankTrending([...papers.values()]) };
}

function rankTrending(papers: readonly PoolPaper[]): PoolOrder['trending'] {
  const dates = new Set(papers.map(({ announcedOn }) => announcedOn.getTime()));
  const newest = [...dates].toSorted((a, b) => b - a).slice(0, TRENDING_EDITIONS);
  return papers
    .flatMap((paper) => {
      const editionsAgo = newest.indexOf(paper.announcedOn.getTime());
      if (!paper.trendScore || editionsAgo < 0) return [];
      return [{ paper, score: paper.trendScore * decay(editionsAgo) }];
    })
    .toSorted((a, b) => b.score - a.score || (a.paper.key < b.paper.key ? -1 : 1));
}
