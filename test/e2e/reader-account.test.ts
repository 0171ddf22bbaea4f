// A reader's account and the ways she can leave, over HTTP and SMTP only and without JavaScript.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import { MINUTE } from '../../src/shared/clock.js';
import { ForgetUnconfirmed } from '../../src/subscribers/account/forget-unconfirmed.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { fieldsOf, open, press } from '../support/form-page.js';
import { linkIn, readersOf } from '../support/reader-pages.js';
import { submitForm } from '../support/reader.js';
import { everythingAsText } from '../support/table-contents.js';
import { until } from '../support/until.js';
import { TestClock } from '../support/test-clock.js';

let courant: CourantUnderTest;
const clock = new TestClock();

beforeAll(async () => {
  courant = await startCourantUnderTest({ clock });
});
beforeEach(() => clock.set('2026-06-29T12:00:00Z'));
afterAll(() => courant.stop());

const { subscriber, settingsOf, signIn } = readersOf(() => courant);

describe('the account', () => {
  it('is exported and erased after signing in only; then nothing is left but a hash that keeps mail away', async () => {
    const address = 'erase.me@example.org';
    const settings = await settingsOf(address);
    const { id } = await subscriber(address);
    for (const path of ['export.json', 'erase'])
      expect((await open(`${settings}/${path}`)).location).toBe('/sign-in');
    expect((await press(`${settings}/erase`)).location).toBe('/sign-in');
    expect((await open(`${settings}/account`)).html).not.toContain('/erase');
    expect((await press(`${settings}/sign-in`)).location).toBe('/sign-in/sent');
    const cookie =
      (await press(linkIn(await courant.sink.waitFor(address, 3), 'sign-in'))).cookie?.split(';')[0] ?? '';

    const exported = await open(`${courant.url}/p/me/export.json`, cookie);
    expect(JSON.parse(exported.html)).toMatchObject({
      address,
      interests: [{ kind: 'description', value: 'sparse experts' }],
      consents: [{ kind: 'signed_up', ip: '127.0.0.1' }, { kind: 'confirmed' }],
      deliveries: [{ kind: 'confirmation' }, { kind: 'welcome' }, { kind: 'sign_in' }],
    });

    const asked = await open(`${courant.url}/p/me/erase`, cookie);
    expect(asked.html).toContain('<form method="post" action="/p/me/erase">');
    await subscriber(address);
    expect((await press(`${courant.url}/p/me/erase`, {}, cookie)).html).toContain('You are forgotten');
    // Her receipt is through: now its row forgets where it went.
    expect((await courant.sink.waitFor(address, 4)).subject).toBe('Everything about you is erased');
    await until('the receipt to be accepted', async () => {
      await courant.get(SweepDeliveries).run();
      return (await courant.prisma.delivery.count({ where: { recipient: address } })) === 0;
    });
    const dump = await everythingAsText(courant.databaseUrl);
    for (const trace of [address, 'erase.me', id])
      expect([trace, dump.includes(trace)]).toEqual([trace, false]);
    expect((await open(settings)).status).toBe(404);
    expect((await open(`${courant.url}/p/me`, cookie)).location).toBe('/sign-in');

    const before = courant.sink.to(address).length;
    const again = await submitForm(courant.url, { email: address, description: 'x', timeZone: 'UTC' });
    expect(again.status).toBe(303);
    expect(await courant.prisma.subscriber.count({ where: { address } })).toBe(0);
    expect(courant.sink.to(address)).toHaveLength(before);
  });

  it('moves to a new address when that one has confirmed it, and the old links end', async () => {
    const settings = await settingsOf('old@example.org');
    await settingsOf('taken@example.org');
    const cookie = await signIn('old@example.org');
    const ask = (email: string) => press(`${courant.url}/p/me/address`, { email }, cookie);
    expect((await press(`${settings}/address`, { email: 'new@example.org' })).location).toBe('/sign-in');
    expect((await ask('new@')).html).toContain('id="email-error"');
    const answers = [await ask('taken@example.org'), await ask('new@example.org')];
    expect(answers[0]?.html).toBe(answers[1]?.html);
    const link = linkIn(await courant.sink.waitFor('new@example.org'), 'new-address');
    expect((await open(link)).status).toBe(200);
    expect((await subscriber('old@example.org')).state).toBe('active');
    expect((await press(link)).html).toContain('Your address is changed');
    expect([(await open(link)).status, (await press(link)).status]).toEqual([410, 410]);
    expect((await courant.sink.waitFor('old@example.org', 4)).subject).toBe(
      'Your address for Courant was changed',
    );
    expect((await subscriber('new@example.org')).addressKey).toBe('new@example.org');
    expect((await open(settings)).status).toBe(404);
    expect((await open(`${courant.url}/p/me/account`, cookie)).html).toContain('comes to new@example.org');
    expect(await courant.prisma.delivery.count({ where: { kind: 'change_address' } })).toBe(1);
  });

  it('vanishes fourteen days after a sign-up that nobody confirmed', async () => {
    await submitForm(courant.url, { email: 'never@example.org', description: 'x', timeZone: 'UTC' });
    await courant.sink.waitFor('never@example.org');
    clock.advance(14 * 24 * 60 * MINUTE - 1);
    await courant.get(ForgetUnconfirmed).run();
    await subscriber('never@example.org');
    clock.advance(1);
    expect(await courant.get(ForgetUnconfirmed).run()).toEqual({ forgotten: 1 });
    expect(await courant.prisma.subscriber.count({ where: { address: 'never@example.org' } })).toBe(0);
  });
});

describe('good-bye', () => {
  it('may be a pause instead', async () => {
    await settingsOf('tired@example.org');
    const link = linkIn(await courant.sink.waitFor('tired@example.org', 2), 'u');
    expect((await open(link)).html).toContain(`<a href="${new URL(link).pathname}/pause">`);
    const fields = fieldsOf((await open(`${link}/pause`)).html, /\/pause$/);
    expect((await press(`${link}/pause`, fields)).status).toBe(200);
    expect((await press(`${link}/pause`, { weeks: 'many' })).status).toBe(422);
    const { state, pausedUntilOn } = await subscriber('tired@example.org');
    expect([state, pausedUntilOn?.toISOString().slice(0, 10)]).toEqual(['paused', '2026-07-27']);
  });

  it('may say why, and can be undone for thirty days', async () => {
    await settingsOf('moody@example.org');
    const link = linkIn(await courant.sink.waitFor('moody@example.org', 2), 'u');
    const page = await press(link, { from: 'page' });
    expect(page.html).toContain('You are unsubscribed');
    const long = await press(`${link}/reason`, { reason: `<b>${'x'.repeat(1_000)}` });
    expect(long.status).toBe(422);
    expect(long.html).toMatch(/id="reason-error">[^]*at most 1,000 characters/);
    expect(long.html).toMatch(/aria-describedby="reason-error" autofocus>\n&lt;b&gt;x{1000}<\/textarea>/);
    await press(`${link}/reason`, { reason: 'Too many <b>papers</b>' });
    expect(await subscriber('moody@example.org')).toMatchObject({
      state: 'unsubscribed',
      leavingReason: 'Too many <b>papers</b>',
    });
    expect((await press(`${link}/undo`)).html).toContain('You are subscribed again');
    expect((await press(`${link}/undo`)).status).toBe(200);
    const back = await subscriber('moody@example.org');
    expect([back.state, back.nextDueAt?.toISOString()]).toEqual(['active', '2026-06-30T08:00:00.000Z']);
    await press(link, { from: 'page' });
    clock.advance(30 * 24 * 60 * MINUTE);
    expect((await press(`${link}/undo`)).status).toBe(409);
  });
});
