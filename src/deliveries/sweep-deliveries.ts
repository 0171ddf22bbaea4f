// Puts right what a crash left behind, and sees that whatever waits has a job. Runs every half minute, anywhere.
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { SEND_BATCH, sendDeliveries } from './deliveries.jobs.js';
import {
  expireLate,
  findWaiting,
  forgetRecipients,
  recogniseUnknown,
  releaseLostClaims,
  requeueUnknown,
  settleUnknown,
} from './sweep.queries.js';

const MOST_AT_ONCE = 5_000;

@Injectable()
export class SweepDeliveries {
  private readonly logger = new Logger('Deliveries');

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  async run(): Promise<{ released: number; unknown: number; expired: number; enqueued: number }> {
    const now = this.clock.now();
    const released = await releaseLostClaims(this.prisma);
    failpoint('sweep:released');
    const unknown = await recogniseUnknown(this.prisma, now);
    failpoint('sweep:recognised');
    const mayResend = this.config.mail.resendUnknown === 'once';
    if (mayResend) await requeueUnknown(this.prisma, now);
    await settleUnknown(this.prisma, now, mayResend);
    failpoint('sweep:requeued');
    const expired = await expireLate(this.prisma, now);
    failpoint('sweep:expired');
    await forgetRecipients(this.prisma);
    const waiting = await findWaiting(this.prisma, now, MOST_AT_ONCE);
    failpoint('sweep:found');
    for (let start = 0; start < waiting.length; start += SEND_BATCH) {
      await this.queue.enqueue(sendDeliveries, { deliveryIds: waiting.slice(start, start + SEND_BATCH) });
    }
    failpoint('sweep:enqueued');
    if (released + unknown > 0)
      this.logger.warn(`Picked up ${released} lost claims; ${unknown} ended unknown`);
    return { released, unknown, expired, enqueued: waiting.length };
  }
}
