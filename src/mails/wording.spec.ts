// Dates, names and shortened texts as people write them.
import { describe, expect, it } from '@jest/globals';
import {
  authorsText,
  countText,
  hourText,
  longDate,
  oneLine,
  shortDate,
  shorten,
  shortTitle,
  webUrl,
} from './wording.js';

describe('wording', () => {
  it('writes dates without depending on the zone of the machine', () => {
    expect(longDate('2026-11-21')).toBe('Saturday, 21 November 2026');
    expect(longDate('2024-02-29')).toBe('Thursday, 29 February 2024');
    expect(shortDate('2026-09-01')).toBe('1 Sep');
    expect(() => longDate('21.11.2026')).toThrow(RangeError);
    expect(hourText(0)).toBe('00:00');
  });

  it('names up to four authors, then counts', () => {
    expect(authorsText([])).toBe('');
    expect(authorsText(['A'])).toBe('A');
    expect(authorsText(['A', 'B', 'C', 'D'])).toBe('A, B, C and D');
    expect(authorsText(['A', 'B', 'C', 'D', 'E', 'F', 'G'])).toBe('A, B, C and 4 more');
  });

  it('shortens between words and never inside a character', () => {
    expect(shorten('sparse experts, routed well', 18)).toBe('sparse experts…');
    expect(shorten('short', 18)).toBe('short');
    expect(shorten('𝒳'.repeat(30), 10)).toBe(`${'𝒳'.repeat(9)}…`);
    expect(shortTitle('Orca: The World is in Your Mind')).toBe('Orca');
    expect(shortTitle('Ratios of 3:1 in practice')).toBe('Ratios of 3:1 in practice');
  });

  it('makes one line of anything', () => {
    expect(oneLine(' a\r\n\tb\u2028c\u0000d\u202e ')).toBe('a b c d');
  });

  it('counts in words', () => {
    expect([countText(1, 'upvote'), countText(1792, 'upvote')]).toEqual(['1 upvote', '1,792 upvotes']);
  });

  it('lets only web addresses through', () => {
    expect(webUrl('https://arxiv.org/abs/2606.10651')).toBe('https://arxiv.org/abs/2606.10651');
    for (const bad of ['javascript:alert(1)', 'https://a b', 'https://a"onclick', '//x.org', '', undefined]) {
      expect(webUrl(bad)).toBe('');
    }
  });
});
