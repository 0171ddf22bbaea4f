import { describe, expect, it } from '@jest/globals';
import { plainOf, readRichText } from './rich-text.js';
import type { RichText } from './segment.js';
import { markedAs, sliceRichText } from './slice-rich-text.js';

/** `Where M_BH c² and x₂ are`, of which `M_BH c²` is set apart by a space that stands in no segment. */
const text: RichText = [
  { text: 'Where M' },
  { text: 'BH', mark: 'sub' },
  { text: 'c' },
  { text: '2', mark: 'sup' },
  { text: ' and x' },
  { text: '2', mark: 'sub' },
  { text: ' are, ' },
  { text: 'in situ', mark: 'em' },
];
const line = plainOf(text);

describe('a slice of a rich text', () => {
  it.each([
    ['M_BH c', [{ text: 'M' }, { text: 'BH', mark: 'sub' }, { text: 'c' }]],
    ['c²', [{ text: 'c' }, { text: '2', mark: 'sup' }]],
    ['x₂ are', [{ text: 'x' }, { text: '2', mark: 'sub' }, { text: ' are' }]],
    ['situ', [{ text: 'situ', mark: 'em' }]],
    ['Where', [{ text: 'Where' }]],
    ['M_B', [{ text: 'M_B' }]],
  ])('%j keeps the marks that are in it', (part, expected) => {
    const from = line.indexOf(part);
    expect(sliceRichText(text, from, from + part.length)).toEqual(expected);
  });

  it('has the plain form of that part, wherever it is cut', () => {
    for (let from = 0; from <= line.length; from += 1) {
      for (let to = from; to <= line.length; to += 1) {
        const part = line.slice(from, to);
        expect(plainOf(sliceRichText(text, from, to))).toBe(part.trim());
      }
    }
  });

  it('is plain where the line is not its segments put together', () => {
    const composed: RichText = [{ text: 'e' }, { text: '\u0301 x' }, { text: '2', mark: 'sup' }];
    expect(sliceRichText(composed, 0, 4)).toEqual([{ text: 'é x²' }]);
  });

  it('costs no more than linear work', () => {
    const long = readRichText('x$_2$ '.repeat(20_000));
    const plain = plainOf(long);
    const before = process.cpuUsage();
    sliceRichText(long, 1_000, plain.length - 1_000);
    const { user, system } = process.cpuUsage(before);
    // Measured 10 to 40 ms; what is quadratic takes seconds.
    expect((user + system) / 1000).toBeLessThan(400);
  });
});

describe('the marks of a text', () => {
  it('are kept for it and for its beginning, and for nothing else', () => {
    expect(markedAs(line, text)).toEqual(text);
    expect(markedAs('Where M_BH', text)).toEqual([{ text: 'Where M' }, { text: 'BH', mark: 'sub' }]);
    expect(markedAs('Where', text)).toBeUndefined();
    expect(markedAs('Somewhere M_BH', text)).toBeUndefined();
    expect(markedAs('plain', [{ text: 'plain' }])).toBeUndefined();
  });
});
