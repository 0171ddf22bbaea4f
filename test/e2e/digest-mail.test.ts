// The digest as the mail server gets it: the bytes, the envelope, and what hostile papers make of it.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { StartRun } from '../../src/digests/start-run.js';
import type { MailView } from '../../src/platform/embedded/mailbox-view.js';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { signToken } from '../../src/shared/signed-link.js';
import { hasBrowser, openBrowser } from '../support/browser.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { header, oneClickLink } from '../support/reader.js';
import { newPaper, newSubscriber, papersOfDigests } from '../support/rows.js';
import type { ReceivedMail } from '../support/smtp-sink.js';
import { TestClock } from '../support/test-clock.js';
import { until } from '../support/until.js';

const DATE = '2026-06-29';
const clock = new TestClock();

async function newReader(courant: CourantUnderTest, address: string, maxPapers = 10): Promise<string> {
  const { id } = await newSubscriber(courant.prisma, { address, maxPapers });
  const interest = { subscriberId: id, kind: 'category' as const, value: 'cs.LG', createdAt: clock.now() };
  await courant.prisma.interest.create({ data: interest });
  return id;
}

describe('a digest', () => {
  const address = 'ada@example.org';
  const hostileTitle = 'Émile’s “experts” 🚀\r\nBcc: eve@example.org\r\n\r\n<b>hi</b> & more';
  let courant: CourantUnderTest;
  let mail: MailView & ReceivedMail;
  let head: string[];
  let papers: { key: string; url: string; title: string }[];

  beforeAll(async () => {
    const env = {
      BRAND_NAME: 'Papers Daily',
      PUBLIC_URL: 'https://news.example.org/',
      BOUNCE_DOMAIN: 'bounce.example.org',
      MAIL_OWNER: 'library@example.org',
      MAIL_POSTAL_ADDRESS: 'Example Library, 1 Main Street, 12345 Town',
    };
    courant = await startCourantUnderTest({ clock, env });
    const titles = [
      hostileTitle,
      'x'.repeat(900),
      ...Array.from({ length: 9 }, (_, n) => `Study ${n} of experts`),
    ];
    for (const [index, title] of titles.entries()) {
      await newPaper(courant.prisma, {
        title,
        abstract: 'We study. '.repeat(40),
        summary: `What number ${index} found`,
        upvotes: titles.length - index,
        pdfUrl: `https://arxiv.org/pdf/2606.1${index}`,
      });
    }
    await newReader(courant, address);
    await courant.get(StartRun).run({ date: DATE });
    mail = await courant.sink.waitFor(address);
    const text = mail.raw.toString('latin1');
    head = text.slice(0, text.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);
    const keys = (await papersOfDigests(courant.prisma)).map(({ paperKey }) => paperKey);
    papers = await courant.prisma.paper.findMany({ where: { key: { in: keys } } });
  });
  afterAll(() => courant.stop());

  const delivery = () => courant.prisma.delivery.findFirstOrThrow({ where: { recipient: address } });

  it('carries the headers of a well-behaved bulk mail, each with the value promised', async () => {
    const { id } = await delivery();
    const link = oneClickLink(mail);
    expect(link).toMatch(/^https:\/\/news\.example\.org\/u\/[0-9a-f-]{36}\.[\w-]{22}$/);
    const expected = {
      From: 'Papers Daily <digest@news.example.org>',
      To: address,
      Date: 'Mon, 29 Jun 2026 12:00:00 +0000',
      'Message-ID': `<${id}@news.example.org>`,
      'List-Unsubscribe': `<${link}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': '"Papers Daily" <daily.news.example.org>',
      'List-Help': '<https://news.example.org/>, <mailto:library@example.org>',
      'List-Owner': '<mailto:library@example.org>',
      'List-Post': 'NO',
      'List-Archive': '<https://news.example.org/editions>',
      'Feedback-ID': 'digest:daily:202606:newsexampleorg',
      Precedence: 'list',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'MIME-Version': '1.0',
    };
    const found = Object.keys(expected).map((name) => [name, header(mail, name)]);
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(header(mail, 'Auto-Submitted')).toBeUndefined();
  });

  it('has every header once, in ASCII, and no other than ours', () => {
    const names = head.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    for (const name of ['from', 'date', 'message-id', 'subject', 'to']) expect(names).toContain(name);
    for (const name of ['bcc', 'cc', 'sender', 'x-mailer', 'return-path']) expect(names).not.toContain(name);
    expect(head.join('')).toMatch(/^[\x20-\x7e\r\n\t]*$/);
  });

  it('is made of CRLF lines of at most 998 octets, and 76 in the headers where they can be folded', () => {
    const text = mail.raw.toString('latin1');
    expect(text.match(/(?<!\r)\n|\r(?!\n)|\0/g)).toBeNull();
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    for (const line of head.flatMap((one) => one.split('\r\n'))) {
      if (/\s/.test(line.slice(line.indexOf(':') + 2).trim())) expect(line.length).toBeLessThanOrEqual(78);
    }
  });

  it('has a text part and an HTML part, text first, and both bring every paper with its links', () => {
    expect(header(mail, 'Content-Type')).toMatch(/^multipart\/alternative;\s*boundary="/);
    const types = [...mail.raw.toString('latin1').matchAll(/^Content-Type: (text\/\w+); charset=utf-8\r$/gm)];
    expect(types.map(([, type]) => type)).toEqual(['text/plain', 'text/html']);
    expect(papers.length).toBeGreaterThan(5);
    for (const { key, url } of papers) {
      expect([key, mail.text?.includes(url)]).toEqual([key, true]);
      expect([key, mail.html?.includes(`href="${url}"`)]).toEqual([key, true]);
    }
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('Émile’s “experts” 🚀 Bcc: eve@example.org');
      expect(part).toContain('Example Library, 1 Main Street, 12345 Town');
      expect(part).toContain('Thank you to arXiv');
      expect(part).toContain(oneClickLink(mail));
    }
    expect(mail.html).toContain('&lt;b&gt;hi&lt;/b&gt; &amp; more');
    expect(mail.subject).toMatch(/^\d+ for you: /);
  });

  it('goes in an envelope that names the delivery, for bounces', async () => {
    const { id } = await delivery();
    expect(mail.from).toMatch(new RegExp(`^b\\+${id}\\.[0-9a-f]{8}@bounce\\.example\\.org$`));
    expect(mail.to).toBe(address);
    expect(mail.dsn).toEqual({ ret: 'HDRS', envid: id });
    expect(courant.sink.to('eve@example.org')).toEqual([]);
  });

  it('keeps its Message-ID when it has to be sent again', async () => {
    await newReader(courant, 'patient@example.org');
    const refused: Buffer[] = [];
    courant.sink.refuseMessage = (_, raw) => {
      refused.push(raw);
      return { code: 451, text: '4.7.1 Greylisted' };
    };
    await courant.get(StartRun).run({ date: DATE });
    const where = { recipient: 'patient@example.org' };
    const deferred = await until('the digest to be deferred', async () => {
      const row = await courant.prisma.delivery.findFirst({ where });
      return row?.state === 'deferred' && row;
    });
    expect(deferred.replyCode).toBe(451);
    courant.sink.refuseMessage = () => undefined;
    clock.set(deferred.nextAt.toISOString());
    await courant.get(SweepDeliveries).run();
    const second = await courant.sink.waitFor('patient@example.org');
    expect(header(second, 'Message-ID')).toBe(deferred.messageId);
    expect(refused.map(String)).toEqual([expect.stringContaining(`Message-ID: ${deferred.messageId}\r\n`)]);
    expect(courant.sink.to('patient@example.org')).toHaveLength(1);
  });
});

describe('a reader who unsubscribes while her digest waits', () => {
  let courant: CourantUnderTest;
  const readers = ['first@example.org', 'second@example.org', 'third@example.org'];

  beforeAll(async () => {
    courant = await startCourantUnderTest({ clock: new TestClock(), env: { SMTP_CONNECTIONS: '1' } });
    await newPaper(courant.prisma, { upvotes: 5 });
    for (const address of readers) await newReader(courant, address);
  });
  afterAll(() => courant.stop());

  it('gets nothing, even when a worker has it in hand', async () => {
    courant.sink.delayMs = 1_200;
    await courant.get(StartRun).run({ date: DATE });
    const [first] = await until(
      'the first mail',
      () => courant.sink.received.length > 0 && courant.sink.received,
    );
    const others = readers.filter((address) => address !== first?.to);
    const inHand = await courant.prisma.delivery.findMany({ where: { recipient: { in: others } } });
    expect(inHand.map(({ state }) => state)).toEqual(['claimed', 'claimed']);
    for (const { subscriberId } of inHand) await unsubscribe(courant, subscriberId ?? '');
    const ledger = await until('the run to be done', async () => {
      const soFar = await courant.get(ReadLedger).run({ date: DATE });
      return soFar.isDone && soFar;
    });
    expect(ledger).toMatchObject({ due: 3, accepted: 1, cancelled: 2, isBalanced: true });
    expect(courant.sink.received).toHaveLength(1);
    const reasons = await courant.prisma.delivery.findMany({ where: { recipient: { in: others } } });
    expect(reasons.map(({ reply }) => reply)).toEqual(['unsubscribed', 'unsubscribed']);
  });
});

/** With the link that stands in the reader's mails. */
async function unsubscribe(courant: CourantUnderTest, subscriberId: string): Promise<void> {
  const token = signToken(courant.get(SecretKey).value, 'unsubscribe', subscriberId);
  const answer = await fetch(`${courant.url}/u/${token}`, { method: 'POST' });
  expect(answer.status).toBe(200);
}

const corpus = `${process.env.COURANT_SHARED ?? '../shared'}/corpora/hostile-text/xss-payloads.txt`;
const withPayloads = hasBrowser && existsSync(corpus) ? it : it.skip;

describe('hostile papers', () => {
  const SAMPLE = 200;
  let courant: CourantUnderTest;
  let browser: Browser | undefined;

  beforeAll(async () => {
    courant = await startCourantUnderTest({ clock: new TestClock() });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await courant.stop();
  });

  withPayloads('do nothing in a browser that runs scripts, and their titles are there to read', async () => {
    const lines = readFileSync(corpus, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const payloads = Array.from(
      { length: SAMPLE },
      (_, n) => lines[Math.floor((n * lines.length) / SAMPLE)] ?? '',
    );
    const address = 'brave@example.org';
    await newReader(courant, address, SAMPLE);
    for (const [index, payload] of payloads.entries()) {
      await newPaper(courant.prisma, {
        key: `hostile-${index}`,
        title: payload.replaceAll('\0', ''),
        summary: payload,
        authors: [payload],
        url:
          index % 2 === 0
            ? `javascript:alert(${index})`
            : `https://example.org/"onmouseover=alert(1)//${index}`,
      });
    }
    await courant.get(StartRun).run({ date: DATE });
    const mail = await courant.sink.waitFor(address);
    expect(Buffer.byteLength(mail.html ?? '')).toBeLessThanOrEqual(95_000);
    // The mail is shortened; the web has the whole of it.
    const link = /http:\/\/\S+(\/d\/[^"\s]+)/.exec(mail.html ?? '')?.[1] ?? '';
    const whole = await (await fetch(courant.url + link)).text();
    const page = await browser?.newPage();
    if (!page) throw new Error('no browser');
    const dialogs: string[] = [];
    const requests: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url === 'http://mail.test/')
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body: whole });
      requests.push(url);
      return route.abort();
    });
    await page.goto('http://mail.test/', { waitUntil: 'load' });
    const found = await page.evaluate<Findings>(look);
    await page.waitForTimeout(200);
    expect(dialogs).toEqual([]);
    expect(requests).toEqual([]);
    expect(found.active).toEqual([]);
    const squeeze = (text: string) => text.replace(/[\s\p{Cc}]+/gu, '');
    const short = new Set(payloads.filter((payload) => payload.length < 280).map(squeeze));
    expect(found.titles.length).toBeGreaterThan(10);
    const changed = found.titles.map(squeeze).filter((title) => title.length < 200 && !short.has(title));
    expect(changed).toEqual([]);
  });
});

interface Findings {
  titles: string[];
  active: string[];
}

/** Runs inside the page, hence as text: what acts there by itself or at a touch. */
const look = `(() => {
  const inert = /^(html|head|base|body|meta|title|style|div|table|tbody|tr|td|h[1-3]|p|a|span|strong|br)$/;
  const active = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (!inert.test(name)) active.push(name);
    for (const attribute of element.attributes) {
      if (/^on|^src|^srcdoc|^formaction/i.test(attribute.name)) active.push(name + ' ' + attribute.name);
    }
    if (name === 'a' && !/^(https?|mailto):$/.test(element.protocol)) active.push('a ' + element.href.slice(0, 40));
  }
  return { active, titles: [...document.querySelectorAll('h3')].map((title) => title.textContent) };
})()`;
