// Why there are no papers of a day; the pages have the words for it. A holiday is no fault, and a source that is late is none of hers.
import { announcementOf, type EmptyReason, whyEmpty } from './calendar/announcements.js';
import { dayOf } from './calendar/days.js';

export type EmptyDayReason = EmptyReason | 'to_come' | 'late' | 'missing';

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
