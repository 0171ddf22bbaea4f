// Sees that digests which were planned and whose job is gone are built after all.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock, plusMs, SECOND } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { BUILD_BATCH, buildDigests } from './digests.jobs.js';

/** A digest planned a moment ago most likely has its job. */
const PATIENCE_MS = 20 * SECOND;

@Injectable()
export class SweepDigests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  async run(): Promise<{ enqueued: number }> {
    const planned = await this.prisma.digest.findMany({
      where: { state: 'planned', plannedAt: { lt: plusMs(this.clock.now(), -PATIENCE_MS) } },
      select: { id: true },
      orderBy: { plannedAt: 'asc' },
      take: 10 * BUILD_BATCH,
    });
    failpoint('sweep:digests-found');
    for (let start = 0; start < planned.length; start += BUILD_BATCH) {
      const digestIds = planned.slice(start, start + BUILD_BATCH).map(({ id }) => id);
      await this.queue.enqueue(buildDigests, { digestIds });
    }
    return { enqueued: planned.length };
  }
}
