// What a reader says of one paper: more like this, less like this, save; and taking it back.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';

export const ACTS = ['more', 'less', 'save', 'undo', 'unsave'] as const;
export type Act = (typeof ACTS)[number];

export function isAct(text: unknown): text is Act {
  return ACTS.some((act) => act === text);
}

@Injectable()
export class GiveFeedback {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * `undo` takes back the verdict, `unsave` the saving. Repeating changes nothing.
   *
   * @throws DomainError not_found when there is no such paper
   */
  async run(input: { subscriberId: string; paperKey: string; act: Act }): Promise<void> {
    const { subscriberId, paperKey, act } = input;
    const now = this.clock.now();
    await this.prisma.$transaction(async (transaction) => {
      if ((await transaction.paper.count({ where: { key: paperKey } })) === 0) {
        throw new DomainError('not_found', saying('web.errors.noPaper'));
      }
      const where = { subscriberId_paperKey: { subscriberId, paperKey } };
      const said = change(act, now);
      await transaction.feedback.upsert({
        where,
        create: { subscriberId, paperKey, ...said, givenAt: now },
        update: { ...said, givenAt: now },
      });
      // Nothing said is no row.
      await transaction.feedback.deleteMany({
        where: { subscriberId, paperKey, verdict: null, savedAt: null, readAt: null },
      });
    });
  }
}

function change(act: Act, now: Date) {
  switch (act) {
    case 'more':
    case 'less':
      return { verdict: act };
    case 'undo':
      return { verdict: null };
    case 'save':
      return { savedAt: now };
    case 'unsave':
      return { savedAt: null };
  }
}
