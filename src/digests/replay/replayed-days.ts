// Digests chosen anew, one day after the other: remembers what the days before have served. Pure.
import { interestKey } from '../../matching/interest-key.js';
import { DIGESTS_LOOKED_BACK } from '../../matching/owed.js';
import { compileProfile } from '../../matching/profile.js';
import { type ChosenPaper, choosePapers } from '../choose-papers.js';
import type { Pool } from '../paper-pool.js';
import type { Past } from '../readers-past.js';
import { asOf, saidSince } from './as-of.js';
import type { PastDigest, PastReader } from './past-readers.js';
import type { ReplayedDigest } from './replay-report.js';

export class ReplayedDays {
  /** By reader, for each digest, for each paper of it: keys of the interests served. */
  private readonly served = new Map<string, string[][][]>();

  constructor(private readonly readers: ReadonlyMap<string, PastReader>) {}

  /** @returns undefined when the reader is not there any more */
  replay(pool: Pool, digest: PastDigest, past: Past): Omit<ReplayedDigest, 'sent'> | undefined {
    const reader = this.readers.get(digest.subscriberId);
    if (reader === undefined) return undefined;
    const { builtAt } = digest;
    const then = asOf(reader, builtAt);
    const before = this.served.get(reader.id) ?? [past.served.map((keys) => [...keys])];
    const seen = newPapers(pool, digest, past);
    const choice = choosePapers(seen, {
      ...reader,
      ...past,
      liked: then.liked,
      profile: compileProfile(pool.background, then.interests),
      watermark: 0n,
      served: before.flat(),
    });
    const chosen = 'papers' in choice ? choice.papers.filter(({ section }) => section === 'for_you') : [];
    this.served.set(reader.id, [...before, chosen.map(servesOf)].slice(-DIGESTS_LOOKED_BACK));
    const { wanted, unwanted } = saidSince(reader, builtAt);
    const couldCome = (keys: Set<string>) => new Set([...keys].filter((key) => seen.papers.has(key)));
    return {
      date: digest.date,
      subscriberId: reader.id,
      now: { papers: chosen.map(({ paperKey }) => paperKey), serves: chosen.flatMap(servesOf) },
      wanted: couldCome(wanted),
      unwanted: couldCome(unwanted),
      interests: then.interests.flatMap((interest) => (interest.muted ? [] : (interestKey(interest) ?? []))),
    };
  }
}

/** Of the pool, what came after her last digest and before this one, and was not sent to her before. */
function newPapers(pool: Pool, { builtAt, lastBuiltAt }: PastDigest, { delivered }: Past): Pool {
  const papers = [...pool.papers].filter(
    ([key, { importedAt }]) =>
      importedAt <= builtAt && (lastBuiltAt === null || importedAt > lastBuiltAt) && !delivered.has(key),
  );
  return { ...pool, papers: new Map(papers) };
}

function servesOf({ breakdown }: ChosenPaper): string[] {
  return [...(breakdown?.serves ?? [])];
}
