// Asks readers' own likes whether the community helps: for each of many readers, a list without it and one with it.
import { Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { type Background, backgroundOf } from '../../matching/background.js';
import { MOST_CANDIDATES } from '../../matching/community/held-out.js';
import { CommunityTrial } from '../../matching/community/trial.js';
import type { Verdict } from '../../matching/community/verdict.js';
import { compileProfile } from '../../matching/profile.js';
import type { PaperText } from '../../matching/types.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { PaperPool } from '../paper-pool.js';
import { PAPER_TEXT, paperText } from '../paper-text.js';
import { interestsFromVoice, likedKeys, VOICE } from '../readers-voice.js';
import { inTurns } from './in-turns.js';
import type { Told } from './learn-from-likes.js';

/** Readers loaded together. */
const BATCH = 25;

@Injectable()
export class TryCommunity {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pool: PaperPool,
  ) {}

  /** Some fifteen milliseconds a reader, and as long as learning takes; others have their turn in between. */
  async run(told: Told): Promise<Verdict> {
    const others = await this.readOthers(told);
    const background = await this.backgroundFor(others);
    const trial = await inTurns(CommunityTrial.prepare(background.model, told, others));
    const asked = trial.readers;
    for (let first = 0; first < asked.length; first += BATCH)
      await this.ask(trial, background, told, asked.slice(first, first + BATCH));
    return trial.verdict;
  }

  /** By chance, always the same ones. */
  private async readOthers({ papers }: Told): Promise<PaperText[]> {
    const liked = papers.map(({ id }) => id);
    const keys = await this.prisma.$queryRaw<{ key: string }[]>`
      SELECT key FROM papers WHERE withdrawn_at IS NULL AND key <> ALL(${liked}::text[])
      ORDER BY md5(key) LIMIT ${MOST_CANDIDATES}`;
    const rows = await this.prisma.paper.findMany({
      where: { key: { in: keys.map(({ key }) => key) } },
      select: PAPER_TEXT,
    });
    return rows.map(paperText);
  }

  /** An embedder need not know papers of long ago: then Courant's own topics tell. */
  private async backgroundFor(others: readonly PaperText[]): Promise<Background> {
    const { background } = await this.pool.get();
    return background.topics === undefined ? background : backgroundOf(background.model, others);
  }

  private async ask(
    trial: CommunityTrial,
    background: Background,
    { subscriberIds }: Told,
    numbers: readonly number[],
  ): Promise<void> {
    const ids = numbers.map((number) => subscriberIds[number] ?? '');
    const rows = await this.prisma.subscriber.findMany({
      where: { id: { in: ids } },
      select: { id: true, interests: true, ...VOICE },
    });
    const readers = new Map(rows.map((row) => [row.id, row]));
    for (const [i, number] of numbers.entries()) {
      const reader = readers.get(ids[i] ?? '');
      if (reader === undefined) continue;
      const voice = {
        feedback: reader.feedback.filter(({ paperKey }) => !trial.isHeldOut(paperKey)),
        library: reader.library.filter(({ paperKey }) => paperKey === null || !trial.isHeldOut(paperKey)),
      };
      const profile = compileProfile(background, [...reader.interests, ...interestsFromVoice(voice)]);
      trial.ask(number, profile, likedKeys(voice));
      await setImmediate();
    }
  }
}
