// What a crash leaves behind, picked up again. Each statement is safe to run at any time, in any number of processes, and
// looks at what is not settled: the one index that says so lets rows change their state in place while mails go out.
import type { Database } from '../platform/prisma/prisma.service.js';
import { runState } from './deliveries.queries.js';

/** claimed past its lease → queued. Nothing was handed over, so it is safe to send. */
export async function releaseLostClaims(database: Database): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries SET state = 'queued', claimed_by = NULL, lease_until = NULL
    WHERE settled_at IS NULL AND state = 'claimed' AND lease_until < now()`;
}

/** handing_over past its lease → unknown: its worker died with the transaction open. */
export async function recogniseUnknown(database: Database, now: Date): Promise<number> {
  return database.$executeRaw`
    WITH lost AS (
      SELECT id, claimed_by FROM deliveries
      WHERE settled_at IS NULL AND state = 'handing_over' AND lease_until < now() FOR UPDATE
    ), ended AS (
      UPDATE deliveries AS d
      SET state = 'unknown', reply = 'the worker died while handing over', claimed_by = NULL, lease_until = NULL
      FROM lost WHERE d.id = lost.id
      RETURNING d.id, d.fencing_token, d.begun_at, lost.claimed_by AS worker
    ), noted AS (
      INSERT INTO delivery_attempts AS a (delivery_id, fencing_token, worker, started_at, ended_at, outcome, reply)
      SELECT id, fencing_token, worker, COALESCE(begun_at, ${now}::timestamptz), ${now}::timestamptz, 'unknown', 'the worker died'
      FROM ended
      ON CONFLICT (delivery_id, fencing_token) DO UPDATE
      SET ended_at = excluded.ended_at, outcome = excluded.outcome, reply = excluded.reply
    )
    SELECT 1 FROM ended`;
}

/** What a worker that lives after all, and whose database was away, is given to say how it ended. */
const LAST_WORD_SECONDS = 15;

/** unknown → queued, once in its life, with the same Message-ID: the policy `once` of RESEND_UNKNOWN. */
export async function requeueUnknown(database: Database, now: Date): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries
    SET state = 'queued', resends = resends + 1,
        next_at = ${now}::timestamptz + make_interval(secs => ${LAST_WORD_SECONDS})
    WHERE settled_at IS NULL AND state = 'unknown' AND resends = 0 AND expires_at > ${now}::timestamptz`;
}

/**
 * unknown, for good.
 *
 * @param mayResend whether the policy is `once`: what became unknown since requeueUnknown() then waits for the next sweep
 */
export async function settleUnknown(database: Database, now: Date, mayResend: boolean): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries SET settled_at = ${now}::timestamptz
    WHERE settled_at IS NULL AND state = 'unknown'
      AND NOT (${mayResend}::boolean AND resends = 0 AND expires_at > ${now}::timestamptz)`;
}

/** queued, deferred past their time → expired. */
export async function expireLate(database: Database, now: Date): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries SET state = 'expired', reply = COALESCE(reply, 'not sent in time'), settled_at = ${now}::timestamptz
    WHERE settled_at IS NULL AND state IN ('queued', 'deferred') AND expires_at <= ${now}::timestamptz`;
}

/** The receipt of an erasure is through, or never will be: the address it went to is forgotten. */
export async function forgetRecipients(database: Database): Promise<void> {
  await database.$executeRaw`
    UPDATE deliveries SET recipient = '', details = NULL
    WHERE kind = 'erased' AND subscriber_id IS NULL AND recipient <> '' AND settled_at IS NOT NULL`;
}

/** Ids of what could be sent now, longest waiting first. */
export async function findWaiting(database: Database, before: Date, limit: number): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries AS d
    WHERE d.settled_at IS NULL AND d.state IN ('queued', 'deferred') AND d.next_at <= ${before} AND ${runState} IS DISTINCT FROM 'paused'
    ORDER BY d.next_at LIMIT ${limit}`;
  return rows.map((row) => row.id);
}
