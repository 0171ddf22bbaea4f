// The headers bulk-sender rules ask for, and the return path.
import { describe, expect, it } from '@jest/globals';
import { makeConfig } from '../config/config.js';
import { readEnvironment } from '../config/env.js';
import { bounceMac } from '../shared/signed-link.js';
import { messageHeaders, returnPath, threadHeaders } from './message-headers.js';

const configOf = (given: Record<string, string> = {}) =>
  makeConfig(
    readEnvironment({
      MAIL_FROM: 'digest@news.example.org',
      PUBLIC_URL: 'https://news.example.org',
      ...given,
    }),
    { databaseUrl: '', smtpUrl: '', mailboxDir: undefined },
  );
const link = 'https://news.example.org/u/token';
const headersOf = (given: Record<string, string> = {}) =>
  messageHeaders(configOf(given), 'digest', link, '202606');

describe('messageHeaders', () => {
  it('lets a list mail be left with one click (RFC 8058)', () => {
    expect(headersOf()).toMatchObject({
      'List-Unsubscribe': `<${link}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('names the list, its owner, its help and its archive', () => {
    expect(headersOf({ MAIL_OWNER: 'ada@example.org' })).toMatchObject({
      'List-Id': '"Courant" <daily.news.example.org>',
      'List-Owner': '<mailto:ada@example.org>',
      'List-Help': '<https://news.example.org/>, <mailto:ada@example.org>',
      'List-Archive': '<https://news.example.org/editions>',
      'List-Post': 'NO',
      Precedence: 'list',
    });
  });

  it('asks nobody to answer by machine', () => {
    expect(headersOf()['X-Auto-Response-Suppress']).toBe('OOF, AutoReply');
    expect(messageHeaders(configOf(), 'confirmation', undefined, '202606')['Auto-Submitted']).toBe(
      'auto-generated',
    );
  });

  it('puts nothing of a list into a mail that nobody is subscribed to', () => {
    const names = Object.keys(messageHeaders(configOf(), 'confirmation', undefined, '202606'));
    expect(names.filter((name) => /^(List-|Precedence)/.test(name))).toEqual([]);
  });

  it.each([
    ['digest@news.example.org', 'newsexampleorg'],
    ['digest@a-very-long-name.of.a.domain.example.org', 'averylongnameof'],
    ['digest@a.io', 'aio00'],
    ['digest@xn--bcher-kva.example', 'xnbcherkvaexamp'],
  ])('gives Gmail four fields, the last of 5 to 15 characters and the same every day: %s', (from, sender) => {
    expect(headersOf({ MAIL_FROM: from })['Feedback-ID']).toBe(`digest:daily:202606:${sender}`);
  });

  it.each([
    ['The "Daily" \\ Paper', '"The Daily  Paper"'],
    ['Le Courrier des idées', '"Papers"'],
    ['Two\r\nBcc: eve@example.org', '"Papers"'],
  ])('keeps a brand of %j from breaking List-Id', (brand, phrase) => {
    expect(headersOf({ BRAND_NAME: brand })['List-Id']).toBe(`${phrase} <daily.news.example.org>`);
  });
});

describe('returnPath', () => {
  const id = '0192f0c4-7b1a-7cc3-9d5e-3f7a9b1c4d5e';

  it('names the delivery when there is a domain for bounces, within the 64 characters of a local part', () => {
    const path = returnPath(configOf({ BOUNCE_DOMAIN: 'bounce.example.org' }), 'secret', id);
    expect(path).toBe(`b+${id}.${bounceMac('secret', id)}@bounce.example.org`);
    expect(path.indexOf('@')).toBeLessThanOrEqual(64);
  });

  it('is the sender otherwise', () => {
    expect(returnPath(configOf(), 'secret', id)).toBe('digest@news.example.org');
  });
});

describe('threadHeaders', () => {
  const thread = (given: Record<string, string>, dateOn: string | undefined, reader = 'ada') =>
    threadHeaders(configOf(given), reader, dateOn);

  it('leaves each digest alone unless told otherwise', () => {
    expect(thread({}, '2026-06-29')).toEqual({});
  });

  it("puts a month's digests of one reader together, and nothing else", () => {
    const monthly = { MAIL_THREADS: 'month' };
    const root = '<digests.2026-06.ada@news.example.org>';
    expect(thread(monthly, '2026-06-01')).toEqual({ 'In-Reply-To': root, References: root });
    expect(thread(monthly, '2026-06-30')).toEqual(thread(monthly, '2026-06-01'));
    expect(thread(monthly, '2026-07-01')).not.toEqual(thread(monthly, '2026-06-30'));
    expect(thread(monthly, '2026-06-01', 'bea')).not.toEqual(thread(monthly, '2026-06-01'));
    expect(thread(monthly, undefined)).toEqual({});
  });
});
