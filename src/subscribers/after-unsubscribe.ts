// What a reader may still say behind the link that unsubscribes: that she only wants a pause, why she goes, and that it
// was a mistake. The link can do no more than that.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Texts } from '../language/texts.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock, DAY, plusMs } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { undoWording } from './consent-wording.js';
import { recordConsent } from './record-consent.js';
import { Pause } from './settings/pause.js';
import { reckonNextDue } from './settings/next-due.js';
import { Unsubscribe } from './unsubscribe.js';
import type { Visitor } from './visitor.js';

const UNDO_DAYS = 30;

export const pauseWeeksInput = z.object({
  weeks: z.coerce
    .number({ error: saying('web.errors.chooseHowLong') })
    .int({ error: saying('web.errors.chooseHowLong') })
    .min(1, { error: saying('web.errors.chooseHowLong') })
    .max(52, { error: saying('web.errors.chooseHowLong') }),
});

export const reasonInput = z.object({
  reason: z
    .string({ error: saying('web.errors.sayWhy') })
    .max(1_000, { error: saying('web.errors.tooLong', { most: 1_000 }) })
    .transform((text) =>
      text
        .toWellFormed()
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g, ' ')
        .trim(),
    ),
});

@Injectable()
export class AfterUnsubscribe {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly unsubscribe: Unsubscribe,
    private readonly pause: Pause,
  ) {}

  /** @throws DomainError not_found, conflict when she gets nothing anyway */
  async pauseInstead(input: { token: string; weeks: number }): Promise<void> {
    const subscriberId = this.unsubscribe.check(input.token);
    await this.pause.start({ subscriberId, days: 7 * input.weeks });
  }

  /** @throws DomainError not_found */
  async sayWhy(input: { token: string; reason: string }): Promise<void> {
    const id = this.unsubscribe.check(input.token);
    await this.prisma.subscriber.updateMany({
      where: { id, state: 'unsubscribed' },
      data: { leavingReason: input.reason === '' ? null : input.reason },
    });
  }

  /**
   * Once undone, undoing it again changes nothing.
   *
   * @throws DomainError not_found, conflict when it is too long ago
   */
  async undo(input: { token: string; visitor: Visitor; texts: Texts }): Promise<void> {
    const id = this.unsubscribe.check(input.token);
    const now = this.clock.now();
    await this.prisma.$transaction(async (transaction) => {
      const { count } = await transaction.subscriber.updateMany({
        where: {
          id,
          state: 'unsubscribed',
          confirmedAt: { not: null },
          unsubscribedAt: { gt: plusMs(now, -UNDO_DAYS * DAY) },
        },
        data: { state: 'active', unsubscribedAt: null, leavingReason: null, pausedUntilOn: null },
      });
      if (count === 0) {
        const isActive = await transaction.subscriber.count({
          where: { id, state: { in: ['active', 'paused'] } },
        });
        if (isActive > 0) return;
        throw new DomainError('conflict', saying('web.errors.cannotUndo'));
      }
      await reckonNextDue(transaction, id, now);
      const { visitor, token } = input;
      const wording = undoWording(input.texts);
      const via = 'web:/u/undo';
      await recordConsent(transaction, id, { kind: 'confirmed', wording, via, visitor, token, now });
    });
  }
}
