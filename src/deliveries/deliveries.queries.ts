// The state machine of a delivery, one statement an edge (docs/architecture.md draws it). Every write carries the fencing
// token of its claim, so that a worker that lost its lease can change nothing any more. Leases run on PostgreSQL's clock.
import { Prisma } from '../generated/prisma/client.js';
import type { DeliveryKind, DeliveryState } from '../generated/prisma/enums.js';
import type { DeliveryDetails } from '../mails/write-mail.js';
import type { Statements } from '../platform/prisma/prepared-statements.js';

export const LEASE_SECONDS = 30;

export interface ClaimedDelivery {
  id: string;
  kind: DeliveryKind;
  subscriberId: string | null;
  digestId: string | null;
  recipient: string;
  details: DeliveryDetails | null;
  messageId: string;
  createdAt: Date;
  fencingToken: number;
  attempts: number;
}

export interface Settlement {
  id: string;
  fencingToken: number;
  state: DeliveryState;
  replyCode: number | null;
  reply: string | null;
  /** For `deferred`: not before. */
  nextAt: Date | null;
  /** The reply says that the address is gone: it goes on the list of those not to be mailed, in the same breath. */
  suppress: boolean;
}

/** What an operator made of the run that this delivery `d` belongs to; null where it goes on by itself. */
export const runState = Prisma.sql`
  (SELECT r.state FROM digests AS g JOIN runs AS r ON r.on_date = g.local_date WHERE g.id = d.digest_id)`;

const leaseEnd = Prisma.sql`now() + make_interval(secs => ${LEASE_SECONDS})`;

/**
 * queued, deferred → claimed, longest waiting first: what was tried last is tried again last, so that no mail meets
 * every crash. Rows that another worker holds are passed over, and those of a paused run.
 */
export async function claimDeliveries(
  database: Statements,
  ids: readonly string[],
  worker: string,
  now: Date,
  limit = ids.length,
): Promise<ClaimedDelivery[]> {
  const claims = await database.$queryRaw<(ClaimedDelivery & { nextAt: Date })[]>`
    UPDATE deliveries AS d
    SET state = 'claimed', fencing_token = d.fencing_token + 1, claimed_by = ${worker}, lease_until = ${leaseEnd},
        begun_at = NULL
    FROM (
      SELECT d.id FROM deliveries AS d
      WHERE d.id = ANY(${ids}::uuid[]) AND d.state IN ('queued', 'deferred') AND d.next_at <= ${now}::timestamptz
        AND ${runState} IS DISTINCT FROM 'paused'
      ORDER BY d.next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS waiting
    WHERE d.id = waiting.id
    RETURNING d.id, d.kind, d.subscriber_id AS "subscriberId", d.digest_id AS "digestId", d.recipient,
              d.details, d.message_id AS "messageId", d.created_at AS "createdAt",
              d.fencing_token AS "fencingToken", d.attempts, d.next_at AS "nextAt"`;
  return claims.sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime());
}

type Fenced = readonly Pick<ClaimedDelivery, 'id' | 'fencingToken'>[];

const moved = (claims: Fenced, now: Date) => Prisma.sql`
  moved AS (
    UPDATE deliveries AS d
    SET state = 'handing_over', attempts = d.attempts + 1, lease_until = ${leaseEnd}, begun_at = ${now}::timestamptz
    FROM json_to_recordset(${fenced(claims)}::json) AS c(id uuid, "fencingToken" int)
    WHERE d.id = ANY(${idsOf(claims)}::uuid[]) AND d.id = c.id AND d.fencing_token = c."fencingToken" AND d.state = 'claimed'
      AND d.expires_at > ${now}::timestamptz AND ${heldBackBecause} IS NULL AND COALESCE(${runState}, 'going') = 'going'
    RETURNING d.id
  )`;

/**
 * claimed → handing_over, before the first byte of the transaction; the last look at whether the reader still wants it.
 *
 * @returns the ids that may be handed over now; the others are dealt with by `dropClaimed`
 */
export async function markHandingOver(database: Statements, claims: Fenced, now: Date): Promise<Set<string>> {
  const rows = await database.$queryRaw<{ id: string }[]>`WITH ${moved(claims, now)} SELECT id FROM moved`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Each statement names its ids besides joining what goes with them: so the plan starts from these rows, whatever the
 * table looked like when it was made.
 */
function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

function fenced(claims: Fenced): string {
  return JSON.stringify(claims.map(({ id, fencingToken }) => ({ id, fencingToken })));
}

/**
 * Why the reader may not get this mail `d` any more; null when she may. The receipt of an erasure goes out whatever is
 * suppressed: erasing suppresses. The notice to an address that was given up knows nothing of the one in its place.
 */
const heldBackBecause = Prisma.sql`
  CASE d.kind
    WHEN 'erased' THEN NULL
    WHEN 'alert' THEN NULL
    WHEN 'address_changed' THEN
      (SELECT 'suppressed' FROM suppressions AS x WHERE x.address_key = lower(normalize(d.recipient, NFKC)))
    ELSE (
      SELECT CASE
        WHEN EXISTS (SELECT 1 FROM suppressions AS x WHERE x.address_key = s.address_key) THEN 'suppressed'
        WHEN s.state = ANY (CASE d.kind
          WHEN 'confirmation' THEN ARRAY['pending']
          WHEN 'sign_in' THEN ARRAY['active', 'paused', 'unsubscribed']
          WHEN 'change_address' THEN ARRAY['active', 'paused', 'unsubscribed']
          ELSE ARRAY['active'] END::"SubscriberState"[]) THEN NULL
        ELSE s.state::text END
      FROM subscribers AS s WHERE s.id = d.subscriber_id)
  END`;

/** claimed → expired or cancelled, with the reason: for what `markHandingOver` held back. */
export async function dropClaimed(database: Statements, claims: Fenced, now: Date): Promise<void> {
  await database.$executeRaw`
    UPDATE deliveries AS d
    SET state = (CASE WHEN d.expires_at <= ${now}::timestamptz THEN 'expired' ELSE 'cancelled' END)::"DeliveryState",
        reply = CASE
          WHEN d.expires_at <= ${now}::timestamptz THEN 'not sent in time'
          ELSE COALESCE(${heldBackBecause}, 'run cancelled') END,
        settled_at = ${now}::timestamptz, claimed_by = NULL, lease_until = NULL
    FROM json_to_recordset(${fenced(claims)}::json) AS c(id uuid, "fencingToken" int)
    WHERE d.id = ANY(${idsOf(claims)}::uuid[]) AND d.id = c.id AND d.fencing_token = c."fencingToken" AND d.state = 'claimed'
      AND (d.expires_at <= ${now}::timestamptz OR ${heldBackBecause} IS NOT NULL OR ${runState} = 'cancelled')`;
}

const settledAndEnded = (settlements: readonly Settlement[], worker: string, now: Date) => Prisma.sql`
  settled AS (
    UPDATE deliveries AS d
    SET state = CASE WHEN r.state = 'deferred' AND r."nextAt" >= d.expires_at THEN 'expired'
                     ELSE r.state END::"DeliveryState",
        reply_code = r."replyCode", reply = r.reply, next_at = COALESCE(r."nextAt", d.next_at),
        attempts = d.attempts + (d.state = 'claimed')::int,
        settled_at = CASE WHEN r.state = 'unknown' OR r.state = 'deferred' AND r."nextAt" < d.expires_at THEN NULL
                          ELSE ${now}::timestamptz END,
        claimed_by = NULL, lease_until = NULL
    FROM json_to_recordset(${JSON.stringify(settlements)}::json)
      AS r(id uuid, "fencingToken" int, state text, "replyCode" int, reply text, "nextAt" timestamptz,
           suppress boolean)
    WHERE d.id = ANY(${idsOf(settlements)}::uuid[]) AND d.id = r.id AND d.fencing_token = r."fencingToken"
      AND d.state IN ('claimed', 'handing_over', 'unknown', 'queued')
    RETURNING d.id, d.fencing_token, d.begun_at, d.reply_code, d.reply, r.state::"DeliveryState" AS outcome,
              d.subscriber_id, r.suppress
  ), silenced AS (
    UPDATE subscribers AS s SET state = 'suppressed', next_due_at = NULL FROM settled AS x
    WHERE s.id = ANY(ARRAY(SELECT subscriber_id FROM settled WHERE suppress)) AND x.suppress AND s.id = x.subscriber_id
    RETURNING s.address_key, x.reply
  ), listed AS (
    INSERT INTO suppressions (address_key, reason, detail, suppressed_at)
    SELECT address_key, 'hard_bounce', reply, ${now}::timestamptz FROM silenced ON CONFLICT DO NOTHING
  ), ended AS (
    INSERT INTO delivery_attempts AS a
      (delivery_id, fencing_token, worker, started_at, ended_at, outcome, reply_code, reply)
    SELECT id, fencing_token, ${worker}, COALESCE(begun_at, ${now}::timestamptz), ${now}::timestamptz, outcome, reply_code, reply
    FROM settled
    ON CONFLICT (delivery_id, fencing_token) DO UPDATE
    SET ended_at = excluded.ended_at, outcome = excluded.outcome, reply_code = excluded.reply_code,
        reply = excluded.reply
  )`;

/**
 * claimed, handing_over → what came of it; also unknown, queued → what turned out after all, while nobody claimed it
 * again: a worker that was thought dead, or that the database had left alone for longer than a lease, has the last word.
 *
 * @returns how many were settled; the others are somebody else's by now
 */
export async function settleDeliveries(
  database: Statements,
  settlements: readonly Settlement[],
  worker: string,
  now: Date,
): Promise<number> {
  return database.$executeRaw`WITH ${settledAndEnded(settlements, worker, now)} SELECT 1 FROM settled`;
}

/**
 * Both of the above in one commit: what came of the last transactions, and which ones begin.
 *
 * @returns the ids that may be handed over now, and how many were settled
 */
export async function settleAndMark(
  database: Statements,
  { settlements, claims }: { settlements: readonly Settlement[]; claims: Fenced },
  worker: string,
  now: Date,
): Promise<{ marked: Set<string>; settled: number }> {
  const [row] = await database.$queryRaw<{ marked: string[]; settled: number }[]>`
    WITH ${settledAndEnded(settlements, worker, now)}, ${moved(claims, now)}
    SELECT ARRAY(SELECT id::text FROM moved) AS marked, (SELECT count(*)::int FROM settled) AS settled`;
  return { marked: new Set(row?.marked), settled: row?.settled ?? 0 };
}

/**
 * claimed → queued: a worker stops before it came to them, or their run is paused. Also handing_over → queued: the database
 * went away before it said that the mark was made, and nothing was begun; a sweep that called it unknown is taken back.
 */
export async function releaseClaims(database: Statements, claims: Fenced, now: Date): Promise<void> {
  await database.$executeRaw`
    WITH held AS (
      SELECT d.id, d.state, d.claimed_by,
             EXISTS (SELECT 1 FROM delivery_attempts AS a WHERE a.delivery_id = d.id
                     AND a.fencing_token = d.fencing_token AND a.outcome = 'unknown') AS doubted
      FROM json_to_recordset(${fenced(claims)}::json) AS c(id uuid, "fencingToken" int)
      JOIN deliveries AS d ON d.id = c.id AND d.fencing_token = c."fencingToken"
      WHERE d.id = ANY(${idsOf(claims)}::uuid[]) AND d.state IN ('claimed', 'handing_over', 'unknown', 'queued') FOR UPDATE OF d
    ), released AS (
      UPDATE deliveries AS d
      SET state = 'queued', claimed_by = NULL, lease_until = NULL, settled_at = NULL,
          resends = d.resends - (held.state = 'queued' AND held.doubted)::int
      FROM held WHERE d.id = held.id
      RETURNING d.id, d.fencing_token, d.begun_at, held.state AS was, held.claimed_by AS worker, held.doubted
    )
    INSERT INTO delivery_attempts AS a (delivery_id, fencing_token, worker, started_at, ended_at, outcome, reply)
    SELECT id, fencing_token, COALESCE(worker, ''), COALESCE(begun_at, ${now}::timestamptz), ${now}::timestamptz, 'deferred',
           'not begun: the database went away'
    FROM released WHERE was = 'handing_over' OR doubted
    ON CONFLICT (delivery_id, fencing_token) DO UPDATE
    SET ended_at = excluded.ended_at, outcome = excluded.outcome, reply = excluded.reply`;
}

/** claimed → queued, not before an instant: for what its server or its domain does not take now. No attempt was made. */
export async function postponeClaims(database: Statements, claims: Fenced, until: Date): Promise<void> {
  await database.$executeRaw`
    UPDATE deliveries AS d SET state = 'queued', next_at = ${until}::timestamptz, claimed_by = NULL, lease_until = NULL
    FROM json_to_recordset(${fenced(claims)}::json) AS c(id uuid, "fencingToken" int)
    WHERE d.id = ANY(${idsOf(claims)}::uuid[]) AND d.id = c.id AND d.fencing_token = c."fencingToken" AND d.state = 'claimed'`;
}

/** Keeps what this worker is at work on; called well before the leases end. */
export async function renewLeases(
  database: Statements,
  worker: string,
  ids: readonly string[],
): Promise<void> {
  await database.$executeRaw`
    UPDATE deliveries SET lease_until = ${leaseEnd}
    WHERE id = ANY(${ids}::uuid[]) AND claimed_by = ${worker} AND state IN ('claimed', 'handing_over')`;
}
