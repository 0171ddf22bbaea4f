// A reader's life in German and in Chinese: her browser asks for the language first, then we know it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/env.js';
import { startCourant } from '../../src/courant.js';
import { StartRun } from '../../src/digests/start-run.js';
import { texts } from '../../src/language/languages.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { fieldsOf, open, type Page, press } from '../support/form-page.js';
import { leftOverEnglish } from '../support/left-over-english.js';
import { confirmLink, oneClickLink, submitForm } from '../support/reader.js';
import { linkIn } from '../support/reader-pages.js';
import { newPaper } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';

let courant: CourantUnderTest;
const clock = new TestClock();
const TITLE = 'What the experts of your model have to say to each other';
beforeAll(async () => {
  courant = await startCourantUnderTest({ clock });
  await newPaper(courant.prisma, {
    title: TITLE,
    upvotes: 12,
    announcedOn: new Date('2026-06-26T00:00:00Z'),
  });
});
afterAll(() => courant.stop());

const read = async (path: string, language: string): Promise<Page> => {
  const answer = await fetch(`${courant.url}${path}`, {
    headers: { 'accept-language': language },
    redirect: 'manual',
  });
  return {
    status: answer.status,
    url: answer.url,
    html: await answer.text(),
    location: answer.headers.get('location'),
    cookie: answer.headers.get('set-cookie'),
  };
};

const DATA = ['Ada Lovelace', 'Ashish Vaswani, Noam Shazeer, Niki Parmar', 'machine translation, attention'];
const MORE_DATA = ['Yann LeCun', 'Zotero RDF', 'what the experts of a model say', 'experts', 'model'];

const languages = [
  { code: 'de', lang: 'de', accepted: 'de-AT,de;q=0.9,en;q=0.5', other: 'zh' },
  { code: 'zh', lang: 'zh-Hans', accepted: 'zh-CN,zh;q=0.9,en;q=0.5', other: 'de' },
] as const;

describe.each(languages)('in $code', ({ code, lang, accepted, other }) => {
  const address = `${code}-reader@example.org`;
  const say = (key: string, values = {}) => texts(code).say(key, { brand: 'Courant', ...values });
  const expectOurs = (page: Page, language: string = code) => {
    const { lang } = texts(language);
    expect(page.html).toContain(`<html lang="${lang}" dir="ltr">`);
    const data = [`${TITLE} ·`, ...DATA, ...MORE_DATA, address, 'Courant'];
    expect({ url: page.url, left: leftOverEnglish(page.html, language, data) }).toEqual({
      url: page.url,
      left: [],
    });
  };
  let settings = '';
  let oneClick = '';

  it('every public page is, for a browser that asks for it', async () => {
    for (const path of [
      '/',
      '/check-mail',
      '/editions',
      '/editions/2026-06-26',
      '/editions/2026-06-27',
      '/editions/1999-01-01',
      '/nowhere',
      '/embed',
      '/sign-in',
      '/sign-in/sent',
      '/sign-in/x',
      '/confirm/x',
      '/u/x',
      '/p/x',
    ]) {
      expectOurs(await read(path, accepted));
    }
  });

  it('a form that was filled in wrongly says so', async () => {
    const headers = { 'accept-language': accepted };
    const answer = await submitForm(
      courant.url,
      { email: 'ada', deliverAtHour: '25', categories: 'no.NE' },
      headers,
    );
    expect([answer.status, answer.headers.get('content-language')]).toEqual([422, lang]);
    const html = await answer.text();
    expectOurs({ html, url: '/', status: 422, location: null, cookie: null });
    expect(html).toContain(say('web.errors.noEmail'));
    const api = await fetch(`${courant.url}/api/subscriptions`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada', description: 'x' }),
    });
    expect(await api.json()).toMatchObject({ fields: { email: say('web.errors.noEmail') } });
  });

  it('a reader signs up, and her consent is kept in the words she read', async () => {
    const page = await read('/', accepted);
    const form = fieldsOf(page.html, /^\/$/);
    expect(form['language']).toEqual([code]);
    const description = 'what the experts of a model say';
    const sent = await submitForm(courant.url, { ...form, email: address, description, timeZone: 'UTC' });
    expect(sent.status).toBe(303);
    const confirmation = await courant.sink.waitFor(address, 1);
    expect(confirmation.subject).toBe(texts(code).say('mail.confirmation.subject', { brand: 'Courant' }));

    // The mail may be opened anywhere: from here on we know her language.
    const link = new URL(confirmLink(confirmation)).pathname;
    expectOurs(await read(link, 'en'));
    const confirmed = await press(courant.url + link);
    expectOurs(confirmed);
    expect(confirmed.html).toContain(say('web.confirmed.heading'));
    const welcome = await courant.sink.waitFor(address, 2);
    settings = new URL(linkIn(welcome, 'p')).pathname;
    oneClick = new URL(oneClickLink(welcome)).pathname;
    const kept = await courant.prisma.consent.findMany({
      where: { subscriber: { address } },
      orderBy: { id: 'asc' },
    });
    expect(kept).toMatchObject([
      { kind: 'signed_up', language: code, wording: say('web.consent.signUp') },
      { kind: 'confirmed', language: code, wording: say('web.consent.confirm') },
    ]);
    expect(page.html).toContain(say('web.consent.signUp'));
  });

  it('all her pages are, with what she gets wrong and what she did', async () => {
    await courant.get(StartRun).run({ date: '2026-06-29' });
    await courant.sink.waitFor(address, 3);
    for (const path of ['', '/interests', '/history', '/saved', '/library', '/account']) {
      expectOurs(await read(settings + path, 'en'));
    }
    for (const [path, fields] of [
      ['', { deliverAtHour: '99', frequency: '', maxPapers: 'x' }],
      ['/interests', { query: ['(graph', 'the', 'a* OR', 'titel:x'], author: ['1'] }],
      ['/pause', { untilOn: '2020-01-01' }],
      ['/library', {}],
      ['/interests/preview', { description: 'what the experts of a model say' }],
      ['/feedback', { act: 'explode' }],
    ] as const) {
      expectOurs(await press(courant.url + settings + path, fields as Record<string, string>));
    }
    for (const done of ['settings', 'pause', 'resume'])
      expectOurs(await read(`${settings}?done=${done}`, 'en'));
    expectOurs(await read(`${settings}/interests?done=1`, 'en'));
  });

  it('her mails are', async () => {
    const data = [
      'What the experts of your model have to…',
      'Machine Learning (cs.LG)',
      TITLE,
      ...DATA,
      ...MORE_DATA,
      address,
      'Courant',
      'set MAIL_POSTAL_ADDRESS: the law asks for one',
    ];
    const thanks = 'Thank you to arXiv for use of its open access interoperability.';
    for (const number of [1, 2, 3]) {
      const { subject, html = '' } = await courant.sink.waitFor(address, number);
      const left = leftOverEnglish(`<p>${subject}</p>${html}`, code, [...data, thanks]);
      expect({ subject, left }).toEqual({ subject, left: [] });
    }
  });

  it('what she says of a paper is, too', async () => {
    const digest = await courant.sink.waitFor(address, 3);
    const said = new URL(linkIn(digest, 'f')).pathname;
    expectOurs(await read(said, 'en'));
    for (const act of ['more', 'save', 'undo']) {
      expectOurs(await press(`${courant.url}${said.split('/').slice(0, 4).join('/')}/${act}`));
    }
    expectOurs(await read(`${settings}/saved`, 'en'));
  });

  it('another language is a link away, and she takes it for good in her settings', async () => {
    const page = await read(settings, 'en');
    expect(page.html).toContain(`<a href="${settings}?lang&#x3D;${other}" lang="${texts(other).lang}"`);
    const once = await read(`${settings}?lang=${other}`, 'en');
    expectOurs(once, other);
    expect(once.cookie).toBe(`language=${other}; Path=/; HttpOnly; SameSite=Lax`);
    expectOurs(await open(`${courant.url}/editions`, `language=${other}`), other);
    expectOurs(await read(settings, 'en'));

    const form = fieldsOf(page.html, new RegExp(`^${settings}$`));
    expect(form['language']).toEqual([code]);
    const saved = await press(courant.url + settings, { ...form, language: other });
    expect(saved.status).toBe(303);
    expectOurs(await read(`${settings}?done=settings`, 'en'), other);
    await press(courant.url + settings, { ...form, language: 'xx' });
    const { language } = await courant.prisma.subscriber.findFirstOrThrow({ where: { address } });
    expect(language).toBe(other);
    await press(courant.url + settings, { ...form, language: code });
  });

  it('good-bye is, and its record', async () => {
    for (const path of ['', '/pause']) expectOurs(await read(oneClick + path, 'en'));
    expectOurs(await press(`${courant.url}${oneClick}/pause`, { weeks: '2' }));
    expectOurs(await press(courant.url + oneClick, { from: 'page' }));
    expectOurs(await press(`${courant.url}${oneClick}/reason`, { reason: 'x' }));
    const last = await courant.prisma.consent.findFirstOrThrow({
      where: { subscriber: { address }, kind: 'withdrawn' },
    });
    expect(last).toMatchObject({ language: code, wording: say('web.consent.unsubscribe') });
    expectOurs(await press(`${courant.url}${oneClick}/undo`));
  });
});

it('a default language without a file ends the start with a sentence', async () => {
  const env = readEnvironment({ NODE_ENV: 'test', DEFAULT_LANGUAGE: 'fr' });
  await expect(startCourant(env)).rejects.toThrow(
    'DEFAULT_LANGUAGE: expected one of de, en, zh, was given "fr".',
  );
});

describe('the language of a visitor', () => {
  it('is English when her browser asks for none we have, and a header says what it is', async () => {
    const answer = await fetch(courant.url, { headers: { 'accept-language': 'fr,es;q=0.5' } });
    expect(await answer.text()).toContain('<html lang="en" dir="ltr">');
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.headers.get('vary')).toMatch(/accept-language/i);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it.each(['xx', '../../../etc/passwd', 'de"><script>', '__proto__', 'x'.repeat(2_000), 'constructor'])(
    'stays what it was for ?lang=%s',
    async (asked) => {
      const answer = await fetch(`${courant.url}/?lang=${encodeURIComponent(asked)}`);
      const html = await answer.text();
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
      expect(html).toContain('<html lang="en" dir="ltr">');
      expect(html).not.toContain('<script>');
    },
  );
});
