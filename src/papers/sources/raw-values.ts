// Values as sources write them, read without guessing: what does not fit the form is null, never a near miss.

/** `2026-09-30T20:00:00Z`, with any fraction and any offset; without a zone it is no instant. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
/** `Fri, 23 Feb 2024 00:00:00 -0500` of RFC 822, as RSS and OAI have it. */
const RFC_822 = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(:\d{2})? (GMT|UTC?|[+-]\d{4})$/;

/** Years in which papers can be announced; zero times such as 0001-01-01 are not said, and break calendars. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/** The text on one line, otherwise as it came, but for what no database takes: NUL, and halves of characters. */
export function oneLine(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replace(/\s+/g, ' ').trim();
}

/** As much of what a source sent as fits into a message for the operator. */
export function excerpt(text: string, most = 120): string {
  const line = oneLine(text.slice(0, 4 * most)).replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
  return line.length <= most ? line : `${line.slice(0, most)}…`;
}

export function readInstant(text: unknown): Date | null {
  if (typeof text !== 'string') return null;
  const trimmed = text.trim();
  // Date.parse takes nearly anything ("banana 1" is a date in 2001), and reads what has no zone in that of the machine.
  if (!ISO_INSTANT.test(trimmed) && !RFC_822.test(trimmed)) return null;
  const instant = new Date(trimmed.replace(/ UTC?$/, ' GMT'));
  return isLikely(instant.getUTCFullYear()) ? instant : null;
}

function isLikely(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** @returns the day as `YYYY-MM-DD`, also when it came as `2026-6-3` */
export function readDay(text: unknown): string | null {
  const parts = typeof text === 'string' ? /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) : null;
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const asked = new Date(Date.UTC(year, month - 1, day));
  // A month has no 31st just because it was written: Date would make it the first of the next.
  return isLikely(year) && asked.getUTCMonth() === month - 1 && asked.getUTCDate() === day
    ? asked.toISOString().slice(0, 10)
    : null;
}

/** A count from 0 on, also when it came as digits; what a database cannot hold is none. */
export function readCount(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= 2_147_483_647
    ? count
    : null;
}

/** @returns the address if it is https and names nobody's account (`https://user@host`), else null */
export function readHttpsUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 500) return null;
  if (!URL.canParse(value.trim())) return null;
  const url = new URL(value.trim());
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}
