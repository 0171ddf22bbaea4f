// What readers got before: the works that must not come again, and the interests their last digests served.
import type { Statements } from '../platform/prisma/prepared-statements.js';
import { DIGESTS_LOOKED_BACK } from '../matching/owed.js';
import type { Pool } from './paper-pool.js';

export interface Past {
  /** Keys and DOIs of works in the pool that she got. */
  delivered: ReadonlySet<string>;
  /** For each paper of her last digests, keys of the interests it served. */
  served: readonly (readonly string[])[];
}

/** No digest is built longer than this after its date. */
const BUILT_LATE_DAYS = 60;

export const NO_PAST: Past = { delivered: new Set(), served: [] };

/**
 * @param readers `beforeOn` (`YYYY-MM-DD`) leaves out the digests of that date and later ones
 * @returns by subscriber
 */
export async function loadPasts(
  database: Statements,
  pool: Pool,
  readers: readonly { subscriberId: string; beforeOn?: string }[],
): Promise<Map<string, Past>> {
  const asked = JSON.stringify(readers);
  const [delivered, served] = [await loadDelivered(database, pool, asked), await loadServed(database, asked)];
  return new Map(
    readers.map(({ subscriberId }) => [
      subscriberId,
      { delivered: new Set(delivered.get(subscriberId)), served: served.get(subscriberId) ?? [] },
    ]),
  );
}

/** The works of the pool, whatever their keys, as they are in the database. */
interface Works {
  /** The DOI of each, or null. */
  doiByKey: ReadonlyMap<string, string | null>;
  firstImportedAt: Date;
}

/** A pool does not change, and many batches are built from one. */
const knownWorks = new WeakMap<Pool['papers'], Works>();

async function loadDelivered(
  database: Statements,
  pool: Pool,
  asked: string,
): Promise<Map<string, string[]>> {
  if (pool.papers.size === 0) return new Map();
  const { doiByKey, firstImportedAt } = await worksOf(database, pool);
  // Nothing of the pool can be in a digest built before it came. The dates are there for the index. Each reader is looked up
  // by herself: the planner would rather go through all papers of all digests where it knows of few.
  const rows = await database.$queryRaw<{ id: string; keys: string[][] }[]>`
    SELECT r."subscriberId" AS id, json_agg(past.keys) AS keys
    FROM json_to_recordset(${asked}::json) AS r("subscriberId" uuid, "beforeOn" date)
    CROSS JOIN LATERAL (
      SELECT COALESCE((SELECT p.paper_keys FROM digest_papers AS p WHERE p.digest_id = d.id), '{}') AS keys
      FROM digests AS d
      WHERE d.subscriber_id = r."subscriberId" AND (r."beforeOn" IS NULL OR d.local_date < r."beforeOn")
        AND d.local_date > ${firstImportedAt}::date - ${BUILT_LATE_DAYS}::int
        AND d.built_at > ${firstImportedAt}::timestamptz - interval '1 day'
      OFFSET 0
    ) AS past
    GROUP BY 1`;
  return new Map(
    rows.map(({ id, keys }) => [
      id,
      keys.flat().flatMap((key) => {
        const doi = doiByKey.get(key);
        if (doi === undefined) return [];
        return doi === null ? [key] : [key, doi];
      }),
    ]),
  );
}

async function worksOf(database: Statements, { papers }: Pool): Promise<Works> {
  const known = knownWorks.get(papers);
  if (known) return known;
  const names = [...papers.values()].flatMap(({ key, doi }) => (doi === null ? [key] : [key, doi]));
  const rows = await database.$queryRaw<{ key: string; doi: string | null; importedAt: Date }[]>`
    SELECT key, doi, imported_at AS "importedAt" FROM papers
    WHERE key = ANY(${names}::text[]) OR doi = ANY(${names}::text[])`;
  const works = {
    doiByKey: new Map(rows.map(({ key, doi }) => [key, doi])),
    firstImportedAt: new Date(Math.min(...rows.map(({ importedAt }) => importedAt.getTime()))),
  };
  knownWorks.set(papers, works);
  return works;
}

async function loadServed(database: Statements, asked: string): Promise<Map<string, string[][]>> {
  const rows = await database.$queryRaw<{ id: string; served: string[][][] }[]>`
    SELECT r."subscriberId" AS id, json_agg(last.served) AS served
    FROM json_to_recordset(${asked}::json) AS r("subscriberId" uuid, "beforeOn" date)
    CROSS JOIN LATERAL (
      SELECT COALESCE((SELECT p.served FROM digest_papers AS p WHERE p.digest_id = d.id), '[]') AS served
      FROM digests AS d
      WHERE d.subscriber_id = r."subscriberId" AND d.state = 'built'
        AND (r."beforeOn" IS NULL OR d.local_date < r."beforeOn")
      ORDER BY d.local_date DESC LIMIT ${DIGESTS_LOOKED_BACK}
    ) AS last
    GROUP BY 1`;
  return new Map(rows.map(({ id, served }) => [id, served.flat()]));
}
