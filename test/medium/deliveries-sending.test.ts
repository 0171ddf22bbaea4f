// What becomes of a delivery by what the mail server says.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import { HOUR, MINUTE } from '../../src/shared/clock.js';
import { noteLog } from '../support/noted-log.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { type Refusal, SmtpSink } from '../support/smtp-sink.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let sink: SmtpSink;
let courant: UseCases;
let send: SendDeliveries;
let sweep: SweepDeliveries;
let reader: Subscriber;
let log: string[];

beforeAll(async () => {
  sink = await new SmtpSink().start();
  courant = await openUseCases([DeliveriesModule], { SMTP_URL: sink.url });
  send = courant.get(SendDeliveries);
  sweep = courant.get(SweepDeliveries);
  log = noteLog();
});
afterAll(async () => {
  await courant.stop();
  await sink.stop();
});
beforeEach(async () => {
  courant.clock.set('2026-06-29T12:00:00Z');
  sink.refuseRecipient = () => undefined;
  sink.refuseMessage = () => undefined;
  await courant.prisma.subscriber.deleteMany();
  reader = await newSubscriber(courant.prisma);
});

const rowOf = (id: string) => courant.prisma.delivery.findUniqueOrThrow({ where: { id } });
const attemptsOf = (deliveryId: string) =>
  courant.prisma.deliveryAttempt.findMany({ where: { deliveryId }, orderBy: { fencingToken: 'asc' } });
const refuse = (refusal: Refusal) => (sink.refuseRecipient = () => refusal);

describe('a mail the server takes', () => {
  it('is accepted, with its words and the attempt on record', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    expect(await send.run({ deliveryIds: [id] })).toEqual({ claimed: 1, accepted: 1 });
    const row = await rowOf(id);
    expect(row).toMatchObject({
      state: 'accepted',
      attempts: 1,
      replyCode: 250,
      claimedBy: null,
      leaseUntil: null,
    });
    expect(row.settledAt).toEqual(courant.clock.now());
    expect(await attemptsOf(id)).toMatchObject([{ outcome: 'accepted', replyCode: 250, reply: row.reply }]);
    const mail = await sink.waitFor(reader.address);
    expect(mail.headers).toContainEqual({ name: 'Message-ID', value: row.messageId });
  });

  it('goes out once, however often and by however many it is sent', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    await Promise.all([1, 2, 3].map(() => send.run({ deliveryIds: [id, id] })));
    await send.run({ deliveryIds: [id] });
    expect(sink.to(reader.address)).toHaveLength(1);
  });
});

describe('a mail the server puts off', () => {
  it('is tried again after 5, then 10 minutes, not before, with the server’s words kept', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    refuse({ code: 451, text: '4.7.1 Greylisted, come back later' });
    for (const [attempt, minutes] of [5, 10].entries()) {
      const sentAt = courant.clock.now().getTime();
      expect((await send.run({ deliveryIds: [id] })).claimed).toBe(1);
      const row = await rowOf(id);
      expect(row).toMatchObject({
        state: 'deferred',
        attempts: attempt + 1,
        replyCode: 451,
        settledAt: null,
      });
      expect(row.reply).toContain('4.7.1 Greylisted, come back later');
      const wait = row.nextAt.getTime() - sentAt;
      expect(wait).toBeGreaterThanOrEqual(minutes * 0.8 * MINUTE);
      expect(wait).toBeLessThanOrEqual(minutes * 1.2 * MINUTE);
      courant.clock.advance(wait - 1);
      expect((await send.run({ deliveryIds: [id] })).claimed).toBe(0);
      courant.clock.advance(1);
    }
    sink.refuseRecipient = () => undefined;
    expect(await send.run({ deliveryIds: [id] })).toEqual({ claimed: 1, accepted: 1 });
    expect((await attemptsOf(id)).map(({ outcome }) => outcome)).toEqual([
      'deferred',
      'deferred',
      'accepted',
    ]);
  });

  it('expires when the next attempt would come too late, and says what the server said last', async () => {
    const { id } = await newDelivery(courant.prisma, reader, { expiresAt: new Date('2026-06-29T12:03:00Z') });
    refuse({ code: 452, text: '4.2.2 over quota' });
    await send.run({ deliveryIds: [id] });
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'expired', replyCode: 452, settledAt: courant.clock.now() });
    expect(row.reply).toContain('over quota');
  });

  it('expires while it waits', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    refuse({ code: 451, text: 'later' });
    await send.run({ deliveryIds: [id] });
    courant.clock.advance(24 * HOUR);
    expect(await sweep.run()).toMatchObject({ expired: 1, enqueued: 0 });
    expect(await rowOf(id)).toMatchObject({ state: 'expired', settledAt: courant.clock.now() });
  });
});

describe('a mail the server refuses', () => {
  it('for want of such an address suppresses the address, with the reason', async () => {
    const [first, second] = [
      await newDelivery(courant.prisma, reader),
      await newDelivery(courant.prisma, reader),
    ];
    refuse({ code: 550, text: '5.1.1 nobody of that name' });
    await send.run({ deliveryIds: [first.id] });
    expect(await rowOf(first.id)).toMatchObject({ state: 'rejected', replyCode: 550 });
    const { state, nextDueAt } = await courant.prisma.subscriber.findFirstOrThrow();
    expect({ state, nextDueAt }).toEqual({ state: 'suppressed', nextDueAt: null });
    const suppression = await courant.prisma.suppression.findUniqueOrThrow({
      where: { addressKey: reader.addressKey },
    });
    expect(suppression).toMatchObject({ reason: 'hard_bounce', suppressedAt: courant.clock.now() });
    expect(suppression.detail).toContain('nobody of that name');

    sink.refuseRecipient = () => undefined;
    await send.run({ deliveryIds: [second.id] });
    expect(await rowOf(second.id)).toMatchObject({ state: 'cancelled', reply: 'suppressed', attempts: 0 });
    expect(sink.to(reader.address)).toEqual([]);
  });

  it('for a fault of ours waits, and the reader is left alone', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    sink.refuseMessage = () => ({ code: 550, text: '5.7.26 unauthenticated mail from news.example.org' });
    await send.run({ deliveryIds: [id] });
    expect(await rowOf(id)).toMatchObject({ state: 'deferred', replyCode: 550 });
    expect(log.at(-1)).toMatch(/refuses us, not the reader: .*5\.7\.26.*SPF, DKIM, DMARC/);
    expect(await courant.prisma.suppression.count({ where: { addressKey: reader.addressKey } })).toBe(0);
    expect(await courant.prisma.subscriber.findFirstOrThrow()).toMatchObject({ state: 'active' });
  });

  it('for its content is given up, and the reader is left alone', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    sink.refuseMessage = () => ({ code: 554, text: '5.7.1 looks like spam' });
    await send.run({ deliveryIds: [id] });
    expect(await rowOf(id)).toMatchObject({
      state: 'rejected',
      replyCode: 554,
      settledAt: courant.clock.now(),
    });
    expect(await courant.prisma.subscriber.findFirstOrThrow()).toMatchObject({ state: 'active' });
  });
});

describe('one batch', () => {
  it('holds mails that end in every way, each on its own', async () => {
    const readers = await Promise.all(Array.from({ length: 12 }, () => newSubscriber(courant.prisma)));
    const rows = await Promise.all(readers.map((one) => newDelivery(courant.prisma, one)));
    const fates = [undefined, { code: 451, text: 'later' }, { code: 554, text: '5.7.1 no' }];
    const fateOf = (address: string) => fates[readers.findIndex((one) => one.address === address) % 3];
    sink.refuseRecipient = fateOf;
    expect(await send.run({ deliveryIds: rows.map(({ id }) => id) })).toEqual({ claimed: 12, accepted: 4 });
    const states = await Promise.all(rows.map(async ({ id }) => (await rowOf(id)).state));
    expect(states).toEqual(rows.map((_, index) => ['accepted', 'deferred', 'rejected'][index % 3]));
  });

  it('takes a new address that does not exist for no fault of the one the reader has', async () => {
    const mover = await newSubscriber(courant.prisma);
    const values = { kind: 'change_address' as const, recipient: 'slip@example.org' };
    const { id } = await newDelivery(courant.prisma, mover, values);
    sink.refuseRecipient = () => ({ code: 550, text: '5.1.1 nobody here' });
    await send.run({ deliveryIds: [id] });
    expect(await rowOf(id)).toMatchObject({ state: 'rejected' });
    const { state } = await courant.prisma.subscriber.findUniqueOrThrow({ where: { id: mover.id } });
    expect(state).toBe('active');
  });

  it('is not held up by a mail that cannot be written', async () => {
    const unwritable = await newDelivery(courant.prisma, reader, { kind: 'digest' });
    const good = await newDelivery(courant.prisma, reader);
    await send.run({ deliveryIds: [unwritable.id, good.id] });
    expect(await rowOf(good.id)).toMatchObject({ state: 'accepted' });
    const row = await rowOf(unwritable.id);
    expect(row).toMatchObject({ state: 'deferred', attempts: 1, replyCode: null });
    expect(row.reply).toContain('could not be written');
    expect(log.at(-1)).toContain(`Delivery ${unwritable.id} could not be written`);
  });
});
