// Puts jobs into queues. A job is a hint: when the queue cannot be reached the work is still in PostgreSQL, and the next
// sweep finds it. So enqueueing never fails and never waits for long.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { Clock } from '../../shared/clock.js';
import { type JobDefinition, type QueueName, QUEUES } from './job-definition.js';

const PATIENCE_MS = 2_000;

@Injectable()
export class JobQueue implements OnModuleInit {
  private readonly logger = new Logger('Queue');

  constructor(
    private readonly modules: ModuleRef,
    private readonly clock: Clock,
  ) {}

  /**
   * BullMQ prints what nobody hears, with the whole connection it is about. And what fails while a queue makes its tables
   * is heard by nobody but who waits for it.
   */
  async onModuleInit(): Promise<void> {
    for (const name of QUEUES) {
      this.queue(name).on('error', (error) => this.logger.warn(`Lost the queue: ${error.message}`));
    }
    await Promise.all(
      QUEUES.map((name) => this.attempt('open the queue', (queue) => queue.waitUntilReady(), name)),
    );
  }

  /** @returns whether the queue took the job; false is logged and left to the sweep. */
  async enqueue<Payload>(definition: JobDefinition<Payload>, payload: Payload): Promise<boolean> {
    return this.attempt(
      `enqueue ${definition.name}`,
      async (queue) => {
        await queue.add(definition.name, payload);
      },
      definition.queue,
    );
  }

  /** Makes sure the job runs by itself; saying it again changes nothing, and mends a queue that was flushed. */
  async schedule(definition: JobDefinition): Promise<boolean> {
    const { name, repeat } = definition;
    if (!repeat) throw new Error(`Job ${name} does not repeat; say so in its definition`);
    const times =
      'everyMs' in repeat ? { every: repeat.everyMs } : { pattern: repeat.pattern, tz: repeat.timeZone };
    return this.attempt(
      `schedule ${name}`,
      async (queue) => {
        if ('everyMs' in repeat) await this.forgetFarOff(queue, name, repeat.everyMs);
        await queue.upsertJobScheduler(name, times, { name, data: {} });
      },
      definition.queue,
    );
  }

  /** A clock that was ahead, and has been set right, leaves a next time behind that would keep the job waiting until then. */
  private async forgetFarOff(queue: Queue, name: string, everyMs: number): Promise<void> {
    const { next = 0 } = (await queue.getJobScheduler(name)) ?? {};
    if (next - this.clock.now().getTime() > 2 * everyMs) await queue.removeJobScheduler(name);
  }

  /** Whether the queue answers. */
  async isReachable(name: QueueName): Promise<boolean> {
    return this.attempt('reach the queue', (queue) => queue.getJobCounts('waiting'), name);
  }

  /** How long the job that is next has waited; 0 when none waits, undefined when the queue does not answer. */
  async lagMs(name: QueueName): Promise<number | undefined> {
    let since: number | undefined;
    const answers = await this.attempt(
      'read the queue',
      async (queue) => {
        const [job] = await queue.getJobs(['waiting'], 0, 0, true);
        since = job?.timestamp;
      },
      name,
    );
    if (!answers) return undefined;
    return since === undefined ? 0 : Math.max(this.clock.now().getTime() - since, 0);
  }

  private async attempt(
    what: string,
    act: (queue: Queue) => Promise<unknown>,
    name: QueueName,
  ): Promise<boolean> {
    const queue = this.queue(name);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      await Promise.race([act(queue), patience]);
      return true;
    } catch (error) {
      this.logger.warn(
        `Could not ${what}: ${error instanceof Error ? error.message : String(error)}. The sweep will do it.`,
      );
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  private queue(name: QueueName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}
