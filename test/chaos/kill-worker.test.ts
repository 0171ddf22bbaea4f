// Workers that die without a word. Truth is in the database: what they leave behind is picked up, nobody goes without
// her mail, and whoever gets it twice has a row that says why.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sendDeliveries } from '../../src/deliveries/deliveries.jobs.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { StartRun } from '../../src/digests/start-run.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { CourantProcess, killLeftovers } from '../support/courant-process.js';
import { newDelivery, newPaper, newReaders, newSubscriber } from '../support/rows.js';
import { until } from '../support/until.js';
import { type Operator, startOperator, WorkerCrew } from '../support/worker-crew.js';

const TODAY = new Date().toISOString().slice(0, 10);
let operator: Operator;

beforeAll(async () => {
  operator = await startOperator();
  await newPaper(operator.prisma, { title: 'Sparse experts', upvotes: 7 });
});
afterEach(async () => {
  await killLeftovers();
  await operator.prisma.subscriber.deleteMany();
});
afterAll(() => operator.stop());

const messageId = (raw: Buffer) => /^Message-ID: (\S+)/im.exec(raw.toString('latin1'))?.[1];
const ledger = () => operator.get(ReadLedger).run({ date: TODAY });

/** Pids of the workers that are handing over at this moment. */
async function atWork(): Promise<number[]> {
  const rows = await operator.prisma.$queryRaw<{ pid: number }[]>`
    SELECT DISTINCT split_part(claimed_by, ':', 2)::int AS pid FROM deliveries WHERE state = 'handing_over'`;
  return rows.map(({ pid }) => pid);
}

/** Lets time pass for what dead workers left: their leases end, and digests have waited long enough. */
async function timePasses(pids: readonly number[]): Promise<void> {
  const theirs = pids.map((pid) => `%:${pid}:%`);
  await operator.prisma.$executeRaw`
    UPDATE deliveries SET lease_until = now() - interval '1 second'
    WHERE claimed_by LIKE ANY(${theirs}) AND state IN ('claimed', 'handing_over')`;
  await operator.prisma.$executeRaw`
    UPDATE digests SET planned_at = planned_at - interval '1 minute' WHERE state = 'planned'`;
}

describe('two workers', () => {
  it('given the same mails, several times and in another order, send each once', async () => {
    const { prisma, sink, env } = operator;
    const subscriber = await newSubscriber(prisma, { address: 'raced-for@example.org' });
    // Long enough that one of them cannot do it all before the other has begun.
    sink.delayMs = 25;
    const crew = await new WorkerCrew(2, { ...env, SMTP_CONNECTIONS: '2' }).untilReady();
    // Past their first sweep, which would give all the work to one of them.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const soon = { nextAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) };
    const rows = [];
    for (let number = 0; number < 200; number += 1) {
      rows.push(await newDelivery(prisma, subscriber, { recipient: `raced-${number}@example.org`, ...soon }));
    }
    const deliveryIds = rows.map(({ id }) => id);
    for (const ids of [deliveryIds, deliveryIds.toReversed(), deliveryIds, deliveryIds.toSorted()]) {
      for (let start = 0; start < ids.length; start += 20) {
        void operator.get(JobQueue).enqueue(sendDeliveries, { deliveryIds: ids.slice(start, start + 20) });
      }
    }
    const settled = await until('all to be sent', async () => {
      const found = await prisma.delivery.findMany({
        where: { id: { in: deliveryIds } },
        include: { history: true },
      });
      return found.every(({ state }) => state === 'accepted') && found;
    });
    await crew.stop();
    const arrived = sink.received.map(({ to }) => to).filter((to) => to.startsWith('raced-'));
    expect(arrived.toSorted()).toEqual(settled.map(({ recipient }) => recipient).toSorted());
    expect(settled.every(({ attempts, history }) => attempts === 1 && history.length === 1)).toBe(true);
    const workers = new Set(settled.flatMap(({ history }) => history.map(({ worker }) => worker)));
    expect(workers.size).toBe(2);
  });

  it('killed again and again bring every reader her digest, and a second one only for a reason on record', async () => {
    const { prisma, sink, env } = operator;
    const READERS = 300;
    const KILLS = 6;
    const readers = await newReaders(prisma, READERS);
    // Most of a worker's time goes into waiting for the server's last word: that is when it is killed.
    sink.delayMs = 60;
    const crew = await new WorkerCrew(2, { ...env, SMTP_CONNECTIONS: '1' }).untilReady();
    expect(await operator.get(StartRun).run({ date: TODAY })).toEqual({ planned: READERS });
    const killed: number[] = [];
    while (killed.length < KILLS) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const pid = await crew.killOneOf(await atWork());
      if (pid === undefined) continue;
      killed.push(pid);
      await timePasses(killed);
      await operator.sweep();
    }
    sink.delayMs = 5;
    const end = await until(
      'the run to be done',
      async () => {
        const soFar = await ledger();
        if (soFar.isDone) return soFar;
        await timePasses(killed);
        await operator.sweep();
        await new Promise((resolve) => setTimeout(resolve, 700));
        return undefined;
      },
      60,
    );
    await crew.stop();

    const deliveries = await prisma.delivery.findMany({
      where: { kind: 'digest' },
      include: { history: true },
    });
    expect(deliveries.map(({ recipient }) => recipient).toSorted()).toEqual(readers.toSorted());
    const counts = new Map<number, number>();
    for (const delivery of deliveries) {
      const mails = sink.to(delivery.recipient);
      counts.set(mails.length, (counts.get(mails.length) ?? 0) + 1);
      expect(mails.map(({ raw }) => messageId(raw))).toEqual(mails.map(() => delivery.messageId));
      const doubts = delivery.history.filter(({ outcome, endedAt }) => outcome === 'unknown' || !endedAt);
      // Each further mail has a doubt on record. Nobody goes without, unless both her tries ended in doubt.
      expect(mails.length).toBeLessThanOrEqual(1 + doubts.length);
      if (delivery.state === 'unknown') expect([delivery.resends, doubts.length]).toEqual([1, 2]);
      else expect([delivery.state, mails.length > 0]).toEqual(['accepted', true]);
    }
    expect(end).toMatchObject({ due: READERS, inFlight: 0, isBalanced: true, isDone: true });
    expect(end.accepted + end.unknown).toBe(READERS);
    expect(counts.get(1)).toBeGreaterThan(READERS / 2);
    const hit = deliveries.filter(
      ({ history }) => history.length > 1 || history.some(({ endedAt }) => !endedAt),
    );
    // One connection a worker: a kill leaves one transaction open at most. Most must have, else nothing was shown.
    expect(hit.length).toBeLessThanOrEqual(KILLS);
    expect(hit.length).toBeGreaterThan(1);
  }, 120_000);
});

describe('a worker killed between planning and building', () => {
  it('leaves digests that the next one builds, each once', async () => {
    const { prisma, sink, env } = operator;
    sink.delayMs = 0;
    const readers = await newReaders(prisma, 40, { nextDueAt: new Date(Date.now() - 60_000) });
    // Building reads the papers, planning does not: this holds a worker between the two.
    const lock = new pg.Client({ connectionString: operator.databaseUrl });
    await lock.connect();
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE papers IN ACCESS EXCLUSIVE MODE');
    // The queue's next minute is too far away: this worker has a new queue, and plans at once.
    const QUEUE_PREFIX = `${env['QUEUE_PREFIX']}_plan`;
    const first = new CourantProcess({ env: { ...env, QUEUE_PREFIX } });
    await until('the digests to be planned', async () => (await prisma.digest.count()) === readers.length);
    await first.stop('SIGKILL');
    await lock.query('ROLLBACK');
    await lock.end();
    expect(await prisma.digest.count({ where: { state: 'planned' } })).toBe(readers.length);
    expect(sink.received.filter(({ to }) => readers.includes(to))).toEqual([]);

    const second = await new CourantProcess({ env }).untilReady();
    await timePasses([]);
    await operator.sweep();
    const isDone = async () =>
      (await prisma.delivery.count({ where: { state: 'accepted' } })) === readers.length;
    await until('the digests to be sent', isDone);
    await second.stop();
    expect(
      sink.received
        .map(({ to }) => to)
        .filter((to) => readers.includes(to))
        .toSorted(),
    ).toEqual(readers.toSorted());
    const due = await prisma.subscriber.count({ where: { nextDueAt: { gt: new Date() } } });
    expect(due).toBe(readers.length);
  });
});
