// An operator holds the run of a date, lets it go on, or ends it.
import { Injectable } from '@nestjs/common';
import { sweepDeliveries } from '../deliveries/deliveries.jobs.js';
import type { RunState } from '../generated/prisma/enums.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { cancelRun, pauseRun, resumeRun, runStateOf } from './run.queries.js';

export const RUN_ORDERS = ['pause', 'resume', 'cancel'] as const;
export type RunOrderName = (typeof RUN_ORDERS)[number];

const EDGES = {
  pause: { act: pauseRun, to: 'paused' },
  resume: { act: resumeRun, to: 'going' },
  cancel: { act: cancelRun, to: 'cancelled' },
} as const;

@Injectable()
export class SteerRun {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Repeating an order changes nothing and is no error.
   *
   * @param input.date `YYYY-MM-DD`
   * @param input.reason in the operator's words; stands in the ledger
   * @throws DomainError conflict when the run was cancelled, which is final
   */
  async run(input: { date: string; order: RunOrderName; reason?: string | undefined }): Promise<RunState> {
    const { act, to } = EDGES[input.order];
    const order = { date: input.date, reason: input.reason ?? null, now: this.clock.now() };
    const hasChanged = await act(this.prisma, order);
    const state = await runStateOf(this.prisma, input.date);
    if (!hasChanged && state !== to) {
      throw new DomainError('conflict', `The run of ${input.date} was cancelled; that is final.`);
    }
    // What waited goes on now and not with the next sweep.
    if (input.order === 'resume' && hasChanged) await this.queue.enqueue(sweepDeliveries, {});
    return state;
  }
}
