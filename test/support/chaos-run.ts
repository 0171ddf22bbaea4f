// What every chaos test needs: readers who are due, an operator who plans and sweeps, and time that passes for the dead.
import { planDigests } from '../../src/digests/digests.jobs.js';
import type { Ledger } from '../../src/digests/ledger.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { Receiver } from './receiver-process.js';
import { newPaper } from './rows.js';
import { type Operator, startOperator } from './operator.js';

export const TODAY = new Date().toISOString().slice(0, 10);

export interface ChaosRun {
  operator: Operator;
  receiver: Receiver;
  /** For processes; they hand their mail to the receiver. */
  env: Record<string, string>;
  ledger(): Promise<Ledger>;
  /** Readers whose digest of today is due. */
  addDueReaders(count: number): Promise<void>;
  /** Has planning and the sweeps run now, by whichever worker is free. */
  hurry(): Promise<void>;
  /**
   * Ends the leases of these dead processes, the wait for their last word, and that for a free connection; and lets
   * planned digests have waited long enough.
   */
  timePasses(pids: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}

/** @param delayMs what the receiver takes for its last word, about */
export async function startChaosRun(delayMs: number): Promise<ChaosRun> {
  const operator = await startOperator();
  const receiver = await new Receiver().start(delayMs);
  const { prisma } = operator;
  for (const number of [1, 2, 3])
    await newPaper(prisma, { title: `Sparse experts ${number}`, upvotes: number });
  return {
    operator,
    receiver,
    env: { ...operator.env, SMTP_URL: receiver.url },
    ledger: () => operator.get(ReadLedger).run({ date: TODAY }),
    addDueReaders: async (count) => {
      await prisma.$executeRaw`
        WITH readers AS (
          INSERT INTO subscribers (id, address, address_key, state, created_at, confirmed_at, next_due_at, deliver_at_hour)
          SELECT id, 'r-' || id || '@example.org', 'r-' || id || '@example.org', 'active', now(), now(),
                 now() - interval '1 minute', 0
          FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, ${count})) AS new RETURNING id
        )
        INSERT INTO interests (id, subscriber_id, kind, value, created_at)
        SELECT gen_random_uuid(), id, 'category', 'cs.LG', now() FROM readers`;
    },
    hurry: async () => {
      await operator.get(JobQueue).enqueue(planDigests, {});
      await operator.sweep();
    },
    timePasses: async (pids) => {
      const theirs = pids.map((pid) => `%:${pid}:%`);
      await prisma.$executeRaw`
        UPDATE deliveries SET lease_until = now() - interval '1 second'
        WHERE claimed_by LIKE ANY(${theirs}) AND state IN ('claimed', 'handing_over')`;
      await prisma.$executeRaw`
        UPDATE deliveries SET next_at = now() WHERE state = 'queued' AND next_at > now()`;
      await prisma.$executeRaw`
        UPDATE digests SET planned_at = planned_at - interval '1 minute' WHERE state = 'planned'`;
    },
    stop: async () => {
      await receiver.stop();
      await operator.stop();
    },
  };
}
