// The links in our mails. Scanners open every link and run what is behind it: only a pressed button may change anything.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { AdminKeys } from '../../src/admin/admin-keys.js';
import { StartRun } from '../../src/digests/start-run.js';
import type { TokenPurpose } from '../../src/generated/prisma/enums.js';
import { listMessages, readMessage } from '../../src/platform/embedded/mailbox-store.js';
import { type MailView, parseStored } from '../../src/platform/embedded/mailbox-view.js';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { DAY, plusMs } from '../../src/shared/clock.js';
import { randomToken, signToken, tokenHash } from '../../src/shared/signed-link.js';
import { Sessions } from '../../src/subscribers/access/sessions.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { confirmLink, oneClickLink, submitForm } from '../support/reader.js';
import { newPaper, newSubscriber } from '../support/rows.js';
import { routesOf } from '../support/routes.js';
import { tableContents } from '../support/table-contents.js';
import { TestClock } from '../support/test-clock.js';
import { until } from '../support/until.js';

let courant: CourantUnderTest;
const clock = new TestClock();
const dataDir = mkdtempSync(join(tmpdir(), 'courant-links-'));

// With the local mailbox, so that its pages are walked too.
beforeAll(async () => {
  courant = await startCourantUnderTest({ clock, env: { SMTP_URL: '', DATA_DIR: dataDir } });
  await newPaper(courant.prisma, { title: 'Sparse experts', upvotes: 3 });
  // The job that tidies up every hour must not come between two looks at the tables.
  const queue = courant.service.app.get<Queue>(getQueueToken('subscribers'), { strict: false });
  await queue.pause();
  await until('the tidying to be over', async () => (await queue.getActiveCount()) === 0);
});
afterAll(async () => {
  await courant.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface KeptMail extends MailView {
  id: string;
}

/** The newest mail to this address whose subject contains these words. */
function mailTo(address: string, words: string): Promise<KeptMail> {
  return until(`“${words}” to ${address}`, async () => {
    const directory = courant.service.config.mailboxDir ?? '';
    const kept = await listMessages(directory, 500);
    const found = kept.find(({ to, subject }) => to.includes(address) && subject.includes(words));
    const stored = found && (await readMessage(directory, found.id));
    return stored && { ...(await parseStored(stored.raw)), id: stored.envelope.id };
  });
}

async function signUp(address: string): Promise<string> {
  await submitForm(courant.url, { email: address, description: 'sparse experts', timeZone: 'UTC' });
  return confirmLink(await mailTo(address, 'Confirm'));
}

/** A confirmed reader. @returns the link that unsubscribes her */
async function subscribed(address: string): Promise<string> {
  await fetch(await signUp(address), { method: 'POST' });
  return oneClickLink(await mailTo(address, 'Welcome'));
}

/** @returns what the cookie of her session holds */
async function signedIn(subscriberId: string): Promise<string> {
  return courant.get(Sessions).start({ token: await tokenFor(subscriberId, 'sign_in') });
}

async function tokenFor(subscriberId: string, purpose: TokenPurpose): Promise<string> {
  const token = randomToken();
  const expiresAt = plusMs(clock.now(), DAY);
  const address = 'next@example.org';
  await courant.prisma.token.create({
    data: { hash: tokenHash(token), purpose, subscriberId, expiresAt, address },
  });
  return token;
}

const stateOf = async (address: string) =>
  (await courant.prisma.subscriber.findFirstOrThrow({ where: { address } })).state;
const contents = () => tableContents(courant.databaseUrl);

describe('looking', () => {
  it('by GET, HEAD or OPTIONS changes no table, on any route there is', async () => {
    const confirm = await signUp('looking@example.org');
    const unsubscribe = await subscribed('reading@example.org');
    await courant.get(StartRun).run({ date: '2026-06-29' });
    const digest = await mailTo('reading@example.org', 'for you');
    const key = await courant.get(AdminKeys).create({ name: 'walker' });
    const { id } = await courant.prisma.subscriber.findFirstOrThrow();
    const session = await signedIn(id);
    const links = { 'new-address': 'change_address', 'sign-in': 'sign_in' } as const;
    const tokens = await Promise.all(Object.values(links).map((purpose) => tokenFor(id, purpose)));
    const { id: digestId } = await courant.prisma.digest.findFirstOrThrow();
    const { id: deliveryId } = await courant.prisma.delivery.findFirstOrThrow();
    const values: [RegExp, string][] = [
      [/^\/confirm\/:token/, new URL(confirm).pathname],
      [/^\/u\/:token/, new URL(unsubscribe).pathname],
      [/^\/p\/:access\/(?=erase|export)/, '/p/me/'],
      [/^\/p\/:access/, new URL(/https?:\S+\/p\/\S+/.exec(digest.text ?? '')?.[0] ?? '').pathname],
      [/^\/new-address\/:token/, `/new-address/${tokens[0]}`],
      [/^\/f\/:token\/:item/, new URL(/https?:\S+\/f\/\S+/.exec(digest.text ?? '')?.[0] ?? '').pathname],
      [/^\/d\/:token/, new URL(/https?:\S+\/d\/\S+/.exec(digest.text ?? '')?.[0] ?? '').pathname],
      [/:act$/, 'more'],
      [/^\/sign-in\/:token/, `/sign-in/${tokens[1]}`],
      [/^\/mailbox\/:id/, `/mailbox/${digest.id}`],
      [/deliveries\/:id/, `deliveries/${deliveryId}`],
      [/digests\/:id/, `digests/${digestId}`],
      [/:id/, id],
      [/:date/, '2026-06-29'],
      [/^\/(assets\/)?\*$/, '/assets/courant.css'],
      [/\*$/, 'swagger-ui.css'],
    ];
    const query: Record<string, string> = {
      '/api/admin/v1/papers': '?date=2026-06-29',
      '/api/admin/v1/consents': '?address=reading@example.org',
    };
    const routes = routesOf(courant.service);
    const paths = [...new Set(routes.map(({ path }) => path))].map((path) => ({
      path,
      url: values.reduce((text, [part, value]) => text.replace(part, value), path) + (query[path] ?? ''),
      gets: routes.some((route) => route.path === path && route.method === 'GET'),
    }));
    expect(paths.length).toBeGreaterThan(20);
    const before = await contents();
    for (const { path, url, gets } of paths) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const headers = { authorization: `Bearer ${key}`, cookie: `session=${session}` };
        const { status } = await fetch(courant.url + url, { method, headers, redirect: 'manual' });
        // Else the walk would prove nothing.
        const isOurs = gets && !path.startsWith('/api/docs/');
        if (isOurs && method !== 'OPTIONS') expect([method, path, status]).toEqual([method, path, 200]);
        expect(status).toBeLessThan(500);
      }
    }
    expect(await contents()).toEqual(before);
  });
});

describe('the confirmation link', () => {
  it('shows a page with one plain button, and nothing that presses it', async () => {
    const page = await (await fetch(await signUp('button@example.org'))).text();
    expect(page.match(/<form/g)).toHaveLength(1);
    expect(page).toMatch(/<form method="post" action="\/confirm\/[\w-]{43}">/);
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/http-equiv/i);
    expect(await stateOf('button@example.org')).toBe('pending');
  });

  it('says so when it is too old or none of ours, and where to get a new one', async () => {
    const link = await signUp('toolate@example.org');
    const token = link.split('/').at(-1) ?? '';
    await courant.prisma.token.update({
      where: { hash: tokenHash(token) },
      data: { expiresAt: plusMs(clock.now(), -1) },
    });
    for (const url of [link, `${courant.url}/confirm/${randomToken()}`]) {
      const answer = await fetch(url);
      const page = await answer.text();
      expect([answer.status, page.includes('<form')]).toEqual([410, false]);
      expect(page).toContain('This link has expired');
      expect(page).toContain('<a href="/">To the form: sign up again</a>');
    }
    const signIn = await (await fetch(`${courant.url}/sign-in/${randomToken()}`)).text();
    expect(signIn).toContain('<a href="/sign-in">Ask for a new link</a>');
    const cut = await fetch((await subscribed('cut@example.org')).slice(0, -3));
    expect([cut.status, (await cut.text()).includes('This link does not work')]).toEqual([404, true]);
  });

  it('confirms once; pressing again says the same and changes nothing', async () => {
    const link = await signUp('pressing@example.org');
    const answers = await Promise.all([fetch(link, { method: 'POST' }), fetch(link, { method: 'POST' })]);
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    await mailTo('pressing@example.org', 'Welcome');
    await until('the welcome mail to be settled', async () => {
      const open = await courant.prisma.delivery.count({ where: { state: { notIn: ['accepted'] } } });
      return open === 0;
    });
    const before = await contents();
    const third = await fetch(link, { method: 'POST' });
    expect([...answers, third].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set([...pages, await third.text()]).size).toBe(1);
    expect(await contents()).toEqual(before);
    const where = { subscriber: { address: 'pressing@example.org' } };
    expect(await courant.prisma.consent.count({ where: { ...where, kind: 'confirmed' } })).toBe(1);
    expect(await courant.prisma.delivery.count({ where: { ...where, kind: 'welcome' } })).toBe(1);
  });

  it('is answered 410 after seven days, and again like a link nobody ever sent', async () => {
    const link = await signUp('late@example.org');
    clock.advance(7 * DAY + 1);
    const late = await fetch(link, { method: 'POST' });
    const unknown = await fetch(`${courant.url}/confirm/${'A'.repeat(43)}`, { method: 'POST' });
    expect([late.status, unknown.status]).toEqual([410, 410]);
    const text = await late.text();
    expect(text).toContain('This link has expired');
    expect(await unknown.text()).toBe(text);
    expect(await stateOf('late@example.org')).toBe('pending');
  });

  it('is dead after good-bye, and cannot bring a reader back', async () => {
    const link = await signUp('gone@example.org');
    await fetch(link, { method: 'POST' });
    await fetch(oneClickLink(await mailTo('gone@example.org', 'Welcome')), { method: 'POST' });
    expect((await fetch(link, { method: 'POST' })).status).toBe(410);
    expect(await stateOf('gone@example.org')).toBe('unsubscribed');
  });
});

describe('one click', () => {
  const pairs = 'List-Unsubscribe=One-Click';
  const parts = new FormData();
  parts.append('List-Unsubscribe', 'One-Click');
  const bodies: [string, RequestInit][] = [
    ['urlencoded', { body: new URLSearchParams(pairs) }],
    ['multipart', { body: parts }],
    ['without a body', {}],
  ];

  it.each(bodies)('unsubscribes at once, %s: no cookie asked for or set, no redirect', async (name, init) => {
    const address = `one-click-${name.replaceAll(' ', '-')}@example.org`;
    const link = await subscribed(address);
    const answer = await fetch(link, { method: 'POST', redirect: 'manual', ...init });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('location')).toBeNull();
    expect(await stateOf(address)).toBe('unsubscribed');
    const consent = await courant.prisma.consent.findFirst({
      where: { kind: 'withdrawn', subscriber: { address } },
    });
    expect(consent).toMatchObject({ via: 'one-click', ip: '127.0.0.1' });

    const before = await contents();
    const again = await fetch(link, { method: 'POST', ...init });
    expect(again.status).toBe(200);
    expect(await again.text()).toBe(await answer.text());
    expect(await contents()).toEqual(before);
  });

  it('works from the page too, whose only form posts to the same link', async () => {
    const link = await subscribed('leaving@example.org');
    const page = await (await fetch(link)).text();
    const action = /<form method="post" action="([^"]+)">/.exec(page)?.[1];
    expect(action).toBe(new URL(link).pathname);
    expect(page).not.toContain('<script');
    const fields = [...page.matchAll(/<(?:input|button)[^>]* name="([^"]+)" value="([^"]+)"/g)];
    const body = new URLSearchParams(
      fields.map(([, name = '', value = '']): [string, string] => [name, value]),
    );
    expect((await fetch(courant.url + action, { method: 'POST', body })).status).toBe(200);
    expect(await stateOf('leaving@example.org')).toBe('unsubscribed');
    const consent = await courant.prisma.consent.findFirst({
      where: { kind: 'withdrawn', subscriber: { address: 'leaving@example.org' } },
    });
    expect(consent?.via).toBe('web:/u');
  });

  it('with a link that is none of ours tells nothing of who is subscribed', async () => {
    const link = await subscribed('staying@example.org');
    const { id } = await courant.prisma.subscriber.findFirstOrThrow({
      where: { address: 'staying@example.org' },
    });
    const mac = link.split('.').at(-1) ?? '';
    const stranger = await newSubscriber(courant.prisma);
    const forged = [
      `${id}.${'A'.repeat(22)}`,
      `${id}.`,
      id,
      `${stranger.id}.${mac}`,
      `00000000-0000-4000-8000-000000000000.${mac}`,
      'x',
      `${id}.${mac}${mac}`,
    ];
    const answers = new Set<string>();
    for (const token of forged) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(`${courant.url}/u/${token}`, { method });
        answers.add(`${answer.status} ${await answer.text()}`);
      }
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 /);
    expect(await stateOf('staying@example.org')).toBe('active');
  });

  it('is good for nothing else, and still good when the reader is long gone', async () => {
    const link = await subscribed('purpose@example.org');
    const token = link.split('/').at(-1);
    expect((await fetch(`${courant.url}/confirm/${token}`, { method: 'POST' })).status).toBe(410);
    const secret = courant.get(SecretKey).value;
    const erased = signToken(secret, 'unsubscribe', '00000000-0000-4000-8000-000000000000');
    expect((await fetch(`${courant.url}/u/${erased}`, { method: 'POST' })).status).toBe(200);
    clock.advance(400 * DAY);
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await stateOf('purpose@example.org')).toBe('unsubscribed');
  });
});

describe('the pages behind links', () => {
  it('are kept by nobody and tell nobody where they are', async () => {
    const unsubscribe = await subscribed('headers@example.org');
    const confirm = await signUp('headers-2@example.org');
    const asked: [string, string][] = [
      ['GET', confirm],
      ['POST', confirm],
      ['POST', `${courant.url}/confirm/x`],
      ['GET', unsubscribe],
      ['POST', unsubscribe],
      ['GET', `${courant.url}/u/x`],
    ];
    for (const [method, url] of asked) {
      const answer = await fetch(url, { method });
      const header = (name: string) => answer.headers.get(name);
      expect([method, url, header('referrer-policy')]).toEqual([method, url, 'no-referrer']);
      expect([method, url, header('cache-control')]).toEqual([method, url, 'no-store']);
      expect(await answer.text()).toContain('<meta name="robots" content="noindex">');
    }
  });

  it('and all others run no inline script or style, but for the API documentation and a mail in its frame', async () => {
    await subscribed('policy@example.org');
    const { id } = await mailTo('policy@example.org', 'Welcome');
    const pages = [
      '/',
      '/check-mail',
      '/editions',
      '/editions/2026-06-29',
      '/mailbox',
      `/mailbox/${id}`,
      '/nope',
    ];
    for (const path of [...pages, '/api/admin/v1/subscribers', '/health/live', '/assets/courant.css']) {
      const policy = (await fetch(courant.url + path)).headers.get('content-security-policy');
      expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'self'")]);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toContain('unsafe');
    }
    const frame = (await fetch(`${courant.url}/mailbox/${id}/html`)).headers.get('content-security-policy');
    expect(frame).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
    expect(frame).not.toContain('script-src');
    for (const path of pages)
      expect(await (await fetch(courant.url + path)).text()).not.toMatch(/<style| style=/);
  });
});
