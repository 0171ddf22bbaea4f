// An operator sends the digest of one reader and one date once more.
import { Injectable } from '@nestjs/common';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import { expiryOf } from '../deliveries/retry-schedule.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { addressKeyOf } from '../shared/email-address.js';
import { sendOnceMore } from './run.queries.js';

@Injectable()
export class SendAgain {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /**
   * The same papers, to the address the reader has now; her history of attempts goes on.
   *
   * @param input.date `YYYY-MM-DD`, the local date of the digest
   * @throws DomainError not_found without such a digest, conflict when it cannot be sent now, with the reason
   */
  async run(input: { address: string; date: string }): Promise<{ deliveryId: string }> {
    const digest = await this.prisma.digest.findFirst({
      where: { localDate: new Date(input.date), subscriber: { addressKey: addressKeyOf(input.address) } },
      select: {
        id: true,
        state: true,
        reason: true,
        delivery: { select: { state: true } },
        subscriber: { select: { state: true } },
      },
    });
    if (!digest) throw new DomainError('not_found', `${input.address} has no digest of ${input.date}.`);
    if (!digest.delivery) {
      const why = digest.reason ?? 'not built yet';
      throw new DomainError(
        'conflict',
        `There was no mail to send again: the digest is ${digest.state} (${why}).`,
      );
    }
    const now = this.clock.now();
    const order = { digestId: digest.id, now, expiresAt: expiryOf('digest', now) };
    const deliveryId = await sendOnceMore(this.prisma, order);
    if (!deliveryId) {
      const run = await this.prisma.run.findUnique({ where: { date: new Date(input.date) } });
      const stands = `the reader is ${digest.subscriber.state}, the mail ${digest.delivery.state}, the run ${run?.state ?? 'going'}`;
      const rule = 'It must be settled, its reader active and not suppressed, and its run not cancelled.';
      throw new DomainError('conflict', `It cannot be sent again now: ${stands}. ${rule}`);
    }
    await this.queue.enqueue(sendDeliveries, { deliveryIds: [deliveryId] });
    return { deliveryId };
  }
}
