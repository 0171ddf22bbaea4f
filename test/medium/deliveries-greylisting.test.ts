// A server that puts everybody off for five minutes, as greylisting does: the retry schedule brings every mail through.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { HOUR, MINUTE } from '../../src/shared/clock.js';
import { MisbehavingServer } from '../support/misbehaving-server.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const READERS = 120;
let server: MisbehavingServer;
let courant: UseCases;

beforeAll(async () => {
  server = await new MisbehavingServer().start();
  courant = await openUseCases([DeliveriesModule], { SMTP_URL: server.url });
});
afterAll(async () => {
  await courant.stop();
  await server.stop();
});

it('everybody gets her mail, once, when the five minutes are over', async () => {
  const { prisma, clock } = courant;
  const firstSeen = new Map<string, number>();
  server.answer = (stage) => {
    if (stage !== 'RCPT') return undefined;
    const recipient = server.commands.at(-1) ?? '';
    const now = clock.now().getTime();
    const seen = firstSeen.get(recipient) ?? now;
    firstSeen.set(recipient, seen);
    return now - seen < 5 * MINUTE ? '451 4.7.1 greylisted, come back in five minutes' : undefined;
  };
  const startedAt = clock.now().getTime();
  const deliveryIds: string[] = [];
  for (let number = 0; number < READERS; number += 1) {
    const reader = await newSubscriber(prisma, { address: `reader@${number % 40}-${number}.example.org` });
    deliveryIds.push((await newDelivery(prisma, reader)).id);
  }
  const waiting = () => prisma.delivery.count({ where: { state: { in: ['queued', 'deferred'] } } });
  await courant.get(SendDeliveries).run({ deliveryIds });
  expect(await waiting()).toBe(READERS);
  expect(server.messages).toEqual([]);
  while ((await waiting()) > 0) {
    clock.advance(MINUTE);
    expect(clock.now().getTime() - startedAt).toBeLessThan(HOUR);
    await courant.get(SendDeliveries).run({ deliveryIds });
  }
  expect(await prisma.delivery.count({ where: { state: 'accepted' } })).toBe(READERS);
  expect(server.messages).toHaveLength(READERS);
  // Five minutes ± 20 %, then ten: nobody tries more than three times.
  const { _max } = await prisma.delivery.aggregate({ _max: { attempts: true } });
  expect(_max.attempts).toBeLessThanOrEqual(3);
}, 120_000);
