// An instant as a reader's clock shows it. PostgreSQL does the reckoning: Node's own time zone data is out of date.
import type { Texts } from '../language/texts.js';
import type { Database } from '../platform/prisma/prisma.service.js';

/** `Sunday, 22 November 2026, at 08:00`; `soon` when there is no instant. */
export async function localDateText(
  texts: Texts,
  database: Database,
  instant: Date | null,
  timeZone: string,
): Promise<string> {
  if (!instant) return texts.say('words.soon');
  const [row] = await database.$queryRaw<{ dateOn: string; time: string }[]>`
    SELECT to_char(here, 'YYYY-MM-DD') AS "dateOn", to_char(here, 'HH24:MI') AS time
    FROM (SELECT ${instant}::timestamptz AT TIME ZONE ${timeZone} AS here) AS clock`;
  if (!row) return texts.say('words.soon');
  return texts.say('words.dateAtTime', { date: texts.longDate(row.dateOn), time: row.time });
}
