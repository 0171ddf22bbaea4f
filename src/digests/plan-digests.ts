// Finds who is due and plans a digest for each. Any number of processes may do so at once.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { BUILD_BATCH, buildDigests } from './digests.jobs.js';
import { planDue } from './plan.queries.js';

@Injectable()
export class PlanDigests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  async run(): Promise<{ planned: number }> {
    let planned = 0;
    for (;;) {
      const { due, digestIds } = await planDue(this.prisma, this.clock.now(), BUILD_BATCH);
      failpoint('plan:planned');
      if (digestIds.length > 0) await this.queue.enqueue(buildDigests, { digestIds });
      failpoint('plan:enqueued');
      planned += digestIds.length;
      if (due < BUILD_BATCH) return { planned };
    }
  }
}
