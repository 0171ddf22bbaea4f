// The next page of a list, if the header names one that belongs to the same place.
import { describe, expect, it } from '@jest/globals';
import { readNextPage } from './next-page.js';

const asked = 'https://huggingface.co/api/daily_papers?date=2026-09-30';
const next = 'https://huggingface.co/api/daily_papers?date=2026-09-30&p=1';

describe('the next page', () => {
  it.each([
    `<${next}>; rel="next"`,
    `<${next}>;rel=next`,
    `<${next}>; title="x"; rel="prefetch next"`,
    `<https://huggingface.co/first>; rel="first", <${next}>; rel="next"`,
    `<${next}>; rel="next", <https://huggingface.co/x>; rel="last"`,
    `</api/daily_papers?date=2026-09-30&p=1>; rel="next"`,
  ])('%s', (header) => {
    expect(readNextPage(header, asked)).toBe(next);
  });

  it.each([
    null,
    undefined,
    '',
    'next',
    `<${next}>; rel="prev"`,
    `<${next}>; rel="nextish"`,
    `<${next}>`,
    '<https://example.org/p=1>; rel="next"',
    '<http://huggingface.co/api>; rel="next"',
    '<//169.254.169.254/latest>; rel="next"',
    '<file:///etc/passwd>; rel="next"',
    '<https://[>; rel="next"',
  ])('is not in %j', (header) => {
    expect(readNextPage(header, asked)).toBeUndefined();
  });

  it('is looked for in good time whatever the header is', () => {
    const started = performance.now();
    for (const part of ['<', '<>', '<x>; rel="', ' next ', ';rel='])
      readNextPage(part.repeat(100_000), asked);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
