// Why there are no papers of a day, in words for a reader. A holiday is no fault, and a source that is late is none of hers.
import { announcementOf, whyEmpty, whyEmptyText } from './calendar/announcements.js';
import { dayOf } from './calendar/days.js';

export type EmptyDayReason = 'saturday' | 'sunday' | 'holiday' | 'to_come' | 'late' | 'missing';

/**
 * @param date `YYYY-MM-DD`, a day without papers
 * @param isSourceDown whether a source that announces papers failed the last time
 */
export function emptyDayReason(date: string, now: Date, isSourceDown: boolean): EmptyDayReason {
  const reason = whyEmpty(date);
  if (reason) return reason;
  const today = dayOf(now);
  if (date > today) return 'to_come';
  // What is being announced now has this date or a later one.
  const isCurrent = date === today || date >= announcementOf(now);
  return isCurrent || isSourceDown ? 'late' : 'missing';
}

export function emptyDayText(reason: EmptyDayReason): string {
  switch (reason) {
    case 'to_come':
      return 'The papers of this day are not announced yet.';
    case 'late':
      return 'The papers of this day are late: their source has not sent them yet. They will be in the next digest.';
    case 'missing':
      return 'There are no papers of this day here.';
    default:
      return whyEmptyText(reason);
  }
}
