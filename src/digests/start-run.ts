// An operator starts the digests of a date by hand, for everybody who has none of that date yet.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock, DAY, plusMs } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { BUILD_BATCH, buildDigests } from './digests.jobs.js';
import { planDate } from './plan.queries.js';
import { runStateOf } from './run.queries.js';

@Injectable()
export class StartRun {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /**
   * @param input.date `YYYY-MM-DD`, a date that it is now somewhere on earth
   * @throws DomainError invalid_input for any other date, conflict when the run was cancelled
   */
  async run(input: { date: string }): Promise<{ planned: number }> {
    const now = this.clock.now();
    const [yesterday, tomorrow] = [-DAY, DAY].map((days) => plusMs(now, days).toISOString().slice(0, 10));
    if (!yesterday || !tomorrow || input.date < yesterday || input.date > tomorrow) {
      const expected = `a date from ${yesterday} to ${tomorrow}: a digest of another day would come too late or too soon`;
      throw new DomainError('invalid_input', 'This date cannot be run now.', {
        date: `expected ${expected}`,
      });
    }
    if ((await runStateOf(this.prisma, input.date)) === 'cancelled')
      throw new DomainError('conflict', `The run of ${input.date} was cancelled; that is final.`);
    const digestIds = await planDate(this.prisma, now, input.date);
    for (let start = 0; start < digestIds.length; start += BUILD_BATCH) {
      await this.queue.enqueue(buildDigests, { digestIds: digestIds.slice(start, start + BUILD_BATCH) });
    }
    return { planned: digestIds.length };
  }
}
