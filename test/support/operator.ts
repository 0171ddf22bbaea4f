// The operator beside worker processes, who sees what becomes of the work.
import { sweepDeliveries } from '../../src/deliveries/deliveries.jobs.js';
import { sweepDigests } from '../../src/digests/digests.jobs.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
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
