// Small pieces of wording that the mails share: dates, author lists, shortened titles. Pure text in, text out.

import { texts } from '../language/languages.js';
import type { Texts } from '../language/texts.js';
import { remembered } from '../shared/remembered.js';

const MOST_TITLES = 1_000;

/** Most texts are like this: words with single spaces between them. */
const plain =
  /^(?:[!-~\u00a1-\u05ff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff]+(?: [!-~\u00a1-\u05ff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff]+)*)?$/;
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const longDateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDateFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** One line: line breaks, control and bidirectional characters become spaces, and runs of spaces one. */
export function oneLine(text: string): string {
  return plain.test(text) ? text : text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim();
}

/** At most `limit` characters, cut between words where possible, with an ellipsis when something is missing. */
export function shorten(text: string, limit: number): string {
  const line = oneLine(text);
  if (line.length <= limit) return line;
  const characters = [...line];
  if (characters.length <= limit) return line;
  const cut = characters.slice(0, limit - 1).join('');
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), 0));
  const kept = atWord.length > cut.length / 2 ? atWord : cut;
  return `${kept.replace(/[\s,.;:–—-]+$/u, '')}…`;
}

/** A title short enough for a subject line: the name before its colon if that says something, else its start. */
export const shortTitle = remembered(MOST_TITLES, (title) => {
  const beforeColon = oneLine(title).split(/:\s/)[0] ?? '';
  return shorten(beforeColon, 40);
});

/** `A, B and C`; from five names on `A, B, C and 4 more`, so that "more" never stands for a single person. */
export function authorsText(authors: string[], language: Texts = texts('en')): string {
  const names = authors.map((name) => shorten(name, 60)).filter((name) => name !== '');
  if (names.length <= 4) return language.list(names);
  const first = names.slice(0, 3).join(language.say('words.comma'));
  return language.say('words.andMore', { names: first, count: names.length - 3 });
}

/** `Saturday, 21 November 2026` for `2026-11-21`. */
export function longDate(dateOn: string): string {
  return longDateFormat.format(midnight(dateOn)).replace(/^(\w+) /, '$1, ');
}

/** `21 Nov` for `2026-11-21`. */
export function shortDate(dateOn: string): string {
  return shortDateFormat.format(midnight(dateOn)).replace('Sept', 'Sep');
}

function midnight(dateOn: string): number {
  const instant = Date.parse(`${dateOn}T00:00:00Z`);
  if (Number.isNaN(instant)) throw new RangeError(`not a date of the form YYYY-MM-DD: ${dateOn}`);
  return instant;
}

/** `08:00` for 8. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** `1 day`, `7 days`; thousands are grouped. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** The URL if a mail may link to it, else empty: sources are not ours, and `javascript:` is a URL as well. */
export function webUrl(url: string | undefined): string {
  return url !== undefined && /^https?:\/\/[^\s"'<>\\]+$/i.test(url) ? url : '';
}
