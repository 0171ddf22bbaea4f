// When arXiv announces papers, and which edition a paper comes with. Submissions close at 14:00 in New York on working
// days; at 20:00 on the same day, for Fridays on Sunday, they are announced. The feed of that announcement bears the
// date of the day after, when most read it, and so do editions: they fall on Monday to Friday.
import { DAY } from '../../shared/clock.js';
import { isArxivHoliday } from './holidays.js';

const CLOSES_AT_HOUR = 14;
const SUNDAY = 0;
const MONDAY = 1;
const SATURDAY = 6;

export type EmptyReason = 'saturday' | 'sunday' | 'holiday';

/**
 * The edition a paper comes with, unless moderators hold it back, which is not rare: the feed knows better.
 * @param submittedAt when the version was received
 * @returns `YYYY-MM-DD`
 */
export function announcementOf(submittedAt: Date): string {
  const { date, hour } = inNewYork(submittedAt);
  let closes = hour < CLOSES_AT_HOUR ? date : dayAfter(date);
  while (weekdayOf(closes) === SATURDAY || weekdayOf(closes) === SUNDAY) closes = dayAfter(closes);
  // On a holiday nothing closes either: those papers wait for the next edition there is.
  let edition = dayAfter(closes);
  while (!isAnnouncementDay(edition)) edition = dayAfter(edition);
  return edition;
}

/** The edition a feed is of, by the instant it says it was published: midnight in New York. */
export function editionOfFeed(publishedAt: Date): string {
  return inNewYork(publishedAt).date;
}

/** @param edition `YYYY-MM-DD`; whether an edition of this date is to be expected */
export function isAnnouncementDay(edition: string): boolean {
  return whyEmpty(edition) === undefined;
}

/**
 * Why there is no edition of this date, as far as the calendar knows (see holidays.ts for years to come).
 * @param edition `YYYY-MM-DD`
 * @throws RangeError when it is no date
 */
export function whyEmpty(edition: string): EmptyReason | undefined {
  const weekday = weekdayOf(edition);
  if (weekday === SATURDAY) return 'saturday';
  if (weekday === SUNDAY) return 'sunday';
  // What is announced on Sunday evening, for Monday, was closed on Friday.
  const closed = addDays(edition, weekday === MONDAY ? -3 : -1);
  return isArxivHoliday(closed) ? 'holiday' : undefined;
}

const newYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

function inNewYork(instant: Date): { date: string; hour: number } {
  const parts = Object.fromEntries(newYork.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) };
}

function weekdayOf(date: string): number {
  return new Date(startOf(date)).getUTCDay();
}

function dayAfter(date: string): string {
  return addDays(date, 1);
}

/** By the calendar, not by the clock: days with a change to or from summer time count as one too. */
function addDays(date: string, days: number): string {
  return new Date(startOf(date) + days * DAY).toISOString().slice(0, 10);
}

function startOf(date: string): number {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start)) throw new RangeError(`Not a date of the form YYYY-MM-DD: ${date}`);
  return start;
}
