// A visitor asks for a link that signs her in. Whoever she is, she gets the same answer; only a reader gets the mail.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { sendDeliveries } from '../../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../../deliveries/queue-delivery.js';
import { networkOf } from '../../platform/limits/network-of.js';
import { RateLimits } from '../../platform/limits/rate-limits.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Clock, DAY, HOUR, plusMs } from '../../shared/clock.js';
import { TooManyError } from '../../shared/domain-error.js';
import { parseEmailAddress } from '../../shared/email-address.js';

/** Links to one address. */
const LIMITS = [
  { within: HOUR, most: 3 },
  { within: DAY, most: 8 },
];

/** Longer than an answer takes, so that the sending does not show in its time. */
const AFTER_ANSWER_MS = 300;

@Injectable()
export class AskToSignIn {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly limits: RateLimits,
  ) {}

  /**
   * An address that is none, or none of ours, is no error: the answer must not tell.
   *
   * @throws TooManyError when too many were asked for from this network
   */
  async run(input: { email: string; ip: string }): Promise<void> {
    const network = { key: `sign-in network ${networkOf(input.ip)}`, rates: this.config.abuse.network };
    const refusal = await this.limits.take([network]);
    if (refusal) throw new TooManyError(refusal.freeAt, this.clock.now());
    const key = parseEmailAddress(input.email)?.key ?? '';
    const now = this.clock.now();
    const deliveryIds = await this.prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 1))`;
      const reader = await transaction.subscriber.findUnique({ where: { addressKey: key } });
      if (!reader || !['active', 'paused', 'unsubscribed'].includes(reader.state)) return [];
      const sent = await Promise.all(
        LIMITS.map(({ within }) =>
          transaction.delivery.count({
            where: { subscriberId: reader.id, kind: 'sign_in', createdAt: { gt: plusMs(now, -within) } },
          }),
        ),
      );
      if (LIMITS.some(({ most }, index) => (sent[index] ?? 0) >= most)) return [];
      return queueDeliveries(transaction, this.config, now, [
        { kind: 'sign_in', subscriberId: reader.id, recipient: reader.address },
      ]);
    });
    if (deliveryIds.length === 0) return;
    setTimeout(() => void this.queue.enqueue(sendDeliveries, { deliveryIds }), AFTER_ANSWER_MS).unref();
  }
}
