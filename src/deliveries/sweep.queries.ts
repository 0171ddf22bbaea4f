// What a crash leaves behind, picked up again. Each statement is safe to run at any time, in any number of processes.
import type { Database } from '../platform/prisma/prisma.service.js';
import { runState } from './deliveries.queries.js';

/** claimed past its lease → queued. Nothing was handed over, so it is safe to send. */
export async function releaseLostClaims(database: Database): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries SET state = 'queued', claimed_by = NULL, lease_until = NULL
    WHERE state = 'claimed' AND lease_until < now()`;
}

/** handing_over past its lease → unknown: its worker died with the transaction open. */
export async function recogniseUnknown(database: Database, now: Date): Promise<number> {
  return database.$executeRaw`
    WITH lost AS (
      UPDATE deliveries
      SET state = 'unknown', reply = 'the worker died while handing over', settled_at = ${now}::timestamptz, claimed_by = NULL,
          lease_until = NULL
      WHERE state = 'handing_over' AND lease_until < now()
      RETURNING id, fencing_token
    ), noted AS (
      UPDATE delivery_attempts AS a SET ended_at = ${now}::timestamptz, outcome = 'unknown', reply = 'the worker died'
      FROM lost WHERE a.delivery_id = lost.id AND a.fencing_token = lost.fencing_token
    )
    SELECT 1 FROM lost`;
}

/** What a worker that lives after all, and whose database was away, is given to say how it ended. */
const LAST_WORD_SECONDS = 15;

/** unknown → queued, once in its life, with the same Message-ID: the policy `once` of RESEND_UNKNOWN. */
export async function requeueUnknown(database: Database, now: Date): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries
    SET state = 'queued', resends = resends + 1, settled_at = NULL,
        next_at = ${now}::timestamptz + make_interval(secs => ${LAST_WORD_SECONDS})
    WHERE state = 'unknown' AND resends = 0 AND expires_at > ${now}::timestamptz`;
}

/** queued, deferred past their time → expired. */
export async function expireLate(database: Database, now: Date): Promise<number> {
  return database.$executeRaw`
    UPDATE deliveries SET state = 'expired', reply = COALESCE(reply, 'not sent in time'), settled_at = ${now}::timestamptz
    WHERE state IN ('queued', 'deferred') AND expires_at <= ${now}::timestamptz`;
}

/** The receipt of an erasure is through, or never will be: the address it went to is forgotten. */
export async function forgetRecipients(
  database: Database,
  { isResent, now }: { isResent: boolean; now: Date },
): Promise<void> {
  await database.$executeRaw`
    UPDATE deliveries SET recipient = '', details = NULL
    WHERE subscriber_id IS NULL AND recipient <> ''
      AND (state IN ('accepted', 'rejected', 'expired', 'cancelled')
        OR (state = 'unknown' AND (resends > 0 OR NOT ${isResent} OR expires_at <= ${now}::timestamptz)))`;
}

/** Ids of what could be sent now, longest waiting first. */
export async function findWaiting(database: Database, before: Date, limit: number): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries AS d
    WHERE d.state IN ('queued', 'deferred') AND d.next_at <= ${before} AND ${runState} IS DISTINCT FROM 'paused'
    ORDER BY d.next_at LIMIT ${limit}`;
  return rows.map((row) => row.id);
}
