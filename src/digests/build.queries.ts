// What building reads and writes of digests and readers, one statement a batch.
import type { DigestState } from '../generated/prisma/enums.js';
import type { Statements } from '../platform/prisma/prepared-statements.js';

export interface PlannedDigest {
  id: string;
  /** Why it is not to be built; null when it is. */
  excludedBecause: string | null;
  reader: PlannedReader;
}

export interface PlannedReader {
  id: string;
  address: string;
  tellsWhenEmpty: boolean;
  /** -1 loosely, 0, 1 strictly. */
  strictness: number;
  watermark: bigint;
  maxPapers: number;
}

/**
 * Those of the digests that are still to be built and that nobody else is building, oldest date first. Of a cancelled run
 * none is: its papers are still new to the readers on the next date.
 */
export async function lockPlanned(database: Statements, ids: readonly string[]): Promise<PlannedDigest[]> {
  const rows = await database.$queryRaw<
    (Omit<PlannedDigest, 'reader'> &
      Omit<PlannedReader, 'id' | 'watermark'> & { readerId: string; watermark: string })[]
  >`
    SELECT d.id, s.id AS "readerId", s.address, s.tells_when_empty AS "tellsWhenEmpty", s.strictness,
           s.watermark::text AS watermark, s.max_papers AS "maxPapers",
           CASE WHEN s.state <> 'active' THEN s.state::text
                WHEN EXISTS (SELECT FROM runs AS r WHERE r.on_date = d.local_date AND r.state = 'cancelled')
                THEN 'run_cancelled' END AS "excludedBecause"
    FROM digests AS d JOIN subscribers AS s ON s.id = d.subscriber_id
    -- As text, for the index of all that are planned is not the one to start from.
    WHERE d.id = ANY(${ids}::uuid[]) AND d.state::text = 'planned'
    ORDER BY d.local_date FOR UPDATE OF d, s SKIP LOCKED`;
  return rows.map(({ id, excludedBecause, readerId, watermark, ...reader }) => ({
    id,
    excludedBecause,
    reader: { ...reader, id: readerId, watermark: BigInt(watermark) },
  }));
}

/** planned → built, empty, excluded. @param builtAt null for what was not built */
export async function endDigests(
  database: Statements,
  ends: readonly { id: string; state: DigestState; reason: string | null }[],
  builtAt: Date | null,
): Promise<void> {
  if (ends.length === 0) return;
  await database.$executeRaw`
    UPDATE digests AS d SET state = r.state::"DigestState", reason = r.reason, built_at = ${builtAt}::timestamptz
    FROM json_to_recordset(${JSON.stringify(ends)}::json) AS r(id uuid, state text, reason text)
    WHERE d.id = r.id`;
}

/** A pool may be older than the one another process built from, or smaller: what was looked at stays so. */
export async function raiseWatermarks(
  database: Statements,
  subscriberIds: readonly string[],
  watermark: bigint,
): Promise<void> {
  await database.$executeRaw`
    UPDATE subscribers SET watermark = ${watermark.toString()}::bigint
    WHERE id = ANY(${subscriberIds}::uuid[]) AND watermark < ${watermark.toString()}::bigint`;
}
