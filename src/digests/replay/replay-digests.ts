// Chooses the papers of past digests once more, with the model and the settings of now, and compares. Writes nothing.
import { Injectable } from '@nestjs/common';
import { interestKey } from '../../matching/interest-key.js';
import { DIGESTS_LOOKED_BACK } from '../../matching/owed.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DomainError } from '../../shared/domain-error.js';
import { type ChosenPaper, choosePapers } from '../choose-papers.js';
import { type Pool, PaperPool } from '../paper-pool.js';
import { loadPasts, NO_PAST, type Past } from '../readers-past.js';
import { interestsAsOf, saidSince } from './as-of.js';
import { loadPastDigests, loadReaders, type PastDigest, type PastReader } from './past-readers.js';
import { type ReplayedDigest, type ReplayReport, reportOf } from './replay-report.js';

export interface ReplayInput {
  /** Local dates of the digests, `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** How many readers at most. */
  readers: number;
  onProgress?: (done: number, all: number) => void;
}

@Injectable()
export class ReplayDigests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pool: PaperPool,
  ) {}

  /** @throws DomainError not_found when there are no digests of these dates */
  async run({ from, to, readers, onProgress }: ReplayInput): Promise<ReplayReport> {
    const digests = await loadPastDigests(this.prisma, { from, to, readers });
    if (digests.length === 0) {
      throw new DomainError('not_found', `No digest was built from ${from} to ${to}: nothing to replay.`);
    }
    const people = await loadReaders(this.prisma, [...new Set(digests.map((one) => one.subscriberId))]);
    const days = new Replay(new Map(people.map((reader) => [reader.id, reader])));
    const replayed: ReplayedDigest[] = [];
    for (const day of byDate(digests)) {
      const { pool, pasts } = await this.dayOf(day);
      for (const digest of day) {
        replayed.push(...days.replay(pool, digest, pasts.get(digest.subscriberId) ?? NO_PAST));
        onProgress?.(replayed.length, digests.length);
      }
      // A day takes a while: whoever shares this process has a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return reportOf(replayed, { from, to, model: await this.modelName() });
  }

  /** The papers of a day as the last digest of it saw them, and what its readers had got before. */
  private async dayOf(day: readonly PastDigest[]) {
    const latest = day.reduce((last, { builtAt }) => (builtAt > last ? builtAt : last), new Date(0));
    const pool = await this.pool.asOf(latest);
    const readers = day.map(({ subscriberId, date }) => ({ subscriberId, beforeOn: date }));
    return { pool, pasts: await loadPasts(this.prisma, pool, readers) };
  }

  private async modelName(): Promise<string> {
    const { background } = await this.pool.get();
    return background.model.version;
  }
}

/** Remembers from day to day what the digests chosen anew served. */
class Replay {
  private readonly served = new Map<string, string[][][]>();

  constructor(private readonly readers: ReadonlyMap<string, PastReader>) {}

  /** @returns nothing when the reader is not there any more */
  replay(pool: Pool, digest: PastDigest, past: Past): ReplayedDigest[] {
    const reader = this.readers.get(digest.subscriberId);
    if (reader === undefined) return [];
    const { builtAt, lastBuiltAt } = digest;
    const interests = interestsAsOf(reader, builtAt);
    const anew = this.served.get(reader.id) ?? [past.served.map((keys) => [...keys])];
    const seen = newPapers(pool, builtAt, lastBuiltAt, past);
    const choice = choosePapers(seen, {
      ...reader,
      ...past,
      interests,
      watermark: 0n,
      served: anew.flat(),
    });
    const chosen = 'papers' in choice ? choice.papers.filter(({ section }) => section === 'for_you') : [];
    this.served.set(reader.id, [...anew, chosen.map(servesOf)].slice(-DIGESTS_LOOKED_BACK));
    const { wanted, unwanted } = saidSince(reader, builtAt);
    const couldCome = (keys: Set<string>) => new Set([...keys].filter((key) => seen.papers.has(key)));
    return [
      {
        date: digest.date,
        subscriberId: reader.id,
        sent: { papers: digest.papers, serves: digest.serves },
        now: { papers: chosen.map(({ paperKey }) => paperKey), serves: chosen.flatMap(servesOf) },
        wanted: couldCome(wanted),
        unwanted: couldCome(unwanted),
        interests: interests.flatMap((interest) => (interest.muted ? [] : (interestKey(interest) ?? []))),
      },
    ];
  }
}

/** Of the pool, what came after her last digest and before this one, and was not sent to her before. */
function newPapers(pool: Pool, until: Date, after: Date | null, { delivered }: Past): Pool {
  const papers = [...pool.papers].filter(
    ([key, { importedAt }]) =>
      importedAt <= until && (after === null || importedAt > after) && !delivered.has(key),
  );
  return { ...pool, papers: new Map(papers) };
}

function servesOf({ breakdown }: ChosenPaper): string[] {
  return [...(breakdown?.serves ?? [])];
}

function byDate(digests: readonly PastDigest[]): PastDigest[][] {
  const days = new Map<string, PastDigest[]>();
  for (const digest of digests) days.set(digest.date, [...(days.get(digest.date) ?? []), digest]);
  return [...days.values()];
}
