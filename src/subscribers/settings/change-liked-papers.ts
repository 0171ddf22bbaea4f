// A reader names papers she likes by pasting identifiers or links, says how much of their kind she wants, and drops them.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { readIdentifierList } from '../../interests/library/identifier-list.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { WEIGHTS } from './change-interests.js';
import { emphasisOf } from './interests.schema.js';

const MOST_PAPERS = 200;

const list = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(z.string()).max(1_000),
);
const form = z
  .object({ paper: list, paperWeight: list, papers: z.string().max(20_000).catch('') })
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
    const wanted = readIdentifierList(pasted, MOST_PAPERS).entries.flatMap(
      ({ arxivId, doi }) => arxivId ?? doi ?? [],
    );
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
      const known = await transaction.paper.findMany({
        where: { OR: [{ key: { in: wanted } }, { doi: { in: wanted } }] },
        select: { key: true, doi: true, title: true, abstract: true },
      });
      const room =
        MOST_PAPERS - (await transaction.interest.count({ where: { subscriberId, kind: 'paper' } }));
      const { count } = await transaction.interest.createMany({
        data: known.slice(0, Math.max(0, room)).map(({ title, abstract }) => ({
          subscriberId,
          kind: 'paper' as const,
          value: `${title}\n${abstract}`,
          createdAt: this.clock.now(),
        })),
        skipDuplicates: true,
      });
      const found = new Set(known.flatMap(({ key, doi }) => [key, doi]));
      return { taken: count, unknown: [...new Set(wanted)].filter((id) => !found.has(id)) };
    });
  }
}
