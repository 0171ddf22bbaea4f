// Which papers go into one reader's digest, and why. Pure: the pool and the reader in, the choice out.
import { explain } from '../matching/explain.js';
import { interestKey } from '../matching/interest-key.js';
import { likenessOf } from '../matching/likeness.js';
import { matchPapers } from '../matching/match.js';
import { type NearestPaper, serveTexts } from '../matching/nearest-texts.js';
import { owedInterests } from '../matching/owed.js';
import { compileProfile } from '../matching/profile.js';
import { type Candidate, compareCandidates, type Selected, selectPapers } from '../matching/select.js';
import { leastStrength, strengthOf } from '../matching/strength.js';
import type { Interest, Match, Reason } from '../matching/types.js';
import { withCommunity } from '../matching/with-community.js';
import type { Pool, PoolPaper } from './paper-pool.js';
import { chooseTrending } from './choose-trending.js';
import type { Breakdown } from './breakdown.js';

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
  interests: readonly Interest[];
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

export const EMPTY_REASONS = ['no_new_papers', 'nothing_matched', 'nothing_strong_enough'] as const;

export type Choice =
  { papers: ChosenPaper[]; fewBecause?: 'few_matched' } | { emptyBecause: (typeof EMPTY_REASONS)[number] };

interface Matched extends Candidate {
  match: Match;
  nearest?: NearestPaper;
}

export function choosePapers(pool: Pool, reader: Reader): Choice {
  const isNew = (paper: PoolPaper) => paper.arrival > reader.watermark && !isDelivered(paper, reader);
  if (![...pool.papers.values()].some(isNew)) return { emptyBecause: 'no_new_papers' };

  const profile = compileProfile(pool.background, reader.interests);
  const matches = matchPapers(pool.index, profile, (paperId) => {
    const paper = pool.papers.get(paperId);
    return paper !== undefined && isNew(paper);
  });
  const candidates = serve(pool, reader, strongEnough(pool, reader, matches));
  const forYou = selectPapers(candidates, {
    most: reader.maxPapers,
    owed: owedInterests(ownInterests(reader.interests), reader.served),
    likeness: (a, b) => likenessOf(pool.index, pool.background.model).between(a, b),
  }).map((selected, index) => forHer(selected, index + 1));

  const taken = new Set(forYou.map(({ paperKey }) => paperKey));
  const papers = [
    ...forYou,
    ...chooseTrending(pool, (paper) => taken.has(paper.key) || isDelivered(paper, reader)),
  ];
  if (papers.length === 0) return { emptyBecause: whyNone(pool, reader, matches) };
  return forYou.length < Math.min(FEW, reader.maxPapers) ? { papers, fewBecause: 'few_matched' } : { papers };
}

/** Whether a reader who takes it loosely would have got something. */
function whyNone(pool: Pool, reader: Reader, matches: readonly Match[]) {
  const loosely = strongEnough(pool, { ...reader, strictness: -1 }, matches);
  return loosely.length > 0 ? 'nothing_strong_enough' : 'nothing_matched';
}

/** The same work under the same key, or under another that has its DOI. */
function isDelivered({ key, doi }: PoolPaper, { delivered }: Reader): boolean {
  return delivered.has(key) || (doi !== null && delivered.has(doi));
}

function strongEnough(pool: Pool, { strictness, liked = [] }: Reader, matches: readonly Match[]): Matched[] {
  const least = leastStrength(strictness);
  const community = pool.community?.scoresFor(liked);
  return matches
    .map((match) => (community ? withCommunity(match, community.get(match.paperId)) : match))
    .map((match) => ({
      key: match.paperId,
      // Sums taken in another order differ in their last digits: they are no reason to prefer a paper.
      strength: Number(strengthOf(match).toFixed(9)),
      trend: pool.papers.get(match.paperId)?.trendScore ?? 0,
      serves: match.signs.flatMap(({ interest }) => (interest === undefined ? [] : [interest])),
      match,
    }))
    .filter(({ strength }) => strength >= least)
    .sort(compareCandidates);
}

/** Which of her texts each of the strongest comes near to. @param ranked strongest first */
function serve(pool: Pool, { interests }: Reader, ranked: readonly Matched[]): Matched[] {
  const compared = ranked.slice(0, MOST_COMPARED);
  const texts = serveTexts(
    likenessOf(pool.index, pool.background.model),
    interests,
    compared.map(({ key }) => key),
  );
  return ranked.map((candidate, i) => {
    const { serves = [], nearest } = texts[i] ?? {};
    return { ...candidate, serves: [...candidate.serves, ...serves], ...(nearest && { nearest }) };
  });
}

function ownInterests(interests: readonly Interest[]) {
  return interests.flatMap((interest) => {
    const key = interest.muted ? undefined : interestKey(interest);
    return key === undefined ? [] : [{ key, weight: interest.weight }];
  });
}

function forHer({ candidate, place }: Selected<Matched>, rank: number): ChosenPaper {
  const { key, strength, trend, serves, match, nearest } = candidate;
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
