// Everything said in one language: messages, and dates, numbers and lists as its readers write them.
import { readSaying } from '../shared/saying.js';
import type { SafeHtml } from '../shared/safe-html.js';
import type { Language } from './language-file.js';
import type { Message, Values } from './message.js';

/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
/** Dates that many mails of a day have in common. */
const MOST_DATES = 200;

export class Texts {
  readonly code: string;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** For sorting what readers see. */
  readonly collator: Intl.Collator;
  private readonly formats;
  private readonly dates = new Map<string, string>();

  /** @param english says what this language does not */
  constructor(
    private readonly language: Language,
    private readonly english: Language,
  ) {
    const { code, lang, dir, locale } = language;
    this.code = code;
    this.lang = lang;
    this.dir = dir;
    this.collator = new Intl.Collator(locale);
    const date = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC', calendar: 'gregory', ...options });
    this.formats = {
      number: new Intl.NumberFormat(locale),
      list: new Intl.ListFormat(locale, { type: 'conjunction' }),
      date: date({ day: 'numeric', month: 'long', year: 'numeric' }),
      short: date({ day: 'numeric', month: 'short' }),
      weekday: date({ weekday: 'long' }),
    };
  }

  /**
   * As plain text: `say('web.common.papers', { count: 3 })` gives `3 papers`.
   *
   * @throws when there is no such key, or a value is missing: both are faults of ours, which tests find
   */
  say(key: string, values: Values = {}): string {
    return this.find(key).say(values);
  }

  /** As HTML, in which every value is escaped but SafeHtml; slots stand around the parts of their name. */
  html(key: string, values: Values = {}): SafeHtml {
    return this.find(key).html(values);
  }

  /** A sentence as it is, or said in this language where it is a saying. */
  phrase(text: string): string {
    const said = readSaying(text);
    if (!said || !this.knows(said.key)) return text;
    const values = Object.entries(said.values).map(
      ([name, value]) => [name, typeof value === 'string' ? this.phrase(value) : value] as const,
    );
    return this.say(said.key, Object.fromEntries(values));
  }

  /** Whether it can be said at all, for names that not everything has. */
  knows(key: string): boolean {
    return this.language.messages.has(key) || this.english.messages.has(key);
  }

  /** What a field is called here. @param code of the field, or the English name of a group of them; undefined for English */
  fieldName(code: string): string | undefined {
    return this.language.fields.get(code);
  }

  number(count: number): string {
    return this.formats.number.format(count);
  }

  /** `A`, `A and B`, `A, B and C`. */
  list(words: readonly string[]): string {
    return this.formats.list.format(words);
  }

  /** `Saturday, 21 November 2026` for `2026-11-21`. @throws RangeError for anything that is no date */
  longDate(dateOn: string): string {
    return this.remembered(`long ${dateOn}`, () => {
      const weekday = this.formats.weekday.format(midnight(dateOn));
      return this.say('words.longDate', { weekday, date: this.date(dateOn) });
    });
  }

  /** `21 November 2026` for `2026-11-21`. */
  date(dateOn: string): string {
    return this.formats.date.format(midnight(dateOn));
  }

  /** `21 Nov` for `2026-11-21`. */
  shortDate(dateOn: string): string {
    // English has three letters for each month.
    const sept = this.code === 'en' ? 'Sep' : 'Sept';
    return this.remembered(`short ${dateOn}`, () =>
      this.formats.short.format(midnight(dateOn)).replace('Sept', sept),
    );
  }

  /** `24 to 26 June 2026`, each part said once; one date where both are the same. */
  dateRange(firstOn: string, lastOn: string): string {
    if (firstOn === lastOn) return this.date(firstOn);
    return this.remembered(`${firstOn} ${lastOn}`, () =>
      this.formats.date.formatRange(midnight(firstOn), midnight(lastOn)),
    );
  }

  /** @param iso 1 is Monday, 7 is Sunday */
  weekday(iso: number): string {
    return this.formats.weekday.format(MONDAY + (iso - 1) * DAY_MS);
  }

  /** Kept: a date takes longer to say than a mail to join. */
  private remembered(key: string, say: () => string): string {
    const known = this.dates.get(key);
    if (known !== undefined) return known;
    if (this.dates.size >= MOST_DATES) this.dates.clear();
    const said = say();
    this.dates.set(key, said);
    return said;
  }

  private find(key: string): Message {
    const message = this.language.messages.get(key) ?? this.english.messages.get(key);
    if (!message) throw new Error(`there is no text ${key} in templates/messages/en.json`);
    return message;
  }
}

function midnight(dateOn: string): number {
  const instant = Date.parse(`${dateOn}T00:00:00Z`);
  if (Number.isNaN(instant)) throw new RangeError(`not a date of the form YYYY-MM-DD: ${dateOn}`);
  return instant;
}
