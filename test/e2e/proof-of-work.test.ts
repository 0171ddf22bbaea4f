// The sum that a sign-up may ask for: done once, in time, by whom it was given to; and the way without scripts.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Browser } from 'playwright-core';
import { Clock, MINUTE } from '../../src/shared/clock.js';
import { hasBrowser, openBrowser, withBrowser } from '../support/browser.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { postJson, submitForm } from '../support/reader.js';

/** The true time, for the library asks no clock of ours, or later. */
class LateClock extends Clock {
  later = 0;
  now(): Date {
    return new Date(Date.now() + this.later);
  }
}

const clock = new LateClock();
let courant: CourantUnderTest;
let browser: Browser | undefined;
beforeAll(async () => {
  courant = await startCourantUnderTest({ clock, env: { SIGN_UP_WORK: '20', SIGN_UP_FILL_SECONDS: '1' } });
  if (hasBrowser) browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await courant.stop();
});

async function challenge(): Promise<Challenge> {
  const answer = await fetch(`${courant.url}/api/challenge`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { required, challenge } = (await answer.json()) as { required: boolean; challenge: Challenge };
  expect(required).toBe(true);
  return challenge;
}
async function solved(given: Challenge) {
  const solution = await solveChallenge({ challenge: given, deriveKey });
  if (!solution) throw new Error('no solution');
  return { counter: solution.counter, derivedKey: solution.derivedKey };
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const proof = async () => {
  const given = await challenge();
  return encoded({ challenge: given, solution: await solved(given) });
};
let addresses = 0;
const api = (altcha?: string) =>
  postJson(`${courant.url}/api/subscriptions`, {
    email: `worker${(addresses += 1)}@example.org`,
    description: 'experts',
    ...(altcha !== undefined && { altcha }),
  });

describe('the API with proof of work', () => {
  it('takes a solution once', async () => {
    const altcha = await proof();
    expect((await api(altcha)).status).toBe(202);
    const again = await api(altcha);
    expect(again.status).toBe(422);
    expect(await again.json()).toMatchObject({
      fields: { altcha: expect.stringContaining('proof of work') },
    });
  });

  it('takes one of many that come with the same solution at the same moment', async () => {
    const altcha = await proof();
    const answers = await Promise.all(Array.from({ length: 8 }, () => api(altcha)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  });

  it('takes none that is missing, made up, cheapened, or solved by guessing', async () => {
    const given = await challenge();
    const solution = await solved(given);
    const cheap = { ...given, parameters: { ...given.parameters, keyPrefix: '00', cost: 1 } };
    const later = { ...given, parameters: { ...given.parameters, expiresAt: 4_000_000_000 } };
    const { signature: _, ...unsigned } = given;
    const wrong = [
      undefined,
      '',
      'x',
      encoded(null),
      encoded({ challenge: given }),
      encoded({ challenge: given, solution: { ...solution, derivedKey: '00'.repeat(32) } }),
      encoded({ challenge: cheap, solution: await solved(cheap) }),
      encoded({ challenge: later, solution }),
      encoded({ challenge: unsigned, solution }),
      'x'.repeat(50_000),
    ];
    for (const altcha of wrong) expect((await api(altcha)).status).toBe(422);
    // The counter that solves it is not what is checked: the key it leads to is.
    expect((await api(encoded({ challenge: given, solution }))).status).toBe(202);
  });

  it('takes none that was given out too long ago', async () => {
    clock.later = -25 * MINUTE;
    const old = await proof();
    clock.later = 0;
    expect((await api(old)).status).toBe(422);
  });
});

describe('the form with proof of work', () => {
  it('asks who brings none for patience, and then takes her', async () => {
    const page = await (await fetch(courant.url)).text();
    const stamp = /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = { email: 'patient@example.org', description: 'experts', timeZone: 'UTC', stamp, altcha: '' };
    clock.later = 5_000;
    const early = await submitForm(courant.url, form);
    expect(early.status).toBe(200);
    expect(await early.text()).toMatch(/press the button (9|10|11) seconds from now/);
    clock.later = 16_000;
    expect((await submitForm(courant.url, form)).status).toBe(303);
    clock.later = 0;
  });

  withBrowser('does the sum while the form is filled in', async () => {
    const context = await browser?.newContext();
    const page = await context?.newPage();
    if (!page) throw new Error('no browser');
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(courant.url);
    await page.fill('#email', 'browser@example.org');
    await page.fill('#description', 'experts');
    await page.selectOption('#timeZone', 'Europe/Berlin');
    await page.waitForTimeout(1_200);
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await page.waitForURL('**/check-mail');
    expect(complaints).toEqual([]);
    await context?.close();
  });
});
