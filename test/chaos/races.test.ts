// What happens at the same moment: a worker that stood still wakes up, a reader leaves while her mail is on its way,
// workers are replaced one after the other. The receiver's journal is the judge.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { signToken } from '../../src/shared/signed-link.js';
import { tell } from '../support/chaos-table.js';
import { type ChaosRun, startChaosRun } from '../support/chaos-run.js';
import { CourantProcess, killLeftovers } from '../support/courant-process.js';
import { judge } from '../support/judgement.js';
import { until } from '../support/until.js';

const env = () => ({ ...run.env, SMTP_CONNECTIONS: '3' });
let run: ChaosRun;
/** Two workers that serve all these tests, until others take their place. */
let sleeper: CourantProcess;
let other: CourantProcess;

beforeAll(async () => {
  run = await startChaosRun(40);
  [sleeper, other] = [new CourantProcess({ env: env() }), new CourantProcess({ env: env() })];
  await Promise.all([sleeper.untilReady(), other.untilReady()]);
}, 120_000);
beforeEach(async () => {
  await run.operator.prisma.subscriber.deleteMany();
});
afterAll(async () => {
  await killLeftovers();
  await run.stop();
});

/** What a worker holds now. */
const heldBy = ({ pid }: CourantProcess) =>
  run.operator.prisma.delivery.findMany({ where: { claimedBy: { contains: `:${pid}:` } } });

/** Brings a worker to where it hands mails over, with as many readers as that takes. */
const atWork = (worker: CourantProcess) =>
  until(
    'it to hand mails over',
    async () => {
      if ((await heldBy(worker)).some(({ state }) => state === 'handing_over')) return true;
      if ((await run.ledger()).inFlight < 100) await run.addDueReaders(200);
      await run.hurry();
      return false;
    },
    60,
    100,
  );

const done = () =>
  until(
    'the run to be done',
    async () => {
      await run.hurry();
      const soFar = await run.ledger();
      return soFar.isDone && soFar.due > 0 && soFar;
    },
    90,
    500,
  );

describe('a worker that stands still for longer than its lease', () => {
  it('and wakes up changes nothing any more: what it wants to write is refused, and it says so', async () => {
    const { prisma } = run.operator;
    const open = await until('it to stand still with transactions open', async () => {
      await atWork(sleeper);
      sleeper.signal('SIGSTOP');
      // What it has just said to the database is still written.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const found = (await heldBy(sleeper)).filter(({ state }) => state === 'handing_over');
      if (found.length === 0) sleeper.signal('SIGCONT');
      return found.length > 0 && found;
    });
    const ids = (await heldBy(sleeper)).map(({ id }) => id);
    const rows = () => prisma.delivery.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
    await until(
      'others to have sent what it held',
      async () => {
        await run.timePasses([sleeper.pid]);
        await run.hurry();
        return (await rows()).every(({ state }) => state === 'accepted');
      },
      60,
      500,
    );
    const before = await rows();
    sleeper.signal('SIGCONT');
    await until('it to notice', () => sleeper.output.includes('settled without us'));
    const ledger = await done();
    expect(await rows()).toEqual(before);
    const attempts = await prisma.deliveryAttempt.findMany({
      where: { deliveryId: { in: open.map(({ id }) => id) }, worker: { contains: `:${sleeper.pid}:` } },
    });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(open.map(() => 'unknown'));

    const found = await judge(prisma, run.receiver);
    tell('a worker asleep', { ...found, openWhenStopped: open.length });
    expect(ledger).toMatchObject({ accepted: ledger.due, isBalanced: true });
    expect(found).toMatchObject({ lost: 0, denied: 0, unexplained: 0 });
    // The server took what was open when it fell asleep, and nothing it had only claimed was sent a second time.
    expect(found.duplicates).toBeLessThanOrEqual(open.length);
    expect([sleeper, other].map(({ hasEnded }) => hasEnded)).toEqual([false, false]);
  }, 120_000);
});

describe('a reader who leaves during the run', () => {
  it('is handed no mail after she was answered', async () => {
    const READERS = 400;
    const { prisma } = run.operator;
    await run.addDueReaders(READERS);
    await run.hurry();
    const secret = run.operator.get(SecretKey).value;
    const answeredAt = new Map<string, number>();
    const leave = async (reader: { id: string; address: string }) => {
      const token = encodeURIComponent(signToken(secret, 'unsubscribe', reader.id));
      const answer = await fetch(`${run.operator.url}/u/${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(answer.status).toBe(200);
      answeredAt.set(reader.address, Date.now());
    };
    // Those whose mail is on its way at this very moment, again and again.
    await until('many to have left, or all to have theirs', async () => {
      const some = await prisma.$queryRaw<{ id: string; address: string }[]>`
        SELECT s.id, s.address FROM subscribers AS s JOIN deliveries AS d ON d.subscriber_id = s.id
        WHERE d.state IN ('claimed', 'handing_over') AND s.state = 'active' ORDER BY random() LIMIT 10`;
      await Promise.all(some.map(leave));
      const { isDone, due } = await run.ledger();
      return answeredAt.size > 100 || (isDone && due > 0);
    });
    expect(answeredAt.size).toBeGreaterThan(20);
    const ledger = await done();
    const late = run.receiver
      .taken()
      .filter(({ recipient, atMs }) => atMs > (answeredAt.get(recipient) ?? Number.POSITIVE_INFINITY));
    const got = run.receiver.taken().filter(({ recipient }) => answeredAt.has(recipient));
    tell('leaving during the run', {
      left: answeredAt.size,
      gotItBefore: got.length,
      gotItAfter: late.length,
    });
    expect(late).toEqual([]);
    // Some at the very moment of their hand-over, some before it.
    expect(got.length).toBeGreaterThan(0);
    expect(ledger.cancelled).toBeGreaterThan(0);
    expect(ledger).toMatchObject({ unknown: 0, isBalanced: true });
    expect(ledger.accepted + ledger.cancelled + (ledger.excluded['unsubscribed'] ?? 0)).toBe(READERS);
  }, 120_000);
});

describe('workers that are replaced one after the other', () => {
  it('by SIGTERM leave nothing in doubt and nothing behind', async () => {
    const begun = run.receiver.broken();
    const next = [0, 1].map(() => new CourantProcess({ env: env() }));
    await Promise.all(next.map((worker) => worker.untilReady()));
    for (const old of [sleeper, other]) {
      await atWork(old);
      expect(await old.stop()).toEqual({ code: 0, signal: null });
      expect(await heldBy(old)).toEqual([]);
    }
    const ledger = await done();
    const found = await judge(run.operator.prisma, run.receiver);
    tell('a rolling restart', found);
    expect(ledger).toMatchObject({ accepted: ledger.due, unknown: 0, isBalanced: true });
    expect(found).toMatchObject({ lost: 0, duplicates: 0, unknownAttempts: 0 });
    expect(run.receiver.broken()).toBe(begun);
    for (const one of next) expect(await one.stop()).toEqual({ code: 0, signal: null });
  }, 120_000);
});
