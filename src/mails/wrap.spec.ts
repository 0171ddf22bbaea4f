// Lines: wrapped for readers in the text part, for SMTP in the HTML part.
import { describe, expect, it } from '@jest/globals';
import { foldHtml, wrapText } from './wrap.js';

describe('wrapText', () => {
  it('hangs the rest of a numbered line below its text', () => {
    expect(wrapText('10. one two three four', 14)).toBe('10. one two\n    three four\n');
    expect(wrapText('x\n    one two three', 12)).toBe('x\n    one two\n    three\n');
  });

  it('keeps a URL whole and puts it on a line of its own', () => {
    const url = `https://example.org/${'x'.repeat(80)}`;
    expect(wrapText(`Unsubscribe: ${url}`)).toBe(`Unsubscribe:\n${url}\n`);
    expect(wrapText(url)).toBe(`${url}\n`);
  });

  it('allows two blank lines, not more, and no spaces at the end', () => {
    expect(wrapText('a  \n\n\n\n\nb')).toBe('a\n\n\nb\n');
  });
});

describe('foldHtml', () => {
  it('loses no character but spaces, and splits no entity and no surrogate pair', () => {
    for (const html of ['&amp;'.repeat(500), '𝒳'.repeat(700), 'word '.repeat(400), 'x'.repeat(1000)]) {
      const folded = foldHtml(html);
      expect(folded.replace(/\s/g, '')).toBe(html.replace(/\s/g, ''));
      expect(Math.max(...folded.split('\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
      expect(folded).not.toMatch(/&[a-z]*\n|[\ud800-\udbff]\n/);
    }
  });
});
