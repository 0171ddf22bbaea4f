// The papers of a batch of readers: what matching knows of them and what they got before, in a few queries for all.
import { Injectable } from '@nestjs/common';
import type { Statements } from '../platform/prisma/prepared-statements.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import type { PlannedReader } from './build.queries.js';
import { type Choice, choosePapers } from './choose-papers.js';
import { type Pool, PaperPool } from './paper-pool.js';
import { type LoadedProfiles, ReaderProfiles } from './reader-profiles.js';
import { loadPasts, NO_PAST } from './readers-past.js';
import { loadLikedKeys } from './readers-voice.js';

@Injectable()
export class ChooseForReaders {
  constructor(
    private readonly prisma: PrismaService,
    private readonly papers: PaperPool,
    private readonly profiles: ReaderProfiles,
  ) {}

  pool(): Promise<Pool> {
    return this.papers.get();
  }

  /** @returns choices by subscriber, and profiles for keep() once the transaction is through */
  async run(
    transaction: Statements,
    pool: Pool,
    readers: readonly PlannedReader[],
  ): Promise<{ choices: Map<string, Choice>; compiled: LoadedProfiles['compiled'] }> {
    const ids = readers.map(({ id }) => id);
    const pasts = await loadPasts(
      transaction,
      pool,
      ids.map((subscriberId) => ({ subscriberId })),
    );
    const { profiles, compiled } = await this.profiles.load(transaction, pool, ids);
    const likes = pool.community ? await loadLikedKeys(this.prisma, ids) : undefined;
    const choices = new Map<string, Choice>();
    for (const reader of readers) {
      const profile = profiles.get(reader.id);
      if (profile === undefined) continue;
      const liked = likes?.get(reader.id) ?? [];
      const past = pasts.get(reader.id) ?? NO_PAST;
      choices.set(reader.id, choosePapers(pool, { ...reader, ...past, profile, liked }));
    }
    return { choices, compiled };
  }

  /** A failure costs nothing but time: what is not kept is compiled again. */
  async keep(compiled: LoadedProfiles['compiled']): Promise<void> {
    await this.profiles.keep(compiled);
  }
}
