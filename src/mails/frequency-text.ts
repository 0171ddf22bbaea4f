// How often a reader hears from us, in words.
import type { Texts } from '../language/texts.js';
import type { Frequency } from '../generated/prisma/enums.js';

/** `daily`, `on weekdays`, `on Mondays`. @param weeklyOn ISO weekday, 1 is Monday */
export function frequencyText(texts: Texts, frequency: Frequency, weeklyOn: number): string {
  return texts.say(`mail.frequency.${frequency}`, { weekday: texts.weekday(weeklyOn) });
}
