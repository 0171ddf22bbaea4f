// When sending holds back: faults of ours, domains that are slow or silent, rates over all processes, a first day.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { AlertOperator } from '../../src/deliveries/alert-operator.js';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { StreamBreaker } from '../../src/deliveries/stream-breaker.js';
import { WarmUp } from '../../src/deliveries/warm-up.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { SharedRate } from '../../src/platform/smtp/shared-rate.js';
import { MINUTE } from '../../src/shared/clock.js';
import { AUTH, HANG_UP, MisbehavingServer, SILENCE } from '../support/misbehaving-server.js';
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

  it('is told to the operator once, by a server that lets us in if there is one', async () => {
    const other = await new MisbehavingServer().start();
    await open({
      SMTP_URL: `${server.url}?weight=1000,${other.url}`,
      SMTP_CONNECTIONS: '1',
      MAIL_OWNER: 'ada@lab.example.org',
    });
    const ids = await waiting(8);
    server.answer = (stage) => (stage === 'dot' ? '550 5.7.26 unauthenticated mail' : undefined);
    await send.run({ deliveryIds: ids });
    const alerts = [courant.get(AlertOperator), courant.get(AlertOperator)].map((one) => one.run());
    expect((await Promise.all(alerts)).toSorted()).toEqual([false, true]);
    const mail = other.messages.find((text) => text.includes('To: ada@lab.example.org'));
    expect(mail).toContain('550 5.7.26 unauthenticated mail');
    expect(mail).toMatch(/^Subject: .*Sending is paused/m);
    const row = await courant.prisma.delivery.findFirstOrThrow({ where: { kind: 'alert' } });
    expect(row).toMatchObject({ state: 'accepted', recipient: 'ada@lab.example.org', attempts: 1 });
    // That it went through by the other says nothing of the one that refuses us.
    const breaker = new StreamBreaker(courant.prisma, courant.clock);
    expect(await breaker.read()).toMatchObject({ alertedAt: courant.clock.now() });
    await other.stop();
  });

  it('is told when it is over where there is no other server; not again while it comes and goes', async () => {
    await open({ SMTP_CONNECTIONS: '1', MAIL_OWNER: 'ada@lab.example.org' });
    const ids = await waiting(8);
    const refuse = async () => {
      server.answer = (stage) => (stage === 'dot' ? '550 5.7.26 unauthenticated mail' : undefined);
      courant.clock.advance(10 * MINUTE);
      await send.run({ deliveryIds: ids });
    };
    const breaker = new StreamBreaker(courant.prisma, courant.clock);
    await refuse();
    expect(await courant.get(AlertOperator).run()).toBe(true);
    const alert = await courant.prisma.delivery.findFirstOrThrow({ where: { kind: 'alert' } });
    expect(alert).toMatchObject({ state: 'queued', attempts: 0 });
    await breaker.resume();
    await refuse();
    expect(await breaker.read()).toMatchObject({ alertedAt: null });
    expect(await courant.get(AlertOperator).run()).toBe(false);
    server.answer = () => undefined;
    await breaker.resume();
    await send.run({ deliveryIds: [alert.id] });
    expect(server.messages.at(-1)).toContain('To: ada@lab.example.org');
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
  it('holds a third of the connections at most, however well it went before, and its mails wait as rows', async () => {
    await open({ SMTP_CONNECTIONS: '6' });
    await send.run({ deliveryIds: await waiting(60, 'black.example') });
    expect(await inState('accepted')).toBe(60);
    await courant.prisma.delivery.deleteMany();
    await courant.prisma.subscriber.deleteMany();
    server.commands.length = 0;
    const [black, well] = [await waiting(40, 'black.example'), await waiting(100, 'well.example')];
    let swallowed: typeof SILENCE | typeof HANG_UP = SILENCE;
    server.answer = (stage) => {
      const recipient = server.commands.at(-1) ?? '';
      return stage === 'RCPT' && recipient.includes('black') ? swallowed : undefined;
    };
    const mixed = black.flatMap((id, n) => [id, ...well.slice(n * 2, n * 2 + 2)]).concat(well.slice(80));
    const sending = send.run({ deliveryIds: mixed });
    await until('all others to get theirs', async () => (await inState('accepted')) === 100, 20);
    expect(transactions()).toBeLessThanOrEqual(100 + 2);
    await until('its own to be put off', async () => (await inState('queued')) >= 36, 20);
    // The job is done with them, the process is not: their leases are renewed, and whoever stops it waits for them.
    expect(await sending).toEqual({ claimed: 140, accepted: 100 });
    expect(send.inHand).toHaveLength(transactions() - 100);
    expect(black).toEqual(expect.arrayContaining([...send.inHand]));
    let isFinished = false;
    const finished = send.finish().then(() => (isFinished = true));
    await new Promise(setImmediate);
    expect(isFinished).toBe(false);
    swallowed = HANG_UP;
    server.hangUpOnAll();
    await finished;
    expect(send.inHand).toEqual([]);
    const rows = await courant.prisma.delivery.findMany({ where: { id: { in: black } } });
    expect(rows.filter(({ state }) => state === 'queued').length).toBeGreaterThanOrEqual(36);
    for (const { state, attempts, nextAt } of rows) {
      expect(state === 'queued' ? attempts : 0).toBe(0);
      expect(nextAt.getTime()).toBeGreaterThan(courant.clock.now().getTime());
    }
  });
});

describe('a rate', () => {
  it('of 50/s hands out 50 instants a second to all processes together, none twice and none too early', async () => {
    await open();
    const { prisma } = courant;
    // Judged by what was granted, on the clock it was granted by: how late a busy machine wakes up says nothing.
    await prisma.$executeRaw`
      CREATE TABLE grants (asked_at float8 DEFAULT extract(epoch FROM clock_timestamp()), next_at float8)`;
    await prisma.$executeRaw`
      CREATE FUNCTION note_grant() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO grants (next_at) VALUES (extract(epoch FROM NEW.next_at)); RETURN NEW; END $$`;
    await prisma.$executeRaw`
      CREATE TRIGGER note_grant AFTER INSERT OR UPDATE ON sending_rates FOR EACH ROW EXECUTE FUNCTION note_grant()`;
    const before = performance.now();
    const [clock] = await prisma.$queryRaw<{ now: number }[]>`
      SELECT extract(epoch FROM clock_timestamp())::float8 AS now`;
    const asPerformance = (instant: number) => before + (instant - (clock?.now ?? 0)) * 1_000;

    const processes = [1, 2, 3].map(() => new PrismaService({ databaseUrl: courant.databaseUrl } as Config));
    const rates = processes.map((database) => new SharedRate(database, 'mail.example.org:25', 50));
    const begun: number[] = [];
    const MAILS = 150;
    const send = async (rate: SharedRate) => {
      while (begun.length < MAILS) {
        if (await rate.turn()) begun.push(performance.now());
      }
    };
    await Promise.all(rates.flatMap((rate) => [send(rate), send(rate), send(rate)]));
    await Promise.all(processes.map((database) => database.$disconnect()));

    const grants = await prisma.$queryRaw<{ askedAt: number; nextAt: number }[]>`
      SELECT asked_at AS "askedAt", next_at AS "nextAt" FROM grants ORDER BY next_at`;
    const starts = grants.map(({ nextAt }) => nextAt - 0.2);
    const instants = starts.flatMap((start) => Array.from({ length: 10 }, (_, n) => start + n / 50));
    expect(instants.length).toBeGreaterThanOrEqual(MAILS);
    for (const [index, { askedAt }] of grants.entries()) {
      const gap = (starts[index] ?? 0) - (grants[index - 1]?.nextAt ?? starts[index] ?? 0);
      // Nothing is given twice, and nothing is left out but what nobody asked for in time.
      expect(gap).toBeGreaterThan(-0.001);
      if (gap > 0.001) expect(askedAt - (grants[index - 1]?.nextAt ?? 0)).toBeGreaterThan(0.1);
    }
    for (const [index, at] of begun.toSorted((a, b) => a - b).entries())
      expect(at).toBeGreaterThan(asPerformance(instants[index] ?? 0) - 2);
  });

  it('goes on though its next instant is one of a clock that was an hour ahead', async () => {
    await open();
    const rate = new SharedRate(courant.prisma, 'mail.example.org:25', 50);
    expect(await rate.turn()).toBe(true);
    await courant.prisma.$executeRaw`UPDATE sending_rates SET next_at = now() + interval '1 hour'`;
    const turns = await Promise.all(Array.from({ length: 20 }, () => rate.turn()));
    expect(turns).not.toContain(false);
    await courant.prisma.$executeRaw`UPDATE sending_rates SET next_at = now() + interval '10.1 seconds'`;
    expect((await Promise.all(Array.from({ length: 20 }, () => rate.turn()))).at(-1)).toBe(false);
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

  it('nor do processes that ask at the same moment', async () => {
    await open();
    const processes = [1, 2].map(() => new PrismaService({ databaseUrl: courant.databaseUrl } as Config));
    const warmUps = processes.map((prisma) => new WarmUp(prisma, courant.clock, '2026-06-29'));
    const takes = warmUps.flatMap((one) => Array.from({ length: 20 }, () => one.take(7)));
    const granted = await Promise.all(takes);
    expect(granted.reduce((sum, mails) => sum + mails, 0)).toBe(50);
    await warmUps[0]?.giveBack(3);
    expect(await warmUps[1]?.take(7)).toBe(3);
    // What was taken before midnight is none of the next day's business.
    courant.clock.set('2026-06-30T00:00:00Z');
    await warmUps[0]?.giveBack(4);
    expect(await warmUps[1]?.take(100)).toBe(75);
    await Promise.all(processes.map((prisma) => prisma.$disconnect()));
  });
});
