// The reader presses the button of the confirmation page: from here on she gets mail.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../deliveries/queue-delivery.js';
import type { Texts } from '../language/texts.js';
import { localDateText } from '../mails/local-time.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { tokenHash } from '../shared/signed-link.js';
import { confirmWording } from './consent-wording.js';
import { recordConsent } from './record-consent.js';
import type { Visitor } from './visitor.js';

@Injectable()
export class Confirm {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Whether the mailed link still does something. Changes nothing.
   *
   * @throws DomainError link_expired
   */
  async check(token: string): Promise<void> {
    const good = { hash: tokenHash(token), purpose: 'confirm' as const, expiresAt: { gt: this.clock.now() } };
    if ((await this.prisma.token.count({ where: good })) === 0) throw expired();
  }

  /**
   * @returns when the first digest comes, in the reader's own time, in words; pressing twice says the same again
   * @throws DomainError link_expired
   */
  async run(input: {
    token: string;
    visitor: Visitor;
    texts: Texts;
  }): Promise<{ firstDigestAtText: string }> {
    const now = this.clock.now();
    const { subscriberId, deliveryIds } = await this.prisma.$transaction(async (transaction) => {
      const token = await transaction.token.findUnique({ where: { hash: tokenHash(input.token) } });
      if (!token || token.purpose !== 'confirm' || token.expiresAt <= now) throw expired();
      const isFresh = !token.usedAt;
      const { subscriberId } = token;
      // Rows of this update are locked: of two presses at once only one finds the state pending.
      const changed = await transaction.$executeRaw`
        UPDATE subscribers SET state = 'active', confirmed_at = ${now}::timestamptz,
          paused_until_on = NULL, leaving_reason = NULL,
          next_due_at = next_due_at(${now}::timestamptz, time_zone, deliver_at_hour, last_served_on, last_served_at,
                                    frequency, weekly_on)
        WHERE id = ${subscriberId}::uuid AND state = 'pending' AND ${isFresh}`;
      if (changed === 0) {
        const { state } = await transaction.subscriber.findUniqueOrThrow({ where: { id: subscriberId } });
        if (state !== 'active') throw expired();
        return { subscriberId, deliveryIds: [] };
      }
      await transaction.token.update({ where: { hash: token.hash }, data: { usedAt: now } });
      const { visitor } = input;
      const wording = confirmWording(input.texts, this.config.mail.brandName);
      const said = {
        kind: 'confirmed' as const,
        wording,
        via: 'web:/confirm',
        visitor,
        token: input.token,
        now,
      };
      await recordConsent(transaction, subscriberId, said);
      const { address } = await transaction.subscriber.findUniqueOrThrow({ where: { id: subscriberId } });
      const welcome = { kind: 'welcome' as const, subscriberId, recipient: address };
      return { subscriberId, deliveryIds: await queueDeliveries(transaction, this.config, now, [welcome]) };
    });
    if (deliveryIds.length > 0) void this.queue.enqueue(sendDeliveries, { deliveryIds });
    const { nextDueAt, timeZone } = await this.prisma.subscriber.findUniqueOrThrow({
      where: { id: subscriberId },
    });
    return { firstDigestAtText: await localDateText(input.texts, this.prisma, nextDueAt, timeZone) };
  }
}

function expired(): DomainError {
  return new DomainError('link_expired', saying('web.errors.confirmExpired'));
}
