// What a crash, a lost connection or a failing database leaves behind, and how it is put right.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import {
  claimDeliveries,
  markHandingOver,
  releaseClaims,
  settleDeliveries,
} from '../../src/deliveries/deliveries.queries.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import { settleUnknown } from '../../src/deliveries/sweep.queries.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import { HOUR, SECOND } from '../../src/shared/clock.js';
import { HANG_UP, MisbehavingServer } from '../support/misbehaving-server.js';
import { noteLog } from '../support/noted-log.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const LAST_WORD = 15 * SECOND;

describe.each(['once', 'never'] as const)('with RESEND_UNKNOWN=%s', (policy) => {
  let server: MisbehavingServer;
  let courant: UseCases;
  let send: SendDeliveries;
  let sweep: SweepDeliveries;
  let reader: Subscriber;
  let log: string[];

  beforeAll(async () => {
    server = await new MisbehavingServer().start();
    courant = await openUseCases([DeliveriesModule], { SMTP_URL: server.url, RESEND_UNKNOWN: policy });
    send = courant.get(SendDeliveries);
    sweep = courant.get(SweepDeliveries);
    log = noteLog();
  });
  afterAll(async () => {
    await courant.stop();
    await server.stop();
  });
  beforeEach(async () => {
    courant.clock.set('2026-06-29T12:00:00Z');
    courant.queue.jobs.length = 0;
    server.answer = () => undefined;
    server.messages.length = 0;
    log.length = 0;
    await courant.prisma.subscriber.deleteMany();
    reader = await newSubscriber(courant.prisma);
  });

  const rowOf = (id: string) => courant.prisma.delivery.findUniqueOrThrow({ where: { id } });
  const attemptsOf = (deliveryId: string) =>
    courant.prisma.deliveryAttempt.findMany({ where: { deliveryId }, orderBy: { fencingToken: 'asc' } });
  const endLeases = () =>
    courant.prisma
      .$executeRaw`UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE lease_until > now()`;

  /** A worker that died with the transaction open. */
  async function dieHandingOver(): Promise<{ id: string; fencingToken: number }> {
    const { id } = await newDelivery(courant.prisma, reader);
    const now = courant.clock.now();
    const [claim] = await claimDeliveries(courant.prisma, [id], 'dead', now);
    if (!claim) throw new Error('not claimed');
    await markHandingOver(courant.prisma, [claim], now);
    await endLeases();
    return claim;
  }

  const isOnce = policy === 'once';

  it(`a hand-over whose worker died is unknown, and ${isOnce ? 'is sent once more' : 'stays so'}`, async () => {
    const { id } = await dieHandingOver();
    expect(await sweep.run()).toMatchObject({ unknown: 1, enqueued: 0 });
    const attempt = { outcome: 'unknown', reply: 'the worker died', endedAt: courant.clock.now() };
    expect(await attemptsOf(id)).toMatchObject([attempt]);
    const settled = { state: 'unknown', resends: 0, settledAt: courant.clock.now() };
    expect(await rowOf(id)).toMatchObject(
      isOnce ? { state: 'queued', resends: 1, settledAt: null } : settled,
    );
    expect(await send.run({ deliveryIds: [id] })).toMatchObject({ claimed: 0 });
    courant.clock.advance(LAST_WORD);
    expect(await sweep.run()).toMatchObject({ unknown: 0, enqueued: isOnce ? 1 : 0 });
    await send.run({ deliveryIds: [id] });
    const { messageId, state } = await rowOf(id);
    expect(state).toBe(isOnce ? 'accepted' : 'unknown');
    expect(server.messages.map((text) => /^Message-ID: (.*)\r$/im.exec(text)?.[1])).toEqual(
      isOnce ? [messageId] : [],
    );
    expect((await attemptsOf(id)).map(({ outcome, fencingToken }) => [fencingToken, outcome])).toEqual(
      isOnce
        ? [
            [1, 'unknown'],
            [2, 'accepted'],
          ]
        : [[1, 'unknown']],
    );
  });

  it('a mail whose connection was lost after the final dot is sent again at most once', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    let dots = 0;
    server.answer = (stage) => {
      if (stage !== 'dot') return undefined;
      dots += 1;
      return HANG_UP;
    };
    for (let round = 1; round <= 3; round += 1) {
      await send.run({ deliveryIds: [id] });
      expect(await rowOf(id)).toMatchObject({ state: 'unknown', replyCode: null });
      await sweep.run();
      courant.clock.advance(HOUR);
    }
    expect(dots).toBe(isOnce ? 2 : 1);
    expect(await rowOf(id)).toMatchObject({ state: 'unknown', resends: isOnce ? 1 : 0 });
  });

  it('what turns out late is still noted, as long as nobody took over', async () => {
    const { id, fencingToken } = await dieHandingOver();
    await courant.prisma.delivery.update({ where: { id }, data: { resends: 1 } });
    await sweep.run();
    expect(await rowOf(id)).toMatchObject({ state: 'unknown' });
    const accepted = {
      id,
      fencingToken,
      state: 'accepted' as const,
      replyCode: 250,
      reply: 'ok',
      nextAt: null,
      suppress: false,
    };
    await settleDeliveries(courant.prisma, [accepted], 'dead', courant.clock.now());
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', replyCode: 250 });
    expect(await attemptsOf(id)).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('what a worker that was thought dead knows after all counts before it is sent again', async () => {
    const { id, fencingToken } = await dieHandingOver();
    await sweep.run();
    const accepted = { id, fencingToken, state: 'accepted' as const, replyCode: 250, reply: 'ok' };
    const settlement = { ...accepted, nextAt: null, suppress: false };
    await settleDeliveries(courant.prisma, [settlement], 'slow', courant.clock.now());
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', replyCode: 250 });
    expect(await attemptsOf(id)).toMatchObject([{ outcome: 'accepted' }]);
    courant.clock.advance(LAST_WORD);
    expect(await sweep.run()).toMatchObject({ enqueued: 0 });
  });

  it('a mark that was made though the database went away before it said so is taken back: nothing was begun', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    const { prepared } = courant.prisma;
    const query = prepared.$queryRaw.bind(prepared);
    Object.defineProperty(prepared, '$queryRaw', {
      configurable: true,
      value: async (...input: Parameters<typeof query>) => {
        const rows = await query(...input);
        if (String(input[0]).includes('FROM moved')) throw new Error('Connection terminated');
        return rows;
      },
    });
    await send.run({ deliveryIds: [id] });
    Object.defineProperty(prepared, '$queryRaw', { configurable: true, value: query });
    expect(await rowOf(id)).toMatchObject({ state: 'queued', claimedBy: null });
    expect(await attemptsOf(id)).toMatchObject([
      { outcome: 'deferred', reply: expect.stringContaining('not begun') },
    ]);
    expect(server.messages).toEqual([]);
    await send.run({ deliveryIds: [id] });
    expect(await rowOf(id)).toMatchObject({ state: 'accepted' });
    expect(server.messages).toHaveLength(1);
  });

  it('so it is when a sweep came first and called it unknown: it is sent, and nothing stays in doubt', async () => {
    const { id, fencingToken } = await dieHandingOver();
    await sweep.run();
    expect(await attemptsOf(id)).toMatchObject([{ outcome: 'unknown' }]);
    await releaseClaims(courant.prisma, [{ id, fencingToken }], courant.clock.now());
    expect(await rowOf(id)).toMatchObject({ state: 'queued', resends: 0, settledAt: null });
    expect(await attemptsOf(id)).toMatchObject([{ outcome: 'deferred', worker: expect.stringMatching(/./) }]);
    courant.clock.advance(LAST_WORD);
    await send.run({ deliveryIds: [id] });
    expect(await rowOf(id)).toMatchObject({ state: 'accepted' });
  });

  if (!isOnce) return;

  it(`what becomes unknown in the middle of a sweep ${isOnce ? 'is left to the next' : 'is settled'}`, async () => {
    const { id } = await newDelivery(courant.prisma, reader, { state: 'unknown' });
    await settleUnknown(courant.prisma, courant.clock.now(), isOnce);
    expect((await rowOf(id)).settledAt).toEqual(isOnce ? null : courant.clock.now());
  });

  it('what is unknown when its time is over is not sent again', async () => {
    const { id } = await dieHandingOver();
    courant.clock.advance(24 * HOUR);
    expect(await sweep.run()).toMatchObject({ unknown: 1, enqueued: 0 });
    expect(await rowOf(id)).toMatchObject({ state: 'unknown', resends: 0 });
  });

  it('what was only claimed is sent by another worker', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    await claimDeliveries(courant.prisma, [id], 'dead', courant.clock.now());
    expect(await sweep.run()).toMatchObject({ released: 0, enqueued: 0 });
    await endLeases();
    expect(await sweep.run()).toMatchObject({ released: 1, unknown: 0, enqueued: 1 });
    expect(courant.queue.jobs).toEqual([{ name: 'send', payload: { deliveryIds: [id] } }]);
    await send.run({ deliveryIds: [id] });
    expect(server.messages).toHaveLength(1);
    expect(log.some((line) => line.includes('Picked up 1 lost claims'))).toBe(true);
  });

  it('whatever waits and is due gets a job, in portions, longest waiting first', async () => {
    const start = courant.clock.now().getTime();
    const rows = await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        newDelivery(courant.prisma, reader, {
          nextAt: new Date(start - index),
          state: index % 2 ? 'deferred' : 'queued',
        }),
      ),
    );
    await newDelivery(courant.prisma, reader, { nextAt: new Date(start + 1) });
    expect(await sweep.run()).toMatchObject({ enqueued: 130 });
    const portions = courant.queue.jobs.map(
      ({ payload }) => (payload as { deliveryIds: string[] }).deliveryIds,
    );
    expect(portions.map((ids) => ids.length)).toEqual([100, 30]);
    expect(portions.flat()).toEqual(rows.map(({ id }) => id).toReversed());
  });

  it('a settlement the database refuses leaves the mail to the sweep, and holds up no other', async () => {
    const failing = await newDelivery(courant.prisma, reader);
    await courant.prisma.$executeRaw`
      CREATE FUNCTION refuse_accepted() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$`;
    await courant.prisma.$executeRaw`
      CREATE TRIGGER disk_full BEFORE UPDATE ON deliveries FOR EACH ROW WHEN (NEW.state = 'accepted')
      EXECUTE FUNCTION refuse_accepted()`;
    expect(await send.run({ deliveryIds: [failing.id] })).toEqual({ claimed: 1, accepted: 0 });
    await courant.prisma.$executeRaw`DROP TRIGGER disk_full ON deliveries`;
    expect(await rowOf(failing.id)).toMatchObject({ state: 'handing_over' });
    expect(log.some((line) => line.includes('the disk is full'))).toBe(true);
    // Nobody renews its lease any more, though this process lives on.
    expect(send.inHand).toEqual([]);
    await endLeases();
    expect(await sweep.run()).toMatchObject({ unknown: 1 });
    courant.clock.advance(LAST_WORD);
    expect(await send.run({ deliveryIds: [failing.id] })).toEqual({ claimed: 1, accepted: 1 });
  });
});
