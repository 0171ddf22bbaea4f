// Faults that were found by reading: each of these tests failed once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { claimDeliveries } from '../../src/deliveries/deliveries.queries.js';
import { LedgerTurns } from '../../src/deliveries/ledger-turns.js';
import { PORTION, SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { workerName } from '../../src/deliveries/worker-name.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import { type Answer, MisbehavingServer, SILENCE } from '../support/misbehaving-server.js';
import { noteLog } from '../support/noted-log.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { until } from '../support/until.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let server: MisbehavingServer;
let courant: UseCases;
let send: SendDeliveries;
let reader: Subscriber;
let log: string[];

beforeAll(async () => {
  server = await new MisbehavingServer().start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  courant = await openUseCases([DeliveriesModule], { SMTP_URL: server.url });
  courant.clock.set('2026-06-29T12:00:00Z');
  send = courant.get(SendDeliveries);
  log = noteLog();
  server.answer = () => undefined;
  server.messages.length = 0;
  reader = await newSubscriber(courant.prisma);
});

const rowOf = (id: string) => courant.prisma.delivery.findUniqueOrThrow({ where: { id } });
const claimedNow = () => courant.prisma.delivery.count({ where: { state: 'claimed' } });

describe('sending', () => {
  it('settles a hard bounce and suppresses the address together or not at all', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    server.answer = (stage) => (stage === 'RCPT' ? '550 5.1.1 no such user' : undefined);
    await courant.prisma.$executeRaw`
      CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`;
    await courant.prisma.$executeRaw`
      CREATE TRIGGER no_more BEFORE INSERT ON suppressions FOR EACH ROW EXECUTE FUNCTION refuse_row()`;
    await send.run({ deliveryIds: [id] });
    expect(await rowOf(id)).toMatchObject({ state: 'handing_over' });
    expect(await courant.prisma.suppression.count()).toBe(0);
    await courant.stop();
  });

  it('settles the others of a turn when the database refuses one', async () => {
    const claims = [];
    for (let number = 0; number < 3; number += 1) {
      const { id } = await newDelivery(courant.prisma, reader);
      claims.push(...(await claimDeliveries(courant.prisma, [id], workerName, courant.clock.now(), 1)));
    }
    const turns = new LedgerTurns(courant.prisma, courant.clock);
    await Promise.all(claims.map((claim) => turns.mark(claim)));
    await courant.prisma.$executeRaw`
      ALTER TABLE deliveries ADD CONSTRAINT no_such_reply CHECK (reply IS DISTINCT FROM 'of 1')`;
    const said = { state: 'accepted' as const, replyCode: 250, nextAt: null, suppress: false };
    const settled = claims.map(({ id, fencingToken }, number) =>
      turns.settle({ id, fencingToken, reply: `of ${number}`, ...said }),
    );
    await Promise.allSettled(settled);
    const states = await Promise.all(claims.map(async ({ id }) => (await rowOf(id)).state));
    expect(states).toEqual(['accepted', 'handing_over', 'accepted']);
    await courant.stop();
  });

  it('keeps what the server said through a database that is away for a moment', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    let failures = 0;
    const { prepared } = courant.prisma;
    const execute = prepared.$executeRaw.bind(prepared);
    Object.defineProperty(prepared, '$executeRaw', {
      configurable: true,
      value: (...input: Parameters<typeof execute>) => {
        failures += 1;
        return failures < 3 ? Promise.reject(new Error('Connection terminated')) : execute(...input);
      },
    });
    expect(await send.run({ deliveryIds: [id] })).toEqual({ claimed: 1, accepted: 1 });
    expect(failures).toBe(3);
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', replyCode: 250 });
    await courant.stop();
  });

  it('takes the mails that wait longest first', async () => {
    const start = courant.clock.now().getTime();
    const rows = [];
    for (const age of [1, 5, 3, 4, 2])
      rows.push({ age, ...(await newDelivery(courant.prisma, reader, { nextAt: new Date(start - age) })) });
    const oldest = rows.toSorted((a, b) => b.age - a.age).map(({ id }) => id);
    const ids = rows.map(({ id }) => id);
    const claims = await claimDeliveries(courant.prisma, ids, 'w', courant.clock.now(), 3);
    expect(claims.map(({ id }) => id)).toEqual(oldest.slice(0, 3));
    await courant.stop();
  });

  it('claims no more than it can soon hand over, and passes on what it puts back when it stops', async () => {
    const rows = await Promise.all(Array.from({ length: 90 }, () => newDelivery(courant.prisma, reader)));
    const ids = rows.map(({ id }) => id);
    server.answer = (stage) => (stage === 'connect' ? SILENCE : undefined);
    const running = send.run({ deliveryIds: ids });
    await until('claims', async () => (await claimedNow()) >= PORTION);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await claimedNow()).toBeLessThanOrEqual(2 * PORTION);
    send.onModuleDestroy();
    server.answer = () => undefined;
    server.sayToAll('220 at last');
    await running;
    expect(server.messages).toEqual([]);
    expect(await courant.prisma.delivery.count({ where: { state: 'queued' } })).toBe(90);
    const again = courant.queue.jobs.flatMap(
      ({ payload }) => (payload as { deliveryIds: string[] }).deliveryIds,
    );
    expect(again.toSorted()).toEqual(ids.toSorted());
    await courant.stop();
  });

  it('gives a server that is silent to RSET five seconds, not minutes', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    server.answer = (stage) =>
      stage === 'RCPT' ? '550 5.7.1 not you' : stage === 'RSET' ? SILENCE : undefined;
    const startedAt = performance.now();
    await send.run({ deliveryIds: [id] });
    await send.finish();
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(await rowOf(id)).toMatchObject({ state: 'rejected' });
    await courant.stop();
  });

  it('renews the lease of a mail it got again while its first conversation had not ended', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    const answers: Answer[] = [{ later: '451 4.3.0 not now', ms: 3_000 }, SILENCE];
    server.answer = (stage) => (stage === 'dot' ? answers.shift() : undefined);
    expect(await send.run({ deliveryIds: [id] })).toEqual({ claimed: 1, accepted: 0 });
    // As a sweep does when the database was away for longer than the lease.
    await courant.prisma.delivery.update({ where: { id }, data: { state: 'queued', leaseUntil: null } });
    const second = send.run({ deliveryIds: [id] });
    await until('the first to end and the second to be let go', async () => {
      await second;
      return log.some((line) => line.includes('settled without us'));
    });
    expect(send.inHand).toEqual([id]);
    server.hangUpOnAll();
    await send.finish();
    expect(send.inHand).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ state: 'unknown', fencingToken: 2 });
    await courant.stop();
  });
});
