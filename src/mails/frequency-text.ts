// How often a reader hears from us, in words.
import type { Frequency } from '../generated/prisma/enums.js';

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** `daily`, `on weekdays`, `on Mondays`. @param weeklyOn ISO weekday, 1 is Monday */
export function frequencyText(frequency: Frequency, weeklyOn: number): string {
  if (frequency === 'daily') return 'daily';
  return frequency === 'weekdays' ? 'on weekdays' : `on ${WEEKDAYS[weeklyOn - 1] ?? 'Monday'}s`;
}
