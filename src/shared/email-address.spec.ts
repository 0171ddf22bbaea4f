// What counts as an address and when two are the same, on cases of our own and on those of the isemail collection.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseEmailAddress } from './email-address.js';

const corpus = join(process.env.COURANT_SHARED ?? '../shared', 'corpora/addresses/isemail-tests.xml');

describe('parseEmailAddress', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org\n', 'ada@example.org'],
    ['Ada.Lovelace+papers@Example.ORG', 'Ada.Lovelace+papers@example.org'],
    ["o'hara@example.org", "o'hara@example.org"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@example。org', 'ada@example.org'],
    ['grün@example.org', 'grün@example.org'],
    ['gru\u0308n@example.org', 'grün@example.org'],
  ])('takes %j as %s', (typed, address) => {
    expect(parseEmailAddress(typed)?.address).toBe(address);
  });

  it.each([
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@localhost',
    'ada lovelace@example.org',
    'Ada <ada@example.org>',
    'ada@example.org, bob@example.org',
    'ada@example.org\r\nBcc: bob@example.org',
    'ada\u0000@example.org',
    'ada\u200b@example.org',
    '.ada@example.org',
    'ada..b@example.org',
    'ada@example..org',
    'ada@-example.org',
    'ada@exam_ple.org',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    '"ada"@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
    `ada@${'abcdefghi.'.repeat(25)}org`,
  ])('refuses %j', (typed) => {
    expect(parseEmailAddress(typed)).toBeUndefined();
  });

  it.each([
    'ada@example.org/x',
    'ada@example.org?x',
    'ada@example.org#x',
    'ada@example.org\\x',
    'ada@example.org:25',
    'ada@ex%61mple.org',
    'ada@exam\tple.org',
  ])('refuses %j rather than mend it into an address nobody typed', (typed) => {
    expect(parseEmailAddress(typed)).toBeUndefined();
  });

  it('knows two spellings of one address by their key', () => {
    const keys = ['Ada@Example.org', ' ada@EXAMPLE.ORG', 'ＡＤＡ@example.org'].map(
      (typed) => parseEmailAddress(typed)?.key,
    );
    expect(new Set(keys)).toEqual(new Set(['ada@example.org']));
  });

  it('keeps apart what may be two people', () => {
    const keys = ['ada.b@example.org', 'adab@example.org', 'ada+b@example.org', 'ada@example.com'].map(
      (typed) => parseEmailAddress(typed)?.key,
    );
    expect(new Set(keys).size).toBe(4);
  });

  it('finds the same key again in what it gave out', () => {
    const first = parseEmailAddress('Grün.Straße@Bücher.Example');
    expect(parseEmailAddress(first?.address ?? '')).toEqual(first);
    expect(parseEmailAddress(first?.key ?? '')?.key).toBe(first?.key);
  });
});

interface Case {
  address: string;
  category: string;
  diagnosis: string;
}

describe('the isemail collection', () => {
  const cases = existsSync(corpus) ? readCases(readFileSync(corpus, 'utf8')) : [];
  const test = cases.length > 0 ? it : it.skip;

  test('refuses what is no address (skipped without the collection in COURANT_SHARED)', () => {
    const wrong = cases.filter(({ category }) => category === 'ISEMAIL_ERR');
    expect(wrong.length).toBeGreaterThan(50);
    // White space around an address comes from pasting, and is taken off: what then is taken is the bare address.
    const taken = wrong
      .filter(({ address }) => address.trim() === address)
      .filter(({ address }) => parseEmailAddress(address) !== undefined);
    expect(taken).toEqual([]);
    for (const { address } of wrong)
      expect(parseEmailAddress(address)?.address ?? 'test@iana.org').toBe('test@iana.org');
  });

  test('takes every dot-atom address at a domain of two labels or more (skipped without the collection in COURANT_SHARED)', () => {
    const plain = cases.filter(
      ({ address, category }) =>
        ['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN', 'ISEMAIL_RFC5321'].includes(category) &&
        /^[^"[\]\s]+@[^[\]\s]+\.[^[\]\s]*[a-z][^[\]\s]*$/i.test(address),
    );
    expect(plain.length).toBeGreaterThan(15);
    expect(plain.filter(({ address }) => parseEmailAddress(address) === undefined)).toEqual([]);
  });
});

function readCases(xml: string): Case[] {
  return [...xml.matchAll(/<test id="\d+">(.*?)<\/test>/gs)].map(([, inside = '']) => {
    const field = (name: string) =>
      decoded(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(inside)?.[1] ?? '');
    return { address: field('address'), category: field('category'), diagnosis: field('diagnosis') };
  });
}

/** The collection writes controls as their symbols, U+2400 and on. */
function decoded(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => named[name] ?? '')
    .replace(/[\u2400-\u241f]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0x2400));
}
