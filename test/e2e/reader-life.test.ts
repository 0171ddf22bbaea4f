// A reader's life on the pages that are hers, over HTTP and SMTP only and without JavaScript.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StartRun } from '../../src/digests/start-run.js';
import { MINUTE } from '../../src/shared/clock.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { fieldsOf, open, press } from '../support/form-page.js';
import { linkIn, readersOf } from '../support/reader-pages.js';
import { newPaper } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';

let courant: CourantUnderTest;
const clock = new TestClock();

beforeAll(async () => {
  courant = await startCourantUnderTest({ clock });
  await newPaper(courant.prisma, { title: 'Sparse experts in language models', upvotes: 12 });
});
beforeEach(() => clock.set('2026-06-29T12:00:00Z'));
afterAll(() => courant.stop());

const { subscriber, settingsOf, ask, signInLink } = readersOf(() => courant);

describe('signing in', () => {
  it('goes by a mailed link whose page has a button, and ends by signing out', async () => {
    await settingsOf('sophie@example.org');
    const link = await signInLink('sophie@example.org');
    const page = await open(link);
    expect(page.html).toContain(`<form method="post" action="${new URL(link).pathname}">`);
    expect(page.cookie).toBeNull();

    const inside = await press(link);
    expect([inside.status, inside.location]).toEqual([303, '/p/me']);
    expect(inside.cookie).toMatch(/^session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
    const cookie = inside.cookie?.split(';')[0] ?? '';
    const token = await courant.prisma.token.findFirstOrThrow({ where: { purpose: 'session' } });
    expect(Buffer.from(token.hash).toString('base64url')).not.toContain(cookie.slice('session='.length));
    expect((await open(`${courant.url}/p/me`, cookie)).status).toBe(200);
    expect((await press(link)).status).toBe(410);

    const out = await press(`${courant.url}/sign-in/out`, {}, cookie);
    expect(out.cookie).toContain('session=; ');
    const after = await open(`${courant.url}/p/me`, cookie);
    expect([after.status, after.location]).toEqual([303, '/sign-in']);
  });

  it('is over after fifteen minutes, and a session after thirty days', async () => {
    await settingsOf('late@example.org');
    const link = await signInLink('late@example.org');
    clock.advance(15 * MINUTE);
    expect((await press(link)).status).toBe(410);
    const cookie = (await press(await signInLink('late@example.org'))).cookie?.split(';')[0] ?? '';
    clock.advance(30 * 24 * 60 * MINUTE);
    expect((await open(`${courant.url}/p/me`, cookie)).location).toBe('/sign-in');
  });

  it('answers alike whoever asks, and mails readers only, three times an hour', async () => {
    await settingsOf('often@example.org');
    const before = courant.sink.to('often@example.org').length;
    const answers = await Promise.all(['often@example.org', 'stranger@example.org'].map((one) => ask(one)));
    for (let more = 0; more < 5; more += 1) answers.push(await ask('often@example.org'));
    expect(new Set(answers.map(({ status, location, html }) => `${status} ${location} ${html}`)).size).toBe(
      1,
    );
    const { id } = await subscriber('often@example.org');
    const where = { kind: 'sign_in' as const };
    expect(await courant.prisma.delivery.count({ where: { ...where, subscriberId: id } })).toBe(3);
    await courant.sink.waitFor('often@example.org', before + 3);
    expect(courant.sink.to('stranger@example.org')).toEqual([]);
    const wrong = await ask('often@');
    expect([wrong.status, wrong.html.includes('value="often@"')]).toEqual([422, true]);
  });

  it('cannot be used from another site', async () => {
    await settingsOf('target@example.org');
    const cookie = (await press(await signInLink('target@example.org'))).cookie?.split(';')[0] ?? '';
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', cookie },
      { origin: 'https://evil.example', cookie },
      { origin: 'null', cookie },
      { cookie },
    ];
    for (const headers of foreign) {
      const answer = await fetch(`${courant.url}/p/me/resume`, {
        method: 'POST',
        headers,
        redirect: 'manual',
      });
      expect([headers, answer.status]).toEqual([headers, 403]);
    }
  });
});

describe('settings', () => {
  it('are reached from every mail by a link of the reader alone', async () => {
    const link = await settingsOf('own@example.org');
    expect((await open(link)).status).toBe(200);
    const { id } = await subscriber('own@example.org');
    const mac = link.slice(link.lastIndexOf('.'));
    const unsubscribe = linkIn(await courant.sink.waitFor('own@example.org', 2), 'u')
      .split('/')
      .at(-1);
    for (const token of [`${id}.${'A'.repeat(22)}`, id, 'x', unsubscribe, `${id}${mac}x`, 'constructor']) {
      expect([token, (await open(`${courant.url}/p/${token}`)).status]).toEqual([token, 404]);
    }
    await courant.prisma.subscriber.update({ where: { id }, data: { addressKey: 'moved@example.org' } });
    expect((await open(link)).status).toBe(404);
  });

  it('are kept, and move the next digest', async () => {
    const link = await settingsOf('frieda@example.org');
    const fields = fieldsOf((await open(link)).html, /\/p\/[^/]+$/);
    const changed = {
      ...fields,
      frequency: 'weekly',
      weeklyOn: '5',
      deliverAtHour: '18',
      timeZone: 'Europe/Berlin',
    };
    const more = { maxPapers: '7', strictness: '1', tellsWhenEmpty: 'true', mailFormat: 'text' };
    const saved = await press(link, { ...changed, ...more });
    expect(saved.status).toBe(303);
    const page = await open(courant.url + saved.location);
    expect(page.html).toContain('Your settings are saved.');
    expect(page.html).toContain('due Friday, 3 July 2026, at 18:00');
    expect(await subscriber('frieda@example.org')).toMatchObject({
      frequency: 'weekly',
      weeklyOn: 5,
      maxPapers: 7,
      strictness: 1,
      tellsWhenEmpty: true,
      mailFormat: 'text',
    });
    const again = fieldsOf(page.html, /\/p\/[^/]+$/);
    expect(again).toMatchObject({ timeZone: ['Europe/Berlin'], deliverAtHour: ['18'], mailFormat: ['text'] });
    const { tellsWhenEmpty: _, ...unticked } = again;
    await press(link, unticked);
    expect((await subscriber('frieda@example.org')).tellsWhenEmpty).toBe(false);
  });

  it('that do not fit are told at their fields, with what was typed, and nothing is kept', async () => {
    const link = await settingsOf('typo@example.org');
    const fields = fieldsOf((await open(link)).html, /\/p\/[^/]+$/);
    const page = await press(link, { ...fields, maxPapers: '900"', deliverAtHour: '7' });
    expect(page.status).toBe(422);
    expect(page.html).toMatch(/role="alert"[^>]* autofocus/);
    expect(page.html).toContain('<a href="#maxPapers">');
    expect(page.html).toMatch(/id="maxPapers"[^>]* value="900&quot;"[^>]* aria-invalid="true"/);
    expect(page.html).toContain('<option value="7" selected>');
    expect((await press(link, { ...fields, timeZone: 'Europe/Atlantis' })).html).toContain(
      'id="timeZone-error"',
    );
    expect(await subscriber('typo@example.org')).toMatchObject({ maxPapers: 10, deliverAtHour: 8 });
  });

  it('may ask for plain text, and then the digest has no other part', async () => {
    const link = await settingsOf('plain@example.org');
    const fields = fieldsOf((await open(link)).html, /\/p\/[^/]+$/);
    await press(link, { ...fields, mailFormat: 'text', frequency: 'weekdays' });
    await courant.get(StartRun).run({ date: '2026-06-29' });
    const digest = await courant.sink.waitFor('plain@example.org', 3);
    expect(digest.text).toContain('It comes on weekdays at');
    expect(digest.html ?? '').toBe('');
    expect(digest.headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value).toContain(
      'text/plain',
    );
  });

  it('hold a pause until its date, and its end at once', async () => {
    const link = await settingsOf('away@example.org');
    expect((await press(`${link}/pause`, { untilOn: '2026-06-29' })).status).toBe(422);
    expect((await press(`${link}/pause`, { untilOn: 'soon' })).html).toContain('id="untilOn-error"');
    expect((await press(`${link}/pause`, { untilOn: '2026-02-31' })).status).toBe(422);
    expect((await press(`${link}/pause`, { untilOn: '2026-08-01' })).status).toBe(303);
    const paused = await subscriber('away@example.org');
    expect(paused.state).toBe('paused');
    expect(paused.nextDueAt?.toISOString()).toBe('2026-08-01T08:00:00.000Z');
    expect((await open(link)).html).toContain('Paused until Saturday, 1 August 2026');
    await press(`${link}/resume`);
    const back = await subscriber('away@example.org');
    expect([back.state, back.nextDueAt?.toISOString()]).toEqual(['active', '2026-06-30T08:00:00.000Z']);
  });
});

describe('interests', () => {
  it('are chosen, weighed, muted and dropped, and make the profile stale', async () => {
    const link = await settingsOf('curie@example.org');
    const { id } = await subscriber('curie@example.org');
    const before = await courant.prisma.profile.findUniqueOrThrow({ where: { subscriberId: id } });
    const fields = fieldsOf((await open(`${link}/interests`)).html, /\/interests$/);
    expect(fields['description']).toEqual(['sparse experts']);
    const saved = await press(`${link}/interests`, {
      ...fields,
      descriptionWeight: 'less',
      query: ['title:routing NOT sparse', ''],
      author: ['Y. LeCun', 'Ada "A" <b>'],
      authorWeight: ['more', 'mute'],
      addCategory: ['cs.LG', 'astro-ph'],
    });
    expect(saved.status).toBe(303);
    const page = await open(courant.url + saved.location);
    expect(fieldsOf(page.html, /\/interests$/)).toMatchObject({
      descriptionWeight: ['less'],
      query: ['title:routing NOT sparse', '', ''],
      author: ['Ada "A" <b>', 'Y. LeCun', '', ''],
      authorWeight: ['mute', 'more', 'normal', 'normal'],
      category: ['astro-ph', 'cs.LG'],
    });
    const { revision } = await courant.prisma.profile.findUniqueOrThrow({ where: { subscriberId: id } });
    expect(revision).toBeGreaterThan(before.revision);
    await press(`${link}/interests`, { category: ['astro-ph', 'cs.LG'], categoryWeight: ['off', 'more'] });
    const { interests } = await subscriber('curie@example.org');
    expect(interests.map(({ kind, value, weight }) => [kind, value, weight])).toEqual([
      ['category', 'cs.LG', 2],
    ]);
  });

  it('that cannot be read are pointed at by column, and everything typed is kept', async () => {
    const link = await settingsOf('slip@example.org');
    const page = await press(`${link}/interests`, {
      description: 'all of it',
      query: ['experts AND (sparse', 'fine'],
      queryWeight: ['more', 'less'],
      addCategory: 'cs.CV',
    });
    expect(page.status).toBe(422);
    expect(page.html).toMatch(/<a href="#query-1">Query 1 – Column 13: /);
    expect(page.html).toMatch(/id="query-1"[^>]* aria-invalid="true"/);
    expect(page.html).toMatch(/value="cs.CV" checked/);
    expect(fieldsOf(page.html, /\/interests$/)).toMatchObject({
      description: ['all of it'],
      queryWeight: ['more', 'less', 'normal', 'normal'],
    });
    expect((await subscriber('slip@example.org')).interests.map(({ value }) => value)).toEqual([
      'sparse experts',
    ]);
  });
});

describe('feedback', () => {
  it('is given behind a link of the digest, without signing in, and taken back', async () => {
    const settings = await settingsOf('lise@example.org');
    await courant.get(StartRun).run({ date: '2026-06-29' });
    const digest = await courant.sink.waitFor('lise@example.org', 3);
    const link = linkIn(digest, 'f');
    const { id } = await subscriber('lise@example.org');
    const said = () => courant.prisma.feedback.findMany({ where: { subscriberId: id } });
    for (const act of ['', '/more', '/less', '/save', '/undo']) {
      expect((await open(`${link}${act}`)).status).toBe(200);
    }
    expect(digest.html).toContain(`${link}/less`);
    expect((await open(`${link}/more`)).html.match(/<form/g)).toHaveLength(1);
    expect(await said()).toEqual([]);

    const more = await press(`${link}/more`);
    expect(more.html).toContain('You said: more like this.');
    await press(`${link}/save`);
    expect(await said()).toMatchObject([{ verdict: 'more', savedAt: clock.now() }]);
    const history = await open(`${settings}/history`);
    expect(history.html).toContain('You said: more like this, saved.');
    expect(history.html).toContain('matches ');

    const bibtex = await open(`${settings}/saved.bib`);
    expect(bibtex.html).toContain('title = {{Sparse experts in language models}}');
    const [{ paperKey } = { paperKey: '' }] = await said();
    const less = await press(`${settings}/feedback`, { paper: paperKey, act: 'less', page: 'saved' });
    expect(less.location).toMatch(/\/saved#paper-/);
    expect(await said()).toMatchObject([{ verdict: 'less' }]);
    // What she has read is not brought back to her mind; that she read it only she says.
    const page = (await open(`${settings}/saved`)).html;
    expect(page).toContain('I have read it');
    await press(`${settings}/feedback`, { paper: paperKey, act: 'read', page: 'saved' });
    expect(await said()).toMatchObject([{ verdict: 'less', readAt: clock.now() }]);
    expect((await open(`${settings}/saved`)).html).toMatch(
      /You said: less like this, saved, read\.[^]*Not read yet/,
    );
    await press(`${settings}/feedback`, { paper: paperKey, act: 'unread', page: 'saved' });
    expect(await said()).toMatchObject([{ verdict: 'less', readAt: null }]);
    await press(`${settings}/feedback`, { paper: paperKey, act: 'read', page: 'saved' });
    await press(`${link}/undo`);
    await press(`${link}/unsave`);
    expect(await said()).toEqual([]);
    expect((await open(`${settings}/saved`)).html).toContain('You have saved none yet');
  });

  it('is taken from nobody else, and for no other paper', async () => {
    const link = linkIn(await courant.sink.waitFor('lise@example.org', 3), 'f');
    const before = await courant.prisma.feedback.count();
    const [token = '', item = ''] = link.split('/').slice(-2);
    const flipped = token.endsWith('A') ? `${token.slice(0, -2)}BB` : `${token.slice(0, -2)}AA`;
    for (const path of [`${flipped}/${item}`, `${token}/f99`, `${token}/x1`, `x/${item}`]) {
      expect([path, (await press(`${courant.url}/f/${path}/more`)).status]).toEqual([path, 404]);
    }
    expect((await press(`${link}/destroy`)).status).toBe(404);
    expect(await courant.prisma.feedback.count()).toBe(before);
  });
});
