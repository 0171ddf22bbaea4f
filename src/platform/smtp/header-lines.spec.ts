// Headers that every server can read and none can be talked into reading twice.
import { describe, expect, it } from '@jest/globals';
import { asciiDomain, headerLine, mailbox, unstructured } from './header-lines.js';

describe('headerLine', () => {
  it('folds at spaces, after the first word of the value at the earliest, and loses nothing', () => {
    const value = `<${'x'.repeat(90)}>, ${'word '.repeat(40)}end`;
    const line = headerLine('List-Help', value);
    expect(line.replace(/\r\n /g, ' ')).toBe(`List-Help: ${value}`);
    expect(line).toMatch(/^List-Help: <x+>,\r\n /);
    for (const part of line.split('\r\n').slice(1)) expect(part.length).toBeLessThanOrEqual(76);
  });

  it.each(['a\r\nBcc: x@example.org', 'a\nBcc: x', 'a\r\r\n\r\nbody', 'a\0b'])(
    'makes one header of %j',
    (value) => {
      expect(headerLine('Subject', value)).not.toMatch(/[\r\n\0]/);
    },
  );
});

describe('unstructured', () => {
  it('leaves ASCII as it is', () => {
    expect(unstructured('5 papers for you, "today"')).toBe('5 papers for you, "today"');
  });

  it.each([
    'Zwölf neue Arbeiten über Schwärme und Wolken – und noch eine sehr lange dazu, dass es nicht passt',
    '🦜🦜🦜'.repeat(12),
    '=?utf-8?B?YQ==?=',
  ])('says %j in encoded words that say the same', (text) => {
    const encoded = unstructured(text);
    const words = encoded.split(' ');
    for (const word of words) expect(word).toMatch(/^=\?utf-8\?B\?[\w+/=]{1,60}\?=$/);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString('utf8'));
    expect(decoded.join('')).toBe(text);
  });
});

describe('mailbox', () => {
  it.each([
    ['Courant', 'Courant <a@example.org>'],
    ['Dr. "X", lab', '"Dr. \\"X\\", lab" <a@example.org>'],
    ['', 'a@example.org'],
    ['Überblick', '=?utf-8?B?w5xiZXJibGljaw==?= <a@example.org>'],
  ])('of %j is %s', (name, expected) => {
    expect(mailbox({ name, address: 'a@example.org' })).toBe(expected);
  });

  it('has its domain in A-labels', () => {
    expect(asciiDomain('josé@exämple.de')).toBe('josé@xn--exmple-cua.de');
  });
});
