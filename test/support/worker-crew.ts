// Worker processes that can be killed, and the operator beside them who sees what becomes of the work.
import { sweepDeliveries } from '../../src/deliveries/deliveries.jobs.js';
import { sweepDigests } from '../../src/digests/digests.jobs.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { CourantProcess } from './courant-process.js';
import { type CourantUnderTest, startCourantUnderTest, testEnvironment } from './courant-under-test.js';

export interface Operator extends CourantUnderTest {
  /** For processes on the same database, queue and mail server. */
  env: Record<string, string>;
  /** Has the sweeps run now instead of within half a minute, by whichever worker is free. */
  sweep(): Promise<void>;
}

/** A web process in this one: it plans, enqueues and reads, and does no work. */
export async function startOperator(): Promise<Operator> {
  const { QUEUE_PREFIX = '' } = testEnvironment('', '');
  const courant = await startCourantUnderTest({ env: { ROLE: 'web', QUEUE_PREFIX } });
  const env = { ...testEnvironment(courant.databaseUrl, courant.sink.url), QUEUE_PREFIX, ROLE: 'worker' };
  return {
    ...courant,
    env,
    sweep: async () => {
      for (const job of [sweepDigests, sweepDeliveries]) await courant.get(JobQueue).enqueue(job, {});
    },
  };
}

export class WorkerCrew {
  readonly workers: CourantProcess[];

  constructor(
    size: number,
    private readonly env: Record<string, string>,
  ) {
    this.workers = Array.from({ length: size }, () => new CourantProcess({ env }));
  }

  async untilReady(): Promise<this> {
    await Promise.all(this.workers.map((worker) => worker.untilReady()));
    return this;
  }

  /** Kills one of these, chosen by chance, and starts another. @returns its pid; undefined when none of them is ours */
  async killOneOf(pids: readonly number[]): Promise<number | undefined> {
    const candidates = this.workers.filter(({ pid }) => pids.includes(pid));
    const victim = candidates[Math.floor(Math.random() * candidates.length)];
    if (!victim) return undefined;
    await victim.stop('SIGKILL');
    this.workers[this.workers.indexOf(victim)] = new CourantProcess({ env: this.env });
    return victim.pid;
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }
}
