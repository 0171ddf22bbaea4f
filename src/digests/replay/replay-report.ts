// What a replay says: how good what was sent was, how good what would be sent now is, and what changes. Pure.
import { difference, mean, type Estimate } from './estimate.js';
import type { CommunityState } from '../community/community-signal.js';
import { judge, type Judgement } from './judge.js';

/** One digest as it was and as it would be now. */
export interface ReplayedDigest {
  date: string;
  subscriberId: string;
  sent: Selection;
  now: Selection;
  /** Papers new to her that day which she later liked or saved, and those of which she wants less. */
  wanted: ReadonlySet<string>;
  unwanted: ReadonlySet<string>;
  /** Keys of the interests she had that day. */
  interests: readonly string[];
}

export interface Selection {
  /** Keys of the papers for her, best first. */
  papers: readonly string[];
  /** Keys of the interests they serve; null when it was not noted. */
  serves: readonly string[] | null;
}

export interface Side {
  /** Over digests of which she wanted something: unjudged papers count as not wanted. */
  ndcg: Estimate;
  /** The same among papers she said something of: no paper loses by being new to the list. */
  ndcgOfJudged: Estimate;
  /** Share of what she wanted that was chosen. */
  recall: Estimate;
  /** Share of what she wants less of, among the chosen papers she said something of. */
  unwanted: Estimate;
  /** Per reader, share of her interests that got a paper; null when it was not noted. */
  coverage: Estimate | null;
  papersPerDigest: number;
  differentPapers: number;
  quietDays: number;
}

export interface Change {
  paperKey: string;
  readers: number;
}

export interface ReplayReport {
  /** What `sent` is: what was sent, or what would be without the community. */
  compared: 'sent' | 'community';
  /** Where that is compared: whether it counts, and what the last night found. */
  community?: CommunityState;
  from: string;
  to: string;
  model: string;
  readers: number;
  digests: number;
  /** Digests of which she wanted something: all that nDCG and recall can speak of. */
  judgedDigests: number;
  sent: Side;
  now: Side;
  /** Now less as sent, digest by digest. */
  gain: { ndcg: Estimate; ndcgOfJudged: Estimate; recall: Estimate };
  changes: { kept: number; come: number; go: number; mostCome: Change[]; mostGone: Change[] };
}

const MOST_NAMED = 10;

export function reportOf(
  digests: readonly ReplayedDigest[],
  about: Pick<ReplayReport, 'from' | 'to' | 'model' | 'compared' | 'community'>,
): ReplayReport {
  const [sent, now] = [judgementsOf(digests, 'sent'), judgementsOf(digests, 'now')];
  const gainOf = (metric: 'ndcg' | 'ndcgOfJudged' | 'recall') =>
    difference(
      now.map((judgement) => judgement[metric]),
      sent.map((judgement) => judgement[metric]),
    );
  return {
    ...about,
    readers: new Set(digests.map(({ subscriberId }) => subscriberId)).size,
    digests: digests.length,
    judgedDigests: digests.filter(({ wanted }) => wanted.size > 0).length,
    sent: sideOf(digests, 'sent', sent),
    now: sideOf(digests, 'now', now),
    gain: { ndcg: gainOf('ndcg'), ndcgOfJudged: gainOf('ndcgOfJudged'), recall: gainOf('recall') },
    changes: changesOf(digests),
  };
}

function judgementsOf(digests: readonly ReplayedDigest[], which: 'sent' | 'now'): Judgement[] {
  return digests.map((digest) => judge(digest[which].papers, digest));
}

function sideOf(
  digests: readonly ReplayedDigest[],
  which: 'sent' | 'now',
  judgements: readonly Judgement[],
): Side {
  const lists = digests.map((digest) => digest[which].papers);
  const papers = lists.flat();
  const of = (metric: keyof Judgement) => mean(judgements.map((judgement) => judgement[metric]));
  return {
    ndcg: of('ndcg'),
    ndcgOfJudged: of('ndcgOfJudged'),
    recall: of('recall'),
    unwanted: of('unwanted'),
    coverage: coverageOf(digests, which),
    papersPerDigest: papers.length / Math.max(digests.length, 1),
    differentPapers: new Set(papers).size,
    quietDays: lists.filter((list) => list.length === 0).length,
  };
}

function coverageOf(digests: readonly ReplayedDigest[], which: 'sent' | 'now'): Estimate | null {
  const readers = new Map<string, { had: Set<string>; got: Set<string> }>();
  for (const digest of digests) {
    const { papers, serves } = digest[which];
    if (serves === null && papers.length > 0) return null;
    const reader = readers.get(digest.subscriberId) ?? { had: new Set(), got: new Set() };
    readers.set(digest.subscriberId, reader);
    for (const key of digest.interests) reader.had.add(key);
    for (const key of serves ?? []) reader.got.add(key);
  }
  return mean(
    Array.from(readers.values(), ({ had, got }) =>
      had.size === 0 ? undefined : [...had].filter((key) => got.has(key)).length / had.size,
    ),
  );
}

function changesOf(digests: readonly ReplayedDigest[]): ReplayReport['changes'] {
  const come = new Map<string, number>();
  const gone = new Map<string, number>();
  let kept = 0;
  const count = (into: Map<string, number>, key: string) => into.set(key, (into.get(key) ?? 0) + 1);
  for (const { sent, now } of digests) {
    const [before, after] = [new Set(sent.papers), new Set(now.papers)];
    for (const key of after) {
      if (before.has(key)) kept += 1;
      else count(come, key);
    }
    for (const key of before) if (!after.has(key)) count(gone, key);
  }
  return { kept, come: total(come), go: total(gone), mostCome: most(come), mostGone: most(gone) };
}

function total(counts: ReadonlyMap<string, number>): number {
  return Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
}

function most(counts: ReadonlyMap<string, number>): Change[] {
  return Array.from(counts, ([paperKey, readers]) => ({ paperKey, readers }))
    .sort((a, b) => b.readers - a.readers || (a.paperKey < b.paperKey ? -1 : 1))
    .slice(0, MOST_NAMED);
}
