// The system's clock runs; reckoning with instants leaves the given one alone.
import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, plusMs, SECOND, SystemClock } from './clock.js';

describe('the clock', () => {
  it('tells the present', () => {
    const before = Date.now();
    const now = new SystemClock().now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('moves instants forth and back without changing the one it was given', () => {
    const noon = new Date('2026-02-28T12:00:00Z');
    expect(plusMs(noon, DAY).toISOString()).toBe('2026-03-01T12:00:00.000Z');
    expect(plusMs(noon, -HOUR - MINUTE - SECOND).toISOString()).toBe('2026-02-28T10:58:59.000Z');
    expect(noon.toISOString()).toBe('2026-02-28T12:00:00.000Z');
  });
});
