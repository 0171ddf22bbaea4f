// Keeps the periodic jobs in the queue. Said again every few seconds, because a queue may be flushed: that must cost
// seconds, not mails.
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SECOND } from '../../shared/clock.js';
import type { JobDefinition } from './job-definition.js';
import { JobQueue } from './job-queue.js';

export const SCHEDULED_JOBS = Symbol('scheduled jobs');

const EVERY_MS = 5 * SECOND;

@Injectable()
export class ScheduleKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SCHEDULED_JOBS) private readonly jobs: readonly JobDefinition[],
    private readonly queue: JobQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.keep();
    this.timer = setInterval(() => void this.keep(), EVERY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async keep(): Promise<void> {
    await Promise.all(this.jobs.map((job) => this.queue.schedule(job)));
  }
}
