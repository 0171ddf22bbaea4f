// Which papers go into one reader's digest, and why. Pure: the pool and the reader in, the choice out.
import { MATCH_THRESHOLD, matchPapers } from '../matching/match.js';
import { compileProfile } from '../matching/profile.js';
import type { Interest, Reason } from '../matching/types.js';
import { decay } from '../papers/trend.js';
import { balanced } from './balanced.js';
import type { Pool, PoolPaper } from './paper-pool.js';

const MOST_TRENDING = 5;
/** What a paper must score, for a reader who takes it loosely and for one who is strict. */
const LOOSE_THRESHOLD = 0.12;
const STRICT_THRESHOLD = 0.35;
/** Trending means the newest editions; older ones had their day. */
const TRENDING_EDITIONS = 3;

export interface ChosenPaper {
  paperKey: string;
  section: 'for_you' | 'trending';
  rank: number;
  score: number;
  reasons: Reason[];
}

export interface Reader {
  interests: readonly Interest[];
  /** -1 loosely, 0, 1 strictly. */
  strictness: number;
  watermark: bigint;
  maxPapers: number;
  /** Keys of papers she got before: never again. */
  delivered: ReadonlySet<string>;
}

export type Choice = { papers: ChosenPaper[] } | { emptyBecause: 'no_new_papers' | 'nothing_matched' };

export function choosePapers(pool: Pool, reader: Reader): Choice {
  const isNew = (paper: PoolPaper) => paper.arrival > reader.watermark && !reader.delivered.has(paper.key);
  if (![...pool.papers.values()].some(isNew)) return { emptyBecause: 'no_new_papers' };

  const forYou = matchPapers(pool.index, compileProfile(pool.model, reader.interests))
    .filter(({ paperId, score }) => {
      const paper = pool.papers.get(paperId);
      return score >= leastScore(reader.strictness) && paper !== undefined && isNew(paper);
    })
    .toSorted((a, b) => b.score - a.score || trendOf(pool, b.paperId) - trendOf(pool, a.paperId))
    .slice(0, reader.maxPapers)
    .map(({ paperId, score, reasons }, index) => ({
      paperKey: paperId,
      section: 'for_you' as const,
      rank: index + 1,
      score,
      reasons,
    }));

  const taken = new Set([...reader.delivered, ...forYou.map(({ paperKey }) => paperKey)]);
  const papers = [...forYou, ...trending(pool, taken)];
  return papers.length > 0 ? { papers } : { emptyBecause: 'nothing_matched' };
}

function leastScore(strictness: number): number {
  if (strictness < 0) return LOOSE_THRESHOLD;
  return strictness > 0 ? STRICT_THRESHOLD : MATCH_THRESHOLD;
}

/** Between papers that match equally well, the community decides. */
function trendOf(pool: Pool, paperId: string): number {
  return pool.papers.get(paperId)?.trendScore ?? 0;
}

/** What the community talks about, in the newest editions, without what the reader has already. */
function trending(pool: Pool, taken: ReadonlySet<string>): ChosenPaper[] {
  const dates = [...new Set([...pool.papers.values()].map(({ announcedOn }) => announcedOn.getTime()))];
  const newest = dates.toSorted((a, b) => b - a).slice(0, TRENDING_EDITIONS);
  const candidates = [...pool.papers.values()]
    .flatMap(({ key, announcedOn, trendScore, field }) => {
      const editionsAgo = newest.indexOf(announcedOn.getTime());
      if (!trendScore || editionsAgo < 0 || taken.has(key)) return [];
      return [{ key, field, score: trendScore * decay(editionsAgo) }];
    })
    .toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  return balanced(candidates, ({ field }) => field, MOST_TRENDING).map(({ key, score }, index) => ({
    paperKey: key,
    section: 'trending',
    rank: index + 1,
    score,
    reasons: [],
  }));
}
