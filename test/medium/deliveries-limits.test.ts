// When sending holds back: faults of ours, domains that are slow or silent, rates over all processes, a first day.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { StreamBreaker } from '../../src/deliveries/stream-breaker.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { SharedRate } from '../../src/platform/smtp/shared-rate.js';
import { MINUTE } from '../../src/shared/clock.js';
import { AUTH, MisbehavingServer, SILENCE } from '../support/misbehaving-server.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { until } from '../support/until.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let server: MisbehavingServer;
let courant: UseCases;
let send: SendDeliveries;

beforeAll(async () => {
  server = await new MisbehavingServer().start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.answer = () => undefined;
  server.messages.length = 0;
  server.commands.length = 0;
});
afterEach(() => courant.stop());

async function open(env: Record<string, string> = {}): Promise<void> {
  courant = await openUseCases([DeliveriesModule], { SMTP_URL: server.url, ...env });
  courant.clock.set('2026-06-29T12:00:00Z');
  send = courant.get(SendDeliveries);
}

async function waiting(count: number, domain = 'example.org'): Promise<string[]> {
  const readers = await Promise.all(
    Array.from({ length: count }, (_, n) => newSubscriber(courant.prisma, { address: `r${n}@${domain}` })),
  );
  const rows = await Promise.all(readers.map((reader) => newDelivery(courant.prisma, reader)));
  return rows.map(({ id }) => id);
}

const transactions = () => server.commands.filter((line) => line.startsWith('MAIL')).length;
const inState = (state: 'queued' | 'deferred' | 'accepted') =>
  courant.prisma.delivery.count({ where: { state } });

describe('a fault of ours', () => {
  it('pauses everything, one mail at a time probes, and all goes out when it is mended', async () => {
    await open({ SMTP_CONNECTIONS: '2' });
    const breaker = new StreamBreaker(courant.prisma, courant.clock);
    const ids = await waiting(60);
    server.answer = (stage) => (stage === 'dot' ? '550 5.7.26 unauthenticated mail' : undefined);
    await send.run({ deliveryIds: ids });
    const tried = transactions();
    expect(tried).toBeLessThanOrEqual(5);
    expect(await breaker.read()).toMatchObject({ reply: expect.stringContaining('5.7.26'), probes: 0 });
    await send.run({ deliveryIds: ids });
    expect(transactions()).toBe(tried);

    courant.clock.advance(MINUTE);
    await send.run({ deliveryIds: ids });
    expect(transactions()).toBe(tried + 1);
    await send.run({ deliveryIds: ids });
    expect(transactions()).toBe(tried + 1);

    server.answer = () => undefined;
    courant.clock.advance(60 * MINUTE);
    await send.run({ deliveryIds: ids });
    expect(await breaker.read()).toBeUndefined();
    expect(await inState('accepted')).toBe(60);
    expect(await courant.prisma.suppression.count()).toBe(0);
  });

  it('at the login pauses at once, and an operator may end that', async () => {
    await open({ SMTP_URL: `smtp://courant:wrong@127.0.0.1:${server.port}`, SMTP_CONNECTIONS: '1' });
    server.answer = (stage) =>
      stage === 'EHLO' ? AUTH : stage === 'AUTH' ? '535 5.7.8 no such login' : undefined;
    const ids = await waiting(10);
    const before = server.connections;
    await send.run({ deliveryIds: ids });
    const breaker = new StreamBreaker(courant.prisma, courant.clock);
    expect(await breaker.read()).toMatchObject({ reply: expect.stringContaining('535') });
    expect(await inState('queued')).toBeGreaterThanOrEqual(4);
    expect(server.connections - before).toBeLessThanOrEqual(6);
    expect(await breaker.resume()).toBe(true);
    server.answer = (stage) => (stage === 'EHLO' ? AUTH : undefined);
    courant.clock.advance(10 * MINUTE);
    expect(await send.run({ deliveryIds: ids })).toEqual({ claimed: 10, accepted: 10 });
  });
});

describe('a recipient domain that is silent', () => {
  it('holds up nobody else, and its mails wait as rows without an attempt', async () => {
    await open({ SMTP_CONNECTIONS: '6' });
    const [black, well] = [await waiting(40, 'black.example'), await waiting(100, 'well.example')];
    let recipient = '';
    server.answer = (stage) => {
      recipient = server.commands.at(-1) ?? '';
      return stage === 'RCPT' && recipient.includes('black') ? SILENCE : undefined;
    };
    const mixed = black.flatMap((id, n) => [id, ...well.slice(n * 2, n * 2 + 2)]).concat(well.slice(80));
    const sending = send.run({ deliveryIds: mixed });
    await until('all others to get theirs', async () => (await inState('accepted')) === 100, 20);
    expect(transactions()).toBeLessThanOrEqual(100 + 2);
    server.hangUpOnAll();
    await sending;
    const rows = await courant.prisma.delivery.findMany({ where: { id: { in: black } } });
    expect(rows.filter(({ state }) => state === 'queued').length).toBeGreaterThanOrEqual(36);
    for (const { state, attempts, nextAt } of rows) {
      expect(state === 'queued' ? attempts : 0).toBe(0);
      expect(nextAt.getTime()).toBeGreaterThan(courant.clock.now().getTime());
    }
  });
});

describe('a rate', () => {
  it('of 50/s is that over all processes together', async () => {
    await open();
    const processes = [1, 2, 3].map(() => new PrismaService({ databaseUrl: courant.databaseUrl } as Config));
    const rates = processes.map((prisma) => new SharedRate(prisma, 'mail.example.org:25', 50));
    await Promise.all(processes.map((prisma) => prisma.$queryRaw`SELECT 1`));
    const startedAt = performance.now();
    const seconds = 6;
    let mails = 0;
    await Promise.all(
      rates.flatMap((rate) =>
        Array.from({ length: 10 }, async () => {
          for (;;) {
            if (!(await rate.turn()) || performance.now() - startedAt > seconds * 1_000) return;
            mails += 1;
          }
        }),
      ),
    );
    await Promise.all(processes.map((prisma) => prisma.$disconnect()));
    expect(Math.abs(mails / seconds / 50 - 1)).toBeLessThan(0.05);
  });

  it('that is used up leaves mails as rows for later', async () => {
    await open({ SMTP_URL: `${server.url}?rate=6/min` });
    const ids = await waiting(8);
    await send.run({ deliveryIds: ids });
    expect(server.messages.length).toBeLessThanOrEqual(3);
    expect(await inState('queued')).toBe(8 - server.messages.length);
  });
});

describe('a sender that warms up', () => {
  it('begins no more mails a day than the table says', async () => {
    await open({ SMTP_WARM_UP_FROM: '2026-06-29' });
    const ids = await waiting(80);
    expect(await send.run({ deliveryIds: ids })).toEqual({ claimed: 50, accepted: 50 });
    expect(await send.run({ deliveryIds: ids })).toEqual({ claimed: 0, accepted: 0 });
    courant.clock.set('2026-06-30T00:00:00Z');
    expect(await send.run({ deliveryIds: ids })).toEqual({ claimed: 30, accepted: 30 });
  });
});
