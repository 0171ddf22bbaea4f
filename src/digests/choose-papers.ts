// Which papers go into one reader's digest, and why. Pure: the pool and the reader in, the choice out.
import { explain } from '../matching/explain.js';
import { likenessOf } from '../matching/likeness.js';
import { explainPaper } from '../matching/match.js';
import { scoreOf } from '../matching/match-score.js';
import { type NearestPaper, serveTexts } from '../matching/nearest-texts.js';
import { owedInterests } from '../matching/owed.js';
import { type PaperEvidence, weighPapers } from '../matching/paper-evidence.js';
import type { Profile } from '../matching/profile.js';
import { type Candidate, compareCandidates, type Selected, selectPapers } from '../matching/select.js';
import { interestsMetBy } from '../matching/signs.js';
import { leastStrength, leastTextEvidence, strengthOf } from '../matching/strength.js';
import type { Reason } from '../matching/types.js';
import { withCommunity } from '../matching/with-community.js';
import type { Breakdown } from './breakdown.js';
import { chooseTrending } from './choose-trending.js';
import type { Pool, PoolPaper } from './paper-pool.js';
import { firstAfter, orderOf, type PoolOrder } from './pool-order.js';

/** The strongest candidates, whose texts are compared with hers. */
const MOST_COMPARED = 200;
/** A digest with fewer papers for her says that there were not more. */
const FEW = 3;

export interface ChosenPaper {
  paperKey: string;
  section: 'for_you' | 'trending';
  rank: number;
  /** Of papers for her their strength, 0..1; of trending ones their trend. */
  score: number;
  reasons: Reason[];
  /** How it came about; absent of trending ones. */
  breakdown?: Breakdown;
}

export interface Reader {
  profile: Profile;
  /** -1 loosely, 0, 1 strictly. */
  strictness: number;
  watermark: bigint;
  maxPapers: number;
  /** Works she got before, by key or DOI: never again, in whatever version. */
  delivered: ReadonlySet<string>;
  /** For each paper of her last digests, keys of the interests it served. */
  served: readonly (readonly string[])[];
  /** Keys of the papers she liked, saved or brought along. */
  liked?: readonly string[];
}

export type Choice =
  | { papers: ChosenPaper[]; fewBecause?: 'few_matched' }
  | { emptyBecause: 'no_new_papers' | 'nothing_matched' | 'nothing_strong_enough' };

interface Matched extends Candidate {
  /** Its number in the index. */
  paper: number;
  community: number | undefined;
  serves: readonly string[];
  nearest: NearestPaper | undefined;
}

export function choosePapers(pool: Pool, reader: Reader): Choice {
  const order = orderOf(pool);
  const first = firstAfter(order, reader.watermark);
  if (!hasNew(order, reader, first)) return { emptyBecause: 'no_new_papers' };

  const { index } = pool;
  const evidence = weighPapers(index, reader.profile, first);
  const candidates = findStrong(pool, reader, evidence, leastStrength(reader.strictness));
  serve(pool, reader, candidates);
  const forYou = selectPapers(candidates, {
    most: reader.maxPapers,
    owed: owedInterests(reader.profile.interests, reader.served),
    likeness: (a, b) => likenessOf(index).between(a, b),
  }).map((selected, i) => forHer(pool, reader, evidence, selected, i + 1));

  const taken = new Set(forYou.map(({ paperKey }) => paperKey));
  const trending = chooseTrending(order, (paper) => taken.has(paper.key) || isDelivered(paper, reader));
  const papers = [...forYou, ...trending];
  if (papers.length === 0) return { emptyBecause: whyNone(pool, reader, evidence) };
  return forYou.length < Math.min(FEW, reader.maxPapers) ? { papers, fewBecause: 'few_matched' } : { papers };
}

/** Whether a reader who takes it loosely would have got something. */
function whyNone(pool: Pool, reader: Reader, evidence: PaperEvidence) {
  const loosely = findStrong(pool, reader, evidence, leastStrength(-1));
  return loosely.length > 0 ? 'nothing_strong_enough' : 'nothing_matched';
}

function hasNew({ byNumber }: PoolOrder, reader: Reader, first: number): boolean {
  for (let number = byNumber.length - 1; number >= first; number -= 1)
    if (isNew(byNumber[number], reader)) return true;
  return false;
}

function isNew(paper: PoolPaper | undefined, reader: Reader): paper is PoolPaper {
  return paper !== undefined && paper.arrival > reader.watermark && !isDelivered(paper, reader);
}

/** The same work under the same key, or under another that has its DOI. */
function isDelivered({ key, doi }: PoolPaper, { delivered }: Reader): boolean {
  return delivered.has(key) || (doi !== null && delivered.has(doi));
}

/** @returns the new papers that are at least this strong, strongest first. */
function findStrong(pool: Pool, reader: Reader, evidence: PaperEvidence, least: number): Matched[] {
  const { total, fromTexts, asked } = evidence;
  const { byNumber } = orderOf(pool);
  const community = pool.community?.scoresFor(reader.liked ?? []);
  const leastText = community ? 0 : 0.999 * leastTextEvidence(least);
  const metBy = interestsMetBy(pool.index, reader.profile.wanted, evidence.signs);
  const strong: Matched[] = [];
  for (let number = firstAfter(orderOf(pool), reader.watermark); number < total.length; number += 1) {
    if (!(total[number] ?? 0) || (asked[number] === 0 && (fromTexts[number] ?? 0) < leastText)) continue;
    const paper = byNumber[number];
    const said = paper && community?.get(paper.key);
    const strength = strengthOf({
      text: scoreOf(fromTexts[number] ?? 0),
      asked: scoreOf(asked[number] ?? 0),
      community: said ?? 0,
    });
    if (strength < least || !isNew(paper, reader)) continue;
    strong.push({
      key: paper.key,
      paper: number,
      // Sums taken in another order differ in their last digits: they are no reason to prefer a paper.
      strength: Math.round(strength * 1e9) / 1e9,
      trend: paper.trendScore ?? 0,
      serves: metBy(number),
      community: community && (said ?? 0),
      nearest: undefined,
    });
  }
  return strong.sort(compareCandidates);
}

/** Notes which of her texts each of the strongest comes near to. @param ranked strongest first */
function serve({ index }: Pool, { profile }: Reader, ranked: readonly Matched[]): void {
  const compared = ranked.slice(0, MOST_COMPARED).map(({ paper }) => paper);
  for (const [i, { serves, nearest }] of serveTexts(index, profile.texts, compared).entries()) {
    const candidate = ranked[i];
    if (!candidate || serves.length === 0) continue;
    candidate.serves = [...candidate.serves, ...serves];
    candidate.nearest = nearest;
  }
}

function forHer(
  { index }: Pool,
  { profile }: Reader,
  evidence: PaperEvidence,
  { candidate, place }: Selected<Matched>,
  rank: number,
): ChosenPaper {
  const { key, paper, strength, trend, serves, community, nearest } = candidate;
  const own = explainPaper(index, profile, evidence, paper);
  const match = community === undefined ? own : withCommunity(own, community);
  return {
    paperKey: key,
    section: 'for_you',
    rank,
    score: strength,
    reasons: explain(match, nearest),
    breakdown: {
      place,
      trend,
      serves,
      text: match.text,
      asked: match.asked,
      ...(match.community !== undefined && { community: match.community }),
      signs: match.signs,
      ...(nearest && { nearest }),
    },
  };
}
