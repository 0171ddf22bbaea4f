// Values from outside are taken as they were meant, or not at all.
import { describe, expect, it } from '@jest/globals';
import { excerpt, oneLine, readCount, readDay, readHttpsUrl, readInstant } from './raw-values.js';

describe('values from a source', () => {
  it.each([
    ['2026-09-30T20:00:00Z', '2026-09-30T20:00:00.000Z'],
    ['2025-08-20T00:00:00-04:00', '2025-08-20T04:00:00.000Z'],
    ['2025-08-20T04:00:19.866337+00:00', '2025-08-20T04:00:19.866Z'],
    ['Fri, 23 Feb 2024 00:00:00 -0500', '2024-02-23T05:00:00.000Z'],
    ['Mon, 2 Apr 2007 19:18:42 GMT', '2007-04-02T19:18:42.000Z'],
    [' 23 Feb 2024 05:00 UT ', '2024-02-23T05:00:00.000Z'],
  ])('the instant %s', (text, expected) => {
    expect(readInstant(text)?.toISOString()).toBe(expected);
  });

  it.each([
    '',
    'banana 1',
    '2026-09-30',
    '2026-09-30T20:00:00',
    '2026-13-30T20:00:00Z',
    '2026',
    '0001-01-01T00:00:00Z',
    '9999-12-31T20:00:00Z',
    5,
    null,
    undefined,
  ])('no instant %j', (value) => {
    expect(readInstant(value)).toBeNull();
  });

  it('days, counts and addresses', () => {
    expect([readDay('2024-2-29'), readDay('2025-02-29'), readDay('26-02-01')]).toEqual([
      '2024-02-29',
      null,
      null,
    ]);
    expect([0, 7, '12', 2_147_483_647].map(readCount)).toEqual([0, 7, 12, 2_147_483_647]);
    expect([-1, 1.5, '', '1e3', 2_147_483_648, '99999999999', Number.NaN, null].map(readCount)).toEqual(
      Array.from({ length: 8 }, () => null),
    );
    expect(readHttpsUrl(' https://example.org/a ')).toBe('https://example.org/a');
    expect(['http://example.org', 'https://', 'x', 5, null].map(readHttpsUrl)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });

  it('text without what no database takes', () => {
    expect(oneLine('a\0b \ud800 \u{1f600}')).toBe('ab \ufffd \u{1f600}');
    expect([readDay('0001-01-01'), readDay('9999-12-31')]).toEqual([null, null]);
  });

  it('text on one line, and an excerpt of it without controls', () => {
    expect(oneLine(' a\n\tb\u00a0 c ')).toBe('a b c');
    expect(excerpt('a\u001b[31m\nb')).toBe('a[31m b');
    expect(excerpt('x'.repeat(500), 10)).toBe(`${'x'.repeat(10)}…`);
  });
});
