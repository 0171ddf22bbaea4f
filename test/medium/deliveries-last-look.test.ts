// The last look before the first byte: what changed between the claim and the hand-over still counts.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { texts } from '../../src/language/languages.js';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { SuppressAddress } from '../../src/deliveries/suppress-address.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { DAY } from '../../src/shared/clock.js';
import { signToken } from '../../src/shared/signed-link.js';
import { SubscribersModule } from '../../src/subscribers/subscribers.module.js';
import { Unsubscribe } from '../../src/subscribers/unsubscribe.js';
import { MisbehavingServer, SILENCE } from '../support/misbehaving-server.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { until } from '../support/until.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let server: MisbehavingServer;
let courant: UseCases;
let reader: Subscriber;

beforeAll(async () => {
  server = await new MisbehavingServer().start();
  courant = await openUseCases([DeliveriesModule, SubscribersModule], { SMTP_URL: server.url });
});
afterAll(async () => {
  await courant.stop();
  await server.stop();
});
beforeEach(async () => {
  courant.clock.set('2026-06-29T12:00:00Z');
  reader = await newSubscriber(courant.prisma);
});
afterEach(() => server.hangUpOnAll());

/** Claims a delivery, and lets `happen` come between that and the hand-over: the server greets only afterwards. */
async function whileWaiting(happen: () => Promise<unknown>): Promise<string> {
  const { id } = await newDelivery(courant.prisma, reader);
  const before = server.connections;
  server.answer = (stage) => (stage === 'connect' ? SILENCE : undefined);
  server.commands.length = 0;
  const sending = courant.get(SendDeliveries).run({ deliveryIds: [id] });
  await until('the connection', () => server.connections > before);
  expect(courant.get(SendDeliveries).inHand).toEqual([id]);
  await happen();
  server.sayToAll('220 at last');
  await sending;
  return id;
}

const rowOf = (id: string) => courant.prisma.delivery.findUniqueOrThrow({ where: { id } });
const transactions = () => server.commands.filter((line) => line.startsWith('MAIL'));

describe('a mail that is claimed', () => {
  it('goes out when nothing comes between', async () => {
    const id = await whileWaiting(() => Promise.resolve());
    expect(await rowOf(id)).toMatchObject({ state: 'accepted' });
    expect(transactions()).toHaveLength(1);
  });

  it('is cancelled when its reader unsubscribes meanwhile', async () => {
    const id = await whileWaiting(() => {
      const token = signToken(courant.get(SecretKey).value, 'unsubscribe', reader.id);
      const visitor = { ip: null, userAgent: null };
      return courant.get(Unsubscribe).run({ token, via: 'one-click', visitor, texts: texts('en') });
    });
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', reply: 'unsubscribed', attempts: 0 });
    expect(transactions()).toEqual([]);
  });

  it('is cancelled when its address is suppressed meanwhile', async () => {
    const id = await whileWaiting(() =>
      courant
        .get(SuppressAddress)
        .run({ subscriberId: reader.id, reason: 'complaint', detail: 'feedback loop' }),
    );
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', reply: 'suppressed', attempts: 0 });
    expect(transactions()).toEqual([]);
  });

  it('is cancelled when only the address is on the list, whatever the reader’s state', async () => {
    const id = await whileWaiting(() =>
      courant.prisma.suppression.create({
        data: { addressKey: reader.addressKey, reason: 'operator', suppressedAt: courant.clock.now() },
      }),
    );
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', reply: 'suppressed' });
    expect(transactions()).toEqual([]);
  });

  it('expires when its time runs out meanwhile', async () => {
    const id = await whileWaiting(() => Promise.resolve(courant.clock.advance(DAY)));
    expect(await rowOf(id)).toMatchObject({ state: 'expired', reply: 'not sent in time', attempts: 0 });
    expect(transactions()).toEqual([]);
  });
});

describe('a mail that is being handed over', () => {
  it('is through before its reader, who leaves, is answered', async () => {
    const { id } = await newDelivery(courant.prisma, reader);
    server.answer = (stage) => (stage === 'dot' ? { later: '250 2.0.0 taken', ms: 400 } : undefined);
    const sending = courant.get(SendDeliveries).run({ deliveryIds: [id] });
    const state = async () => (await rowOf(id)).state;
    await until('the hand-over', async () => (await state()) === 'handing_over');
    const token = signToken(courant.get(SecretKey).value, 'unsubscribe', reader.id);
    const visitor = { ip: null, userAgent: null };
    await courant.get(Unsubscribe).run({ token, via: 'one-click', visitor, texts: texts('en') });
    expect(await state()).toBe('accepted');
    await sending;
  });
});

describe('a worker that stops', () => {
  it('puts back what it had only claimed', async () => {
    const id = await whileWaiting(() => Promise.resolve(courant.get(SendDeliveries).onModuleDestroy()));
    expect(await rowOf(id)).toMatchObject({ state: 'queued', claimedBy: null, attempts: 0 });
    expect(transactions()).toEqual([]);
  });
});
