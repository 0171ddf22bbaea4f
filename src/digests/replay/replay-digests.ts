// Chooses the papers of past digests once more, with the model and the settings of now, and compares. Writes nothing.
import { Injectable } from '@nestjs/common';
import type { StoredCommunity } from '../../matching/community-file.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DomainError } from '../../shared/domain-error.js';
import { CommunitySignal } from '../community/community-signal.js';
import { LEAST_LIKES, LEAST_READERS, learnFromLikes } from '../community/learn-from-likes.js';
import { PoolCommunity } from '../community/pool-community.js';
import { type Pool, PaperPool } from '../paper-pool.js';
import { loadPasts, NO_PAST } from '../readers-past.js';
import { loadPastDigests, loadReaders, type PastDigest } from './past-readers.js';
import { ReplayedDays } from './replayed-days.js';
import { type ReplayedDigest, type ReplayReport, reportOf } from './replay-report.js';

export interface ReplayInput {
  /** Local dates of the digests, `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** How many readers at most. */
  readers: number;
  /** Compares choosing without the community with choosing with it, instead of what was sent with what would be. */
  comparesCommunity?: boolean;
  onProgress?: (done: number, all: number) => void;
}

@Injectable()
export class ReplayDigests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pool: PaperPool,
    private readonly signal: CommunitySignal,
  ) {}

  /** @throws DomainError not_found when there are no digests of these dates, or too few likes to learn from */
  async run({
    from,
    to,
    readers,
    comparesCommunity = false,
    onProgress,
  }: ReplayInput): Promise<ReplayReport> {
    const digests = await loadPastDigests(this.prisma, { from, to, readers });
    if (digests.length === 0) {
      throw new DomainError('not_found', `No digest was built from ${from} to ${to}: nothing to replay.`);
    }
    const community = await this.learn(digests, comparesCommunity);
    const people = await loadReaders(this.prisma, [...new Set(digests.map((one) => one.subscriberId))]);
    const byId = new Map(people.map((reader) => [reader.id, reader]));
    const [now, without] = [new ReplayedDays(byId), new ReplayedDays(byId)];
    const replayed: ReplayedDigest[] = [];
    for (const day of byDate(digests)) {
      const { pool, pasts } = await this.dayOf(day);
      const wiser = community ? { ...pool, community: await PoolCommunity.of(community, pool.index) } : pool;
      for (const digest of day) {
        const past = pasts.get(digest.subscriberId) ?? NO_PAST;
        const anew = now.replay(wiser, digest, past);
        const before = comparesCommunity ? without.replay(pool, digest, past)?.now : digest;
        if (anew && before) replayed.push({ ...anew, sent: before });
        onProgress?.(replayed.length, digests.length);
      }
      // A day takes a while: whoever shares this process has a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { background } = await this.pool.get();
    const about = { from, to, model: background.model.version };
    return comparesCommunity
      ? reportOf(replayed, { ...about, compared: 'community', community: await this.signal.state() })
      : reportOf(replayed, { ...about, compared: 'sent' });
  }

  /** From likes before the first of the digests: those of later are what they are judged by. */
  private async learn(
    digests: readonly PastDigest[],
    isAskedFor: boolean,
  ): Promise<StoredCommunity | undefined> {
    if (!isAskedFor && !(await this.signal.state()).counts) return undefined;
    const first = digests.reduce((least, { builtAt }) => (builtAt < least ? builtAt : least), new Date(8e15));
    const { readers, likes, learned } = await learnFromLikes(this.prisma, first);
    if (learned === undefined && isAskedFor) {
      const had = `There were ${likes} likes of ${readers} readers before the first of these digests`;
      throw new DomainError(
        'not_found',
        `${had}; it takes ${LEAST_LIKES} of ${LEAST_READERS} to learn from.`,
      );
    }
    return learned?.community;
  }

  /** The papers of a day as the last digest of it saw them, and what its readers had got before. */
  private async dayOf(day: readonly PastDigest[]) {
    const latest = day.reduce((last, { builtAt }) => (builtAt > last ? builtAt : last), new Date(0));
    const pool: Pool = await this.pool.asOf(latest);
    const readers = day.map(({ subscriberId, date }) => ({ subscriberId, beforeOn: date }));
    return { pool, pasts: await loadPasts(this.prisma, pool, readers) };
  }
}

function byDate(digests: readonly PastDigest[]): PastDigest[][] {
  const days = new Map<string, PastDigest[]>();
  for (const digest of digests) days.set(digest.date, [...(days.get(digest.date) ?? []), digest]);
  return [...days.values()];
}
