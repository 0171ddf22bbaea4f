// What one visitor, one network, one mail domain and all together may do; and who is asked to press once more.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../../src/shared/clock.js';
import { ForgetUnconfirmed } from '../../src/subscribers/account/forget-unconfirmed.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { postJson, submitForm } from '../support/reader.js';
import { newSubscriber } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let courant: CourantUnderTest;

beforeAll(async () => {
  courant = await startCourantUnderTest({
    clock,
    env: {
      TRUST_PROXY: '127.0.0.1',
      SIGN_UP_LIMIT_NETWORK: '3/hour,5/day',
      SIGN_UP_LIMIT_DOMAIN: '10/hour',
      SIGN_UP_LIMIT_ALL: '300/hour',
      SIGN_UP_FILL_SECONDS: '3',
    },
  });
});
afterAll(() => courant.stop());

const form = (email: string) => ({ email, description: 'sparse experts', timeZone: 'UTC' });
const from = (ip: string) => ({ 'x-forwarded-for': ip });
const api = (email: string, ip: string) =>
  postJson(`${courant.url}/api/subscriptions`, form(email), from(ip)).then(({ status }) => status);
const confirmations = (address: string) =>
  courant.prisma.delivery.count({ where: { recipient: address, kind: 'confirmation' } });
/** The sign-ups of one network after another, each in a mail domain of its own. */
const some = (count: number, ip: (n: number) => string, email = (n: number) => `ada@n${n}.example`) =>
  Promise.all(Array.from({ length: count }, (_, n) => api(email(n), ip(n))));
const counted = (statuses: number[]) =>
  Object.fromEntries(
    [...new Set(statuses)].toSorted().map((one) => [one, statuses.filter((x) => x === one).length]),
  );

describe('one address', () => {
  it('gets one mail of 150 sign-ups at once from everywhere, and every answer is the same', async () => {
    const asked = await some(
      150,
      (n) => `198.${n}.100.1`,
      () => 'bombed@bombed.example',
    );
    expect(counted(asked)).toEqual({ 202: 150 });
    expect(await confirmations('bombed@bombed.example')).toBe(1);
  }, 60_000);
});

describe('one network', () => {
  it.each([
    ['an IPv4 /24', (n: number) => `203.0.113.${n}`, '203.0.114.1'],
    ['an IPv6 /64', (n: number) => `2001:db8:0:1::${n.toString(16)}`, '2001:db8:0:2::1'],
  ])('%s may do so much an hour, so much a day, and its neighbour is not charged', async (name, ip, next) => {
    const email = (n: number) => `ada@${name.replaceAll(/[^v\d]/g, '')}-${n}.example`;
    const ask = (count: number) => some(count, ip, email).then(counted);
    expect(await ask(9)).toEqual({ 202: 3, 429: 6 });
    expect(await api(email(1), next)).toBe(202);
    clock.advance(61 * MINUTE);
    expect(await ask(9)).toEqual({ 202: 2, 429: 7 });
    clock.advance(61 * MINUTE);
    expect(await ask(2)).toEqual({ 429: 2 });
    clock.advance(DAY);
    expect(await ask(2)).toEqual({ 202: 2 });
  });

  it('is told when to come back: by the API, and on the form with all that was typed', async () => {
    const ip = '192.0.2.1';
    await some(3, () => ip);
    const problem = await postJson(`${courant.url}/api/subscriptions`, form('x@x.example'), from(ip));
    expect(problem.headers.get('retry-after')).toBe('3600');
    expect(await problem.json()).toMatchObject({
      status: 429,
      detail: expect.stringContaining('60 minutes'),
    });
    const { stamp, later } = await opened();
    later(4);
    const answer = await submitForm(courant.url, { ...form('typed@x.example'), stamp }, from(ip));
    expect(answer.status).toBe(429);
    const page = await answer.text();
    expect(page).toContain('role="alert" tabindex="-1" autofocus>This was asked for too often');
    expect(page).toContain('value="typed@x.example"');
  });

  it('cannot be made up: what a stranger writes into X-Forwarded-For before a proxy does counts for nothing', async () => {
    const asked = await some(6, (n) => `10.${n}.0.1, 198.51.100.${n}`);
    expect(counted(asked)).toEqual({ 202: 3, 429: 3 });
  });

  it('may ask for so many sign-in links, whoever they are for', async () => {
    await newSubscriber(courant.prisma, { address: 'known@example.org' });
    const ask = (email: string) =>
      fetch(`${courant.url}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ email }),
        headers: from('192.0.2.77'),
        redirect: 'manual',
      }).then(({ status }) => status);
    const asked = ['known@example.org', 'a@example.org', 'b@example.org', 'known@example.org'];
    const answers = [];
    for (const email of asked) answers.push(await ask(email));
    expect(answers).toEqual([303, 303, 303, 429]);
  });
});

describe('one mail domain, and all together', () => {
  it('a domain gets so many an hour, whoever asks', async () => {
    const ask = () =>
      some(
        12,
        (n) => `198.18.${n}.1`,
        (n) => `reader${n}@one.example`,
      ).then(counted);
    expect(await ask()).toEqual({ 202: 10, 429: 2 });
    clock.advance(HOUR);
    expect(await ask()).toEqual({ 202: 10, 429: 2 });
  });

  it('a flood from everywhere is shut off', async () => {
    clock.advance(HOUR);
    const before = await courant.prisma.delivery.count();
    // A few at a time: 320 at once are too many for a busy machine, which says so with 503.
    const asked: number[] = [];
    for (let first = 0; first < 320; first += 40) {
      const portion = await some(
        40,
        (n) => `100.${64 + ((first + n) >> 8)}.${(first + n) % 256}.1`,
        (n) => `ada@n${first + n}.example`,
      );
      asked.push(...portion);
    }
    expect(counted(asked)).toEqual({ 202: 300, 429: 20 });
    expect((await courant.prisma.delivery.count()) - before).toBeLessThanOrEqual(300);
  }, 60_000);

  it('counters that are over are forgotten', async () => {
    clock.advance(2 * DAY);
    await courant.get(ForgetUnconfirmed).run();
    expect(await courant.prisma.rateCounter.count()).toBe(0);
  });
});

/** Opens the form. @returns its stamp, and a way to let time pass */
async function opened(): Promise<{ stamp: string; later(seconds: number): void }> {
  const page = await (await fetch(courant.url)).text();
  const stamp = /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return { stamp, later: (seconds) => clock.advance(seconds * 1_000) };
}

describe('the form', () => {
  const send = (fields: Record<string, string>, ip: string) =>
    submitForm(courant.url, { ...form('quick@quick.example'), ...fields }, from(ip));

  it('asks who is quicker than people are to press once more, and then takes it', async () => {
    const { stamp, later } = await opened();
    later(1);
    const quick = await send({ stamp }, '192.0.2.10');
    expect(quick.status).toBe(200);
    const page = await quick.text();
    expect(page).toContain('One more step');
    expect(page).toContain('value="quick@quick.example"');
    expect(page).toContain(`value="${stamp}"`);
    expect(await confirmations('quick@quick.example')).toBe(0);
    later(2);
    expect((await send({ stamp }, '192.0.2.10')).status).toBe(303);
    expect(await confirmations('quick@quick.example')).toBe(1);
  });

  it.each([
    ['none', ''],
    ['a made-up one', `${(0).toString(36)}.AAAAAAAAAAAAAAAAAAAAAA`],
    ['a very long one', 'x'.repeat(1_000)],
  ])('gives a new stamp to who sends %s', async (_, stamp) => {
    const answer = await send({ stamp }, '192.0.2.11');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/name="stamp" value="[\w-]+\.[\w-]{22}"/);
  });

  it('gives a new stamp to who sends one of the day before yesterday', async () => {
    const { stamp, later } = await opened();
    later(2 * 86_400);
    const page = await (await send({ stamp }, '192.0.2.12')).text();
    expect(page).toContain('One more step');
    expect(page).not.toContain(stamp);
  });
});
