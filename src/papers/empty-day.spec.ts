// Every empty day has a reason; only those without a better one are somebody's fault.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { emptyDayReason } from './empty-day.js';

/** Thursday, at noon in New York. */
const now = new Date('2026-06-25T16:00:00Z');

describe('a day without papers', () => {
  it.each([
    ['2026-06-20', 'saturday'],
    ['2026-06-21', 'sunday'],
    // Nothing closed on Friday the 19th, a holiday, so nothing was announced for Monday.
    ['2026-06-22', 'holiday'],
    ['2026-06-24', 'missing'],
    ['2026-06-25', 'late'],
    ['2026-06-26', 'to_come'],
    ['2026-06-27', 'saturday'],
  ])('%s is %s', (date, reason) => {
    expect(emptyDayReason(date, now, false)).toBe(reason);
    expect(texts('en').say(`web.edition.${reason}`)).toMatch(/^The\w* .+\.$/);
  });

  it('in the past may come still when a source is down', () => {
    expect(emptyDayReason('2026-06-24', now, true)).toBe('late');
    expect(emptyDayReason('2026-06-20', now, true)).toBe('saturday');
  });
});
