// A reader names papers she likes by pasting identifiers or links, says how much of their kind she wants, and drops them.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { findPasted, identifiersIn } from '../pasted-papers.js';
import { WEIGHTS } from './change-interests.js';
import { emphasisOf, LONGEST_PASTE } from './interests.schema.js';

const MOST_PAPERS = 200;

const list = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(z.string()).max(1_000),
);
const form = z
  .object({ paper: list, paperWeight: list, papers: z.string().max(LONGEST_PASTE).catch('') })
  .catch({ paper: [], paperWeight: [], papers: '' });

export interface LikedReport {
  taken: number;
  /** Identifiers of papers we do not have, as she may try them again. */
  unknown: string[];
}

@Injectable()
export class ChangeLikedPapers {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** @param input.body the form in whatever shape: rows `paper` and `paperWeight`, and `papers`, what was pasted */
  async run(input: { subscriberId: string; body: unknown }): Promise<LikedReport> {
    const { subscriberId } = input;
    const { paper: ids, paperWeight: weights, papers: pasted } = form.parse(input.body ?? {});
    const wanted = identifiersIn(pasted, MOST_PAPERS);
    return this.prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM subscribers WHERE id = ${subscriberId}::uuid FOR UPDATE`;
      for (const [index, id] of ids.entries()) {
        const where = { id, subscriberId, kind: 'paper' as const };
        if (!z.uuid().safeParse(id).success) continue;
        const weight = weights[index] ?? 'normal';
        if (weight === 'off') await transaction.interest.deleteMany({ where });
        else {
          const emphasis = emphasisOf(weight);
          const data = { weight: WEIGHTS[emphasis], muted: emphasis === 'mute' };
          await transaction.interest.updateMany({ where, data });
        }
      }
      const { values, unknown } = await findPasted(transaction, wanted);
      const room =
        MOST_PAPERS - (await transaction.interest.count({ where: { subscriberId, kind: 'paper' } }));
      const { count } = await transaction.interest.createMany({
        data: values.slice(0, Math.max(0, room)).map((value) => ({
          subscriberId,
          kind: 'paper' as const,
          value,
          createdAt: this.clock.now(),
        })),
        skipDuplicates: true,
      });
      return { taken: count, unknown };
    });
  }
}
