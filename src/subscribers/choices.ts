// What the lists of a form offer, and which of it is chosen.
import type { Texts } from '../language/texts.js';
import type { Choice } from '../platform/http/reader-page-views.js';

export function choices(options: readonly (readonly [string, string])[], chosen: string): Choice[] {
  return options.map(([value, label]) => ({ value, label, selected: value === chosen }));
}

export function frequencyChoices(texts: Texts, chosen: string): Choice[] {
  const options = ['daily', 'weekdays', 'weekly'] as const;
  return choices(
    options.map((value) => [value, texts.say(`web.settings.${value}`)]),
    chosen,
  );
}

/** Monday is 1. */
export function weekdayChoices(texts: Texts, chosen: string): Choice[] {
  return choices(
    [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), texts.weekday(day)]),
    chosen,
  );
}
