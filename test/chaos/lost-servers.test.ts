// The queue is flushed, the database drops its connections: both cost seconds, not mails.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { sendDeliveries } from '../../src/deliveries/deliveries.jobs.js';
import { StartRun } from '../../src/digests/start-run.js';
import { chooseOwnPort } from '../support/own-port.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { CourantProcess, killLeftovers } from '../support/courant-process.js';
import { submitForm } from '../support/reader.js';
import { newDelivery, newPaper, newReaders, newSubscriber } from '../support/rows.js';
import { until } from '../support/until.js';
import { type Operator, startOperator } from '../support/operator.js';

let operator: Operator;

beforeAll(async () => {
  operator = await startOperator();
  await newPaper(operator.prisma, { title: 'Sparse experts', upvotes: 7 });
});
afterEach(killLeftovers);
afterAll(() => operator.stop());

async function onDatabase<Row extends object>(statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: operator.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Empties our queues, wherever they live, and those of no other test. @returns how many keys or jobs there were */
async function flushQueue(): Promise<number> {
  const { REDIS_URL, QUEUE_PREFIX = '' } = operator.env;
  if (REDIS_URL) {
    const redis = new Redis(REDIS_URL);
    const keys = await redis.keys(`${QUEUE_PREFIX}:*`);
    await redis.del(keys);
    redis.disconnect();
    return keys.length;
  }
  const schema = `queue_${QUEUE_PREFIX}`;
  const [jobs] = await onDatabase<{ count: number }>(`SELECT count(*)::int FROM ${schema}.job`);
  const tables = await onDatabase<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = '${schema}' AND tablename <> 'migration'`,
  );
  await onDatabase(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
  return jobs?.count ?? 0;
}

describe('a flushed queue', () => {
  it('costs half a minute at most: the worker that runs on finds all the work in the database', async () => {
    const { prisma, sink, env } = operator;
    const readers = await newReaders(prisma, 50);
    const subscriber = await newSubscriber(prisma, { address: 'waiting@example.org', state: 'active' });
    const worker = await new CourantProcess({ env }).untilReady();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    worker.signal('SIGSTOP');

    await operator.get(StartRun).run({ date: new Date().toISOString().slice(0, 10) });
    const soon = { nextAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) };
    const waiting = await newDelivery(prisma, subscriber, soon);
    await operator.get(JobQueue).enqueue(sendDeliveries, { deliveryIds: [waiting.id] });
    expect(await flushQueue()).toBeGreaterThan(2);
    // So that the sweep does not think that their job is still to come.
    await prisma.$executeRaw`UPDATE digests SET planned_at = planned_at - interval '1 minute'`;
    const flushedAt = performance.now();
    worker.signal('SIGCONT');

    const isDone = async () =>
      (await prisma.delivery.count({ where: { state: 'accepted' } })) === readers.length + 2;
    await until('all mails to be accepted', isDone, 45);
    expect(performance.now() - flushedAt).toBeLessThan(31_000);
    expect(await worker.stop()).toEqual({ code: 0, signal: null });
    for (const address of readers) expect([address, sink.to(address).length]).toEqual([address, 1]);
    expect(sink.to(subscriber.address)).toHaveLength(2);
  }, 90_000);
});

describe('a database that drops every connection', () => {
  it('is found again without a restart, and the log is not flooded with what a connection is made of', async () => {
    const PORT = String(await chooseOwnPort());
    const { sink, env } = operator;
    const QUEUE_PREFIX = `${env['QUEUE_PREFIX']}_lost`;
    const service = await new CourantProcess({
      env: { ...env, QUEUE_PREFIX, PORT, ROLE: 'all' },
    }).untilReady();
    const ask = async (email: string) => {
      const form = { email, description: 'sparse experts', timeZone: 'UTC' };
      const { status } = await submitForm(`http://127.0.0.1:${PORT}`, form);
      return status;
    };
    expect(await ask('before@example.org')).toBe(303);
    await sink.waitFor('before@example.org');
    const dropped = await onDatabase(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(dropped.length).toBeGreaterThan(3);
    await until('the form to answer again', async () => (await ask('after@example.org')) === 303, 10);
    await sink.waitFor('after@example.org');
    expect(service.hasEnded).toBe(false);
    // The queue says so when it lives in that database; Prisma reconnects without a word.
    if (!process.env['COURANT_TEST_REDIS']) expect(service.output).toContain('terminating connection');
    expect(service.output).not.toContain('connectionParameters');
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });
});
