// What happens at the same moment: a worker that stood still wakes up, a reader leaves while her mail is on its way,
// workers are replaced one after the other. The receiver's journal is the judge.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { choosePort } from '../../src/platform/http/choose-port.js';
import { signToken } from '../../src/shared/signed-link.js';
import { tell } from '../support/chaos-table.js';
import { type ChaosRun, startChaosRun } from '../support/chaos-run.js';
import { CourantProcess, killLeftovers } from '../support/courant-process.js';
import { judge } from '../support/judgement.js';
import { until } from '../support/until.js';

let run: ChaosRun;

beforeAll(async () => {
  run = await startChaosRun(40);
});
beforeEach(async () => {
  await run.operator.prisma.subscriber.deleteMany();
});
afterEach(killLeftovers);
afterAll(() => run.stop());

const accepted = () => run.operator.prisma.delivery.count({ where: { state: 'accepted' } });
const done = () =>
  until(
    'the run to be done',
    async () => {
      await run.hurry();
      await new Promise((resolve) => setTimeout(resolve, 700));
      const soFar = await run.ledger();
      return soFar.isDone && soFar.due > 0 && soFar;
    },
    90,
  );

describe('a worker that stands still for longer than its lease', () => {
  it('and wakes up changes nothing any more: what it wants to write is refused, and it says so', async () => {
    const READERS = 150;
    const { prisma } = run.operator;
    const env = { ...run.env, SMTP_CONNECTIONS: '3' };
    const sleeper = await new CourantProcess({ env }).untilReady();
    await run.addDueReaders(READERS);
    await run.hurry();
    await until('it to be at work', async () => (await accepted()) > 20);
    sleeper.signal('SIGSTOP');
    const held = () =>
      prisma.delivery.findMany({
        where: { claimedBy: { contains: `:${sleeper.pid}:` } },
        select: { id: true },
      });
    const ids = (await held()).map(({ id }) => id);
    const open = await prisma.delivery.findMany({ where: { id: { in: ids }, state: 'handing_over' } });
    expect(open.length).toBeGreaterThan(0);

    const other = await new CourantProcess({ env }).untilReady();
    await until('others to have sent what it held', async () => {
      await run.timePasses([sleeper.pid]);
      await run.hurry();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return (await prisma.delivery.count({ where: { id: { in: ids }, state: 'accepted' } })) === ids.length;
    });
    const before = await prisma.delivery.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
    sleeper.signal('SIGCONT');
    await until('it to notice', () => sleeper.output.includes('settled without us'));
    const ledger = await done();
    const after = await prisma.delivery.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
    expect(after).toEqual(before);
    const attempts = await prisma.deliveryAttempt.findMany({
      where: { deliveryId: { in: open.map(({ id }) => id) }, worker: { contains: `:${sleeper.pid}:` } },
    });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(open.map(() => 'unknown'));

    const found = await judge(prisma, run.receiver);
    tell('a worker asleep', { ...found, openWhenStopped: open.length });
    expect(ledger).toMatchObject({ accepted: READERS, isBalanced: true });
    expect(found).toMatchObject({ lost: 0, denied: 0, unexplained: 0 });
    // The server took what was open when it fell asleep, and nothing it had only claimed was sent a second time.
    expect(found.duplicates).toBeLessThanOrEqual(open.length);
    for (const one of [sleeper, other]) expect(await one.stop()).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe('a reader who leaves during the run', () => {
  it('is handed no mail after she was answered', async () => {
    const READERS = 400;
    const { prisma } = run.operator;
    const port = await choosePort('127.0.0.1', 0, 0);
    const web = await new CourantProcess({
      env: { ...run.env, ROLE: 'web', PORT: String(port) },
    }).untilReady();
    const worker = await new CourantProcess({ env: { ...run.env, SMTP_CONNECTIONS: '6' } }).untilReady();
    await run.addDueReaders(READERS);
    await run.hurry();
    await until('it to be under way', async () => (await accepted()) > 10);
    const secret = run.operator.get(SecretKey).value;
    const answeredAt = new Map<string, number>();
    const leave = async (reader: { id: string; address: string }) => {
      const token = encodeURIComponent(signToken(secret, 'unsubscribe', reader.id));
      const answer = await fetch(`http://127.0.0.1:${port}/u/${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(answer.status).toBe(200);
      answeredAt.set(reader.address, Date.now());
    };
    // Those whose mail is on its way at this very moment, again and again.
    for (let round = 0; round < 25; round += 1) {
      const some = await prisma.$queryRaw<{ id: string; address: string }[]>`
        SELECT s.id, s.address FROM subscribers AS s JOIN deliveries AS d ON d.subscriber_id = s.id
        WHERE d.state IN ('claimed', 'handing_over') AND s.state = 'active' ORDER BY random() LIMIT 5`;
      await Promise.all(some.map(leave));
    }
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
    expect(answeredAt.size).toBeGreaterThan(30);
    expect(ledger.cancelled).toBeGreaterThan(0);
    expect(ledger).toMatchObject({ unknown: 0, isBalanced: true });
    expect(ledger.accepted + ledger.cancelled + (ledger.excluded['unsubscribed'] ?? 0)).toBe(READERS);
    for (const one of [web, worker]) expect(await one.stop()).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe('workers that are replaced one after the other', () => {
  it('by SIGTERM leave nothing in doubt and nothing behind', async () => {
    const READERS = 1_200;
    const env = { ...run.env, SMTP_CONNECTIONS: '3' };
    const begun = run.receiver.broken();
    let workers = await Promise.all([1, 2].map(() => new CourantProcess({ env }).untilReady()));
    await run.addDueReaders(READERS);
    await run.hurry();
    await until('it to be under way', async () => (await accepted()) > 20);
    let replaced = 0;
    for (let round = 0; round < 2; round += 1) {
      const next: CourantProcess[] = [];
      for (const old of workers) {
        next.push(await new CourantProcess({ env }).untilReady());
        expect(await old.stop()).toEqual({ code: 0, signal: null });
        if ((await accepted()) < READERS) replaced += 1;
        const left = { claimedBy: { contains: `:${old.pid}:` } };
        expect(await run.operator.prisma.delivery.count({ where: left })).toBe(0);
      }
      workers = next;
    }
    const ledger = await done();
    const found = await judge(run.operator.prisma, run.receiver);
    tell('a rolling restart', { replacedDuringTheRun: replaced, ...found });
    expect(ledger).toMatchObject({ due: READERS, accepted: READERS, unknown: 0 });
    expect(found).toMatchObject({ lost: 0, duplicates: 0, unknownAttempts: 0 });
    expect(run.receiver.broken()).toBe(begun);
    expect(replaced).toBeGreaterThan(0);
    for (const one of workers) await one.stop();
  }, 120_000);
});
