// Jobs of the papers queue, each done by its use case.
import { Processor } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { handle, JobProcessor } from '../platform/queue/job-processor.js';
import { syncJobs } from './papers.jobs.js';
import { PolledSources } from './sources/polled-sources.js';
import { POLLED_SOURCES, type PolledSource } from './sources/source-names.js';
import { SyncSource } from './sync/sync-source.js';

/** All sources may be waited for at once: those that share a lane queue up at its gate. */
@Processor('papers', { concurrency: POLLED_SOURCES.length })
export class PapersProcessor extends JobProcessor {
  protected readonly handlers = POLLED_SOURCES.map((name) => handle(syncJobs[name], () => this.sync(name)));
  private readonly told = new Logger('Sources');

  constructor(
    private readonly sources: PolledSources,
    private readonly syncSource: SyncSource,
  ) {
    super();
  }

  private async sync(name: PolledSource): Promise<string> {
    // A job of a source that was switched off may still be waiting.
    if (!this.sources.enabled().includes(name)) return 'off';
    const outcome = await this.syncSource.run({ name });
    if (outcome.state === 'failed') this.told.warn(`${name}: ${outcome.error.message}`);
    if (outcome.state === 'succeeded' && outcome.report.added > 0) {
      this.told.log(`${name}: ${outcome.report.added} new papers, ${outcome.report.updated} changed.`);
    }
    return outcome.state;
  }
}
