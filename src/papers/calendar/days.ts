// Days of the calendar as text, `YYYY-MM-DD`: they count alike, whatever the clock does.
import { DAY } from '../../shared/clock.js';

/** The date in UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** @throws RangeError when `day` is no date */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(startOf(day).getTime() + days * DAY));
}

/** Both included, the first first. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Midnight in UTC. */
export function startOf(day: string): Date {
  const start = new Date(/^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : Number.NaN);
  if (Number.isNaN(start.getTime())) throw new RangeError(`Not a date of the form YYYY-MM-DD: ${day}`);
  return start;
}
