import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QuotedOctets, quotedPart, quotedText, unquoted } from './quoted-printable.js';

const lines = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(' ', '. ', '=', 'é ', '\t', 'word '),
    ),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join('').replaceAll('\r', ''));

describe('a quoted part', () => {
  it('says the same when it is read, and needs nothing done to it on its way', () => {
    fc.assert(
      fc.property(lines, (text) => {
        const quoted = quotedText(quotedPart(text));
        expect(unquoted(quoted)).toBe(`${text.replace(/\n$/, '').toWellFormed()}\n`);
        expect(quoted.endsWith('\r\n')).toBe(true);
        for (const line of quoted.slice(0, -2).split('\r\n')) {
          expect(line).toMatch(/^(?!\.)(?!.* {2})(?:[!-<>-~ ]|=[0-9A-F]{2}){0,76}=?$/);
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line.endsWith(' ')).toBe(false);
        }
      }),
    );
  });

  it.each([
    ['nothing', '', '\r\n'],
    ['a line of 76', 'x'.repeat(76), `${'x'.repeat(76)}\r\n`],
    ['a line of 77', 'x'.repeat(77), `${'x'.repeat(75)}=\r\nxx\r\n`],
    ['an octet that would be torn', `${'x'.repeat(74)}é`, `${'x'.repeat(74)}=\r\n=C3=A9\r\n`],
    ['blank lines', 'a\n\n\nb\n\n', 'a\r\n\r\n\r\nb\r\n\r\n'],
    ['spaces at an end', 'a   \n b ', 'a =20=20\r\n b=20\r\n'],
    ['a dot at a start', `.${'x'.repeat(72)}.y`, `=2E${'x'.repeat(72)}=\r\n=2Ey\r\n`],
    ['half a surrogate pair', '\ud800', '=EF=BF=BD\r\n'],
  ])('writes %s', (_name, text, quoted) => expect(quotedText(quotedPart(text))).toBe(quoted));

  it('has room for a text of any length', () => {
    const text = 'é '.repeat(200_000);
    expect(unquoted(quotedText(quotedPart(text)))).toBe(`${text}\n`);
  });
});

describe('what is joined', () => {
  it('is one text of ready lines, pieces and lines', () => {
    const ready = new QuotedOctets();
    ready.addLines('Why: ');
    const octets = ready.toOctets();
    ready.cut(0);
    ready.addPiece('a=b', true);
    ready.addPiece(' c', false);
    ready.addReady(octets);
    ready.addPiece(' c', true);
    ready.addPiece(' c', false);
    expect(ready.toString()).toBe('a=3Db=\r\n c\r\nWhy:=20\r\n c=\r\n c\r\n');
    expect(unquoted(ready.toString())).toBe('a=b c\nWhy: \n c c\n');
  });
});
