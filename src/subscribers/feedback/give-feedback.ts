// What a reader says of one paper: more like this, less like this, save, read it; and taking it back.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';

export const ACTS = ['more', 'less', 'save', 'undo', 'unsave', 'read', 'unread'] as const;
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
   * `undo` takes back the verdict, `unsave` the saving, `unread` the having read. Repeating changes nothing. That a paper was
   * read is what she says, never what a link tells: nothing is tracked.
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
        update: { ...said, ...('readAt' in said ? {} : { givenAt: now }) },
      });
      // Nothing said is no row.
      await transaction.feedback.deleteMany({
        where: { subscriberId, paperKey, verdict: null, savedAt: null },
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
    case 'read':
      return { readAt: now };
    case 'unread':
      return { readAt: null };
  }
}
