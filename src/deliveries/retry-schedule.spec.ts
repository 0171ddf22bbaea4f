// When to try again, and when to give up.
import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../shared/clock.js';
import { expiryOf, nextAttemptAt } from './retry-schedule.js';

const now = new Date('2026-06-29T12:00:00Z');
const waits = (chance: number, attempts: number[]) =>
  attempts.map((attempt) => (nextAttemptAt(now, attempt, chance).getTime() - now.getTime()) / MINUTE);

describe('nextAttemptAt', () => {
  it('waits 5, 10, 20, 40, then 60 minutes each time', () => {
    expect(waits(0.5, [1, 2, 3, 4, 5, 6, 50])).toEqual([5, 10, 20, 40, 60, 60, 60]);
  });

  it('spreads by a fifth to either side, so that what failed together does not come back together', () => {
    expect(waits(0, [1, 4])).toEqual([4, 32]);
    expect(waits(1, [1, 4])).toEqual([6, 48]);
  });

  it('waits no less than the first time whatever it is told', () => {
    expect(waits(0.5, [0, -3])).toEqual([5, 5]);
  });
});

describe('expiryOf', () => {
  it.each([
    ['digest', 20 * HOUR],
    ['confirmation', 24 * HOUR],
    ['welcome', 24 * HOUR],
    ['sign_in', 15 * MINUTE],
  ] as const)('gives a %s up in time', (kind, lifetime) => {
    expect(expiryOf(kind, now).getTime() - now.getTime()).toBe(lifetime);
  });
});
