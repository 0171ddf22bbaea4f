// A new installation asks its sources at once, instead of waiting for their next time.
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { syncJobs } from '../papers.jobs.js';
import { PolledSources } from '../sources/polled-sources.js';
import { SourceStates } from './source-states.js';

@Injectable()
export class FirstSync implements OnApplicationBootstrap {
  constructor(
    private readonly sources: PolledSources,
    private readonly states: SourceStates,
    private readonly queue: JobQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const known = new Set((await this.states.all()).map(({ name }) => name));
    const untried = this.sources.enabled().filter((name) => !known.has(name));
    await Promise.all(untried.map((name) => this.queue.enqueue(syncJobs[name], {})));
  }
}
