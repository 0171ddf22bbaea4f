// Planning, set-based: who is due gets a digest row and her next due instant in one statement.
import type { Database } from '../platform/prisma/prisma.service.js';

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
             next_due_at > ${now}::timestamptz - interval '12 hours' AS in_time
      FROM subscribers
      WHERE (state = 'active' OR state = 'paused' AND paused_until_on IS NOT NULL) AND next_due_at <= ${now}::timestamptz
      ORDER BY next_due_at LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    ), planned AS (
      INSERT INTO digests (id, subscriber_id, local_date, due_at, planned_at)
      SELECT gen_random_uuid(), id, on_date, due_at, ${now}::timestamptz FROM due WHERE in_time
      ON CONFLICT (subscriber_id, local_date) DO NOTHING
      RETURNING id
    ), moved AS (
      UPDATE subscribers AS s
      SET state = 'active', paused_until_on = NULL,
          last_served_on = CASE WHEN in_time THEN GREATEST(on_date, s.last_served_on) ELSE s.last_served_on END,
          last_served_at = CASE WHEN in_time THEN ${now}::timestamptz ELSE s.last_served_at END,
          next_due_at = next_due_at(
            ${now}::timestamptz, s.time_zone, s.deliver_at_hour,
            CASE WHEN in_time THEN GREATEST(on_date, s.last_served_on) ELSE s.last_served_on END,
            CASE WHEN in_time THEN ${now}::timestamptz ELSE s.last_served_at END,
            s.frequency, s.weekly_on)
      FROM due WHERE s.id = due.id
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
    ), moved AS (
      UPDATE subscribers AS s
      SET last_served_on = GREATEST(${date}::date, s.last_served_on), last_served_at = ${now}::timestamptz,
          next_due_at = next_due_at(${now}::timestamptz, s.time_zone, s.deliver_at_hour,
                                    GREATEST(${date}::date, s.last_served_on), ${now}::timestamptz,
                                    s.frequency, s.weekly_on)
      FROM planned WHERE s.id = planned.subscriber_id
    )
    SELECT id FROM planned`;
  return rows.map((row) => row.id);
}
