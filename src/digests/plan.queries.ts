// Planning, set-based: who is due gets a digest row and her next due instant in one statement.
import { Prisma } from '../generated/prisma/client.js';
import type { Database } from '../platform/prisma/prisma.service.js';

/**
 * The next due instants of those who were `served`: computed once for all whose clocks agree, for there are fewer of these
 * than readers. Two CTEs to go on with: `clocks`, and `next` by subscriber.
 */
const nextOfServed = (now: Date) => Prisma.sql`
  clocks AS MATERIALIZED (
    SELECT *, next_due_at(${now}::timestamptz, time_zone, deliver_at_hour, served_on, served_at, frequency, weekly_on) AS next_at
    FROM (
      SELECT DISTINCT time_zone, deliver_at_hour, frequency, weekly_on, served_on, served_at FROM served
    ) AS clock
  ), next AS (
    SELECT r.id, r.served_on, r.served_at, c.next_at
    FROM served AS r JOIN clocks AS c
      ON c.time_zone = r.time_zone AND c.deliver_at_hour = r.deliver_at_hour AND c.frequency = r.frequency
        AND c.weekly_on = r.weekly_on AND c.served_on IS NOT DISTINCT FROM r.served_on
        AND c.served_at IS NOT DISTINCT FROM r.served_at
  )`;

/**
 * Plans the digests of up to `limit` subscribers whose due instant has passed. After an outage of up to twelve hours the
 * digest comes late; beyond that this date is left out and the next digest brings what it would have brought. Who has
 * paused is due when the pause ends, and is active again from then on.
 *
 * @returns how many subscribers were looked at, and the ids of the digests that were planned
 */
export async function planDue(
  database: Database,
  now: Date,
  limit: number,
): Promise<{ due: number; digestIds: string[] }> {
  const [row] = await database.$queryRaw<{ due: number; digestIds: string[] }[]>`
    WITH due AS (
      SELECT id, next_due_at AS due_at, (next_due_at AT TIME ZONE time_zone)::date AS on_date,
             next_due_at > ${now}::timestamptz - interval '12 hours' AS in_time,
             time_zone, deliver_at_hour, frequency, weekly_on, last_served_on, last_served_at
      FROM subscribers
      WHERE (state = 'active' OR state = 'paused' AND paused_until_on IS NOT NULL) AND next_due_at <= ${now}::timestamptz
      ORDER BY next_due_at LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    ), planned AS (
      INSERT INTO digests (id, subscriber_id, local_date, due_at, planned_at)
      SELECT gen_random_uuid(), id, on_date, due_at, ${now}::timestamptz FROM due WHERE in_time
      ON CONFLICT (subscriber_id, local_date) DO NOTHING
      RETURNING id
    ), served AS (
      SELECT id, time_zone, deliver_at_hour, frequency, weekly_on,
             CASE WHEN in_time THEN GREATEST(on_date, last_served_on) ELSE last_served_on END AS served_on,
             CASE WHEN in_time THEN ${now}::timestamptz ELSE last_served_at END AS served_at
      FROM due
    ), ${nextOfServed(now)}, moved AS (
      UPDATE subscribers AS s
      SET state = 'active', paused_until_on = NULL, last_served_on = next.served_on, last_served_at = next.served_at,
          next_due_at = next.next_at
      FROM next WHERE s.id = next.id
    )
    SELECT (SELECT count(*)::int FROM due) AS due,
           ARRAY(SELECT id::text FROM planned) AS "digestIds"`;
  return row ?? { due: 0, digestIds: [] };
}

/**
 * Plans a digest of this local date for every active subscriber who has none, due or not.
 *
 * @param date `YYYY-MM-DD`
 * @returns the ids of the digests that were planned
 */
export async function planDate(database: Database, now: Date, date: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    WITH planned AS (
      INSERT INTO digests (id, subscriber_id, local_date, due_at, planned_at)
      SELECT gen_random_uuid(), id, ${date}::date, ${now}::timestamptz, ${now}::timestamptz FROM subscribers WHERE state = 'active'
      ON CONFLICT (subscriber_id, local_date) DO NOTHING
      RETURNING id, subscriber_id
    ), served AS (
      SELECT s.id, time_zone, deliver_at_hour, frequency, weekly_on, GREATEST(${date}::date, last_served_on) AS served_on,
             ${now}::timestamptz AS served_at
      FROM subscribers AS s JOIN planned ON planned.subscriber_id = s.id
    ), ${nextOfServed(now)}, moved AS (
      UPDATE subscribers AS s
      SET last_served_on = next.served_on, last_served_at = next.served_at, next_due_at = next.next_at
      FROM next WHERE s.id = next.id
    )
    SELECT id FROM planned`;
  return rows.map((row) => row.id);
}
