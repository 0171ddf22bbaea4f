// What an operator may do to the run of a date, one statement an edge. A date without a row is `going`.
import type { RunState } from '../generated/prisma/enums.js';
import type { Database } from '../platform/prisma/prisma.service.js';

/** @param date `YYYY-MM-DD` */
export async function runStateOf(database: Database, date: string): Promise<RunState> {
  const [row] = await database.$queryRaw<{ state: RunState }[]>`
    SELECT state FROM runs WHERE on_date = ${date}::date`;
  return row?.state ?? 'going';
}

/** Dates of the last week, and tomorrow, that have digests; the newest first. */
export async function recentDates(database: Database, now: Date): Promise<string[]> {
  const rows = await database.$queryRaw<{ date: string }[]>`
    SELECT day::date::text AS date
    FROM generate_series((${now}::timestamptz AT TIME ZONE 'UTC')::date - 7, (${now}::timestamptz AT TIME ZONE 'UTC')::date + 1,
                         interval '1 day') AS day
    WHERE EXISTS (SELECT 1 FROM digests WHERE local_date = day::date)
    ORDER BY day DESC`;
  return rows.map((row) => row.date);
}

/** going → paused: workers claim none of its mails any more, and start handing over none. */
export async function pauseRun(database: Database, order: RunOrder): Promise<boolean> {
  const changed = await database.$executeRaw`
    INSERT INTO runs (on_date, state, reason, changed_at)
    VALUES (${order.date}::date, 'paused', ${order.reason}, ${order.now}::timestamptz)
    ON CONFLICT (on_date) DO UPDATE
    SET state = 'paused', reason = excluded.reason, changed_at = excluded.changed_at
    WHERE runs.state = 'going'`;
  return changed > 0;
}

/** paused → going */
export async function resumeRun(database: Database, order: RunOrder): Promise<boolean> {
  const changed = await database.$executeRaw`
    UPDATE runs SET state = 'going', reason = ${order.reason}, changed_at = ${order.now}::timestamptz
    WHERE on_date = ${order.date}::date AND state = 'paused'`;
  return changed > 0;
}

/**
 * going, paused → cancelled, with every mail of it that is not being handed over. What a build under way adds after
 * this statement is cancelled at hand-over; digests that are only planned are excluded when they are built.
 */
export async function cancelRun(database: Database, order: RunOrder): Promise<boolean> {
  const [row] = await database.$queryRaw<{ changed: number }[]>`
    WITH cancelled AS (
      INSERT INTO runs (on_date, state, reason, changed_at)
      VALUES (${order.date}::date, 'cancelled', ${order.reason}, ${order.now}::timestamptz)
      ON CONFLICT (on_date) DO UPDATE
      SET state = 'cancelled', reason = excluded.reason, changed_at = excluded.changed_at
      WHERE runs.state <> 'cancelled'
      RETURNING on_date, reason
    ), stopped AS (
      UPDATE deliveries AS d
      SET state = 'cancelled', reply = 'run cancelled' || COALESCE(': ' || c.reason, ''), reply_code = NULL,
          settled_at = ${order.now}::timestamptz, claimed_by = NULL, lease_until = NULL
      FROM cancelled AS c JOIN digests AS g ON g.local_date = c.on_date
      WHERE d.digest_id = g.id AND d.state IN ('queued', 'deferred', 'claimed')
    )
    SELECT count(*)::int AS changed FROM cancelled`;
  return (row?.changed ?? 0) > 0;
}

export interface RunOrder {
  /** `YYYY-MM-DD` */
  date: string;
  /** In the operator's words. */
  reason: string | null;
  now: Date;
}

/**
 * A settled delivery → queued, because an operator wants it sent once more, with a new Message-ID: it must be seen.
 *
 * @returns the id; undefined when it is on its way already, or its reader or its run does not allow it
 */
export async function sendOnceMore(
  database: Database,
  order: { digestId: string; now: Date; expiresAt: Date },
): Promise<string | undefined> {
  const [row] = await database.$queryRaw<{ id: string }[]>`
    UPDATE deliveries AS d
    SET state = 'queued', next_at = ${order.now}::timestamptz, expires_at = ${order.expiresAt}::timestamptz,
        message_id = '<' || d.id || '.' || d.fencing_token || substring(d.message_id FROM '@.*$'),
        recipient = s.address, reply_code = NULL, reply = NULL, settled_at = NULL
    FROM subscribers AS s, digests AS g
    WHERE d.digest_id = ${order.digestId}::uuid AND g.id = d.digest_id AND s.id = d.subscriber_id
      AND d.state IN ('accepted', 'rejected', 'unknown', 'expired', 'cancelled') AND s.state = 'active'
      AND NOT EXISTS (SELECT 1 FROM suppressions AS x WHERE x.address_key = s.address_key)
      AND NOT EXISTS (SELECT 1 FROM runs AS r WHERE r.on_date = g.local_date AND r.state = 'cancelled')
    RETURNING d.id`;
  return row?.id;
}
