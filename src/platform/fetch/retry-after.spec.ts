import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const now = () => new Date('2026-06-29T12:00:00Z');
const asked = (headers: Record<string, string>, status = 429) =>
  retryAfterMs(status, new Headers(headers), now);

describe('how long to stay away', () => {
  it('is said in seconds', () => {
    expect(asked({ 'retry-after': '120' })).toBe(120_000);
    expect(asked({ 'retry-after': ' 0 ' }, 503)).toBe(0);
  });

  it("is said as a date, by the server's clock before ours", () => {
    const until = 'Mon, 29 Jun 2026 12:00:30 GMT';
    expect(asked({ 'retry-after': until })).toBe(30_000);
    expect(asked({ 'retry-after': until, date: 'Mon, 29 Jun 2026 12:00:20 GMT' })).toBe(10_000);
    expect(asked({ 'retry-after': 'Mon, 29 Jun 2026 11:00:00 GMT' })).toBe(0);
  });

  it('is the end of the longest window for a 429 without more', () => {
    expect(asked({ ratelimit: '"api";r=0;t=40, "pages";r=3;t=7' })).toBe(40_000);
    expect(asked({ ratelimit: '"api";r=0;t=40', 'retry-after': '5' })).toBe(5_000);
    expect(asked({ ratelimit: '"api";r=9;t=40' }, 503)).toBeUndefined();
  });

  it.each(['', 'soon', '-5', '1.5', '1e9', '12345678901', 'Mon, nonsense', '2026-06-29'])(
    'is not said by "%s"',
    (text) => expect(asked({ 'retry-after': text })).toBeUndefined(),
  );
});
