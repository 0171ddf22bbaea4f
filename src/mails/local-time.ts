// An instant as a reader's clock shows it. PostgreSQL does the reckoning: Node's own time zone data is out of date.
import type { Database } from '../platform/prisma/prisma.service.js';

/** `Sunday, 22 November 2026, at 08:00`; `soon` when there is no instant. */
export async function localDateText(
  database: Database,
  instant: Date | null,
  timeZone: string,
): Promise<string> {
  if (!instant) return 'soon';
  const [row] = await database.$queryRaw<{ text: string }[]>`
    SELECT to_char(${instant}::timestamptz AT TIME ZONE ${timeZone}, 'FMDay, FMDD FMMonth YYYY, "at" HH24:MI') AS text`;
  return row?.text ?? 'soon';
}
