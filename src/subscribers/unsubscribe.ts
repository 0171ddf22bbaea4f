// Good-bye, effective at once: the reader's next digest is never planned, and mail that waits is not handed over.
import { Injectable } from '@nestjs/common';
import type { Texts } from '../language/texts.js';
import { cancelMail, untilHandedOver } from '../deliveries/cancel-mail.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { verifyToken } from '../shared/signed-link.js';
import { unsubscribeWording } from './consent-wording.js';
import { recordConsent } from './record-consent.js';
import type { Visitor } from './visitor.js';

@Injectable()
export class Unsubscribe {
  constructor(
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Repeating it changes nothing and is no error.
   *
   * @param input.via `web:/u` or `one-click`, for the consent record
   * @throws DomainError not_found when the token is none of ours
   */
  async run(input: { token: string; via: string; visitor: Visitor; texts: Texts }): Promise<void> {
    const subscriberId = this.check(input.token);
    const now = this.clock.now();
    await this.prisma.$transaction(async (transaction) => {
      const { count } = await transaction.subscriber.updateMany({
        where: { id: subscriberId, state: { in: ['pending', 'active', 'paused'] } },
        data: { state: 'unsubscribed', unsubscribedAt: now, nextDueAt: null },
      });
      if (count === 0) return;
      await cancelMail(transaction, { subscriberId, reason: 'unsubscribed', now });
      const { texts, via, visitor, token } = input;
      const wording = unsubscribeWording(texts);
      await recordConsent(transaction, subscriberId, {
        kind: 'withdrawn',
        wording,
        via,
        visitor,
        token,
        now,
      });
    });
    // What is being handed over at this moment is through before she is told that nothing comes any more.
    await untilHandedOver(this.prisma, subscriberId);
  }

  /**
   * Whether the link is one of ours. Changes nothing.
   *
   * @returns the subscriber's id
   * @throws DomainError not_found
   */
  check(token: string): string {
    const id = verifyToken(this.secretKey.value, 'unsubscribe', token);
    if (!id) throw new DomainError('link_broken', saying('web.errors.linkNotComplete'));
    return id;
  }
}
