// What every processor is: a table from job definitions to the use cases that do them. The payload is parsed again here,
// because what waits in a queue may be older than the code.
import { type BeforeApplicationShutdown, Logger, type OnModuleInit } from '@nestjs/common';
import { WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobDefinition } from './job-definition.js';

/** How long a stopping process may take to finish the jobs in hand. */
const FINISH_WITHIN_MS = 25_000;

export interface JobHandler {
  definition: JobDefinition;
  run: (payload: unknown) => Promise<unknown>;
}

export function handle<Payload>(
  definition: JobDefinition<Payload>,
  run: (payload: Payload) => Promise<unknown>,
): JobHandler {
  return {
    definition: definition as JobDefinition,
    run: (payload) => run(definition.payload.parse(payload)),
  };
}

export abstract class JobProcessor extends WorkerHost implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(this.constructor.name);

  protected abstract readonly handlers: readonly JobHandler[];

  onModuleInit(): void {
    this.hearWorker();
  }

  async process(job: Job): Promise<unknown> {
    const handler = this.handlers.find(({ definition }) => definition.name === job.name);
    if (!handler) throw new Error(`No handler for job ${job.name}; add it to ${this.constructor.name}`);
    return handler.run(job.data);
  }

  /** Before the database goes away: no new jobs, and time for those in hand. */
  async beforeApplicationShutdown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FINISH_WITHIN_MS);
    });
    await Promise.race([this.finish(), patience]);
    clearTimeout(timer);
  }

  /** Takes no more jobs. Resolves when those in hand, and what they left under way, are done. */
  protected async finish(): Promise<void> {
    await this.worker.close();
  }

  private hearWorker(): void {
    setImmediate(() => {
      this.worker.on('failed', (job, error) =>
        this.logger.error(`Job ${job?.name} failed: ${error.message}`),
      );
      this.worker.on('error', (error) => this.logger.warn(`Queue: ${error.message}`));
    });
  }
}
