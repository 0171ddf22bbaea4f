// What readers got before: the works that must not come again, and the interests their last digests served.
import type { Database } from '../platform/prisma/prisma.service.js';
import { DIGESTS_LOOKED_BACK } from '../matching/owed.js';
import type { Pool } from './paper-pool.js';

export interface Past {
  /** Keys and DOIs of works in the pool that she got. */
  delivered: ReadonlySet<string>;
  /** For each paper of her last digests, keys of the interests it served. */
  served: readonly (readonly string[])[];
}

export const NO_PAST: Past = { delivered: new Set(), served: [] };

/**
 * @param readers `beforeOn` (`YYYY-MM-DD`) leaves out the digests of that date and later ones
 * @returns by subscriber
 */
export async function loadPasts(
  database: Database,
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

async function loadDelivered(database: Database, pool: Pool, asked: string): Promise<Map<string, string[]>> {
  const works = [...pool.papers.values()].flatMap(({ key, doi }) => (doi === null ? [key] : [key, doi]));
  const rows = await database.$queryRaw<{ id: string; keys: string[] }[]>`
    SELECT r."subscriberId" AS id, array_agg(i.paper_key) || array_agg(p.doi) FILTER (WHERE p.doi IS NOT NULL) AS keys
    FROM jsonb_to_recordset(${asked}::jsonb) AS r("subscriberId" uuid, "beforeOn" date)
    JOIN digest_items AS i ON i.subscriber_id = r."subscriberId"
    JOIN digests AS d ON d.id = i.digest_id AND (r."beforeOn" IS NULL OR d.local_date < r."beforeOn")
    JOIN papers AS p ON p.key = i.paper_key AND (p.key = ANY(${works}::text[]) OR p.doi = ANY(${works}::text[]))
    GROUP BY 1`;
  return new Map(rows.map(({ id, keys }) => [id, keys]));
}

async function loadServed(database: Database, asked: string): Promise<Map<string, string[][]>> {
  const rows = await database.$queryRaw<{ id: string; serves: string[][] }[]>`
    SELECT r."subscriberId" AS id, json_agg(i.breakdown->'serves') AS serves
    FROM jsonb_to_recordset(${asked}::jsonb) AS r("subscriberId" uuid, "beforeOn" date)
    CROSS JOIN LATERAL (
      SELECT d.id FROM digests AS d
      WHERE d.subscriber_id = r."subscriberId" AND d.state = 'built'
        AND (r."beforeOn" IS NULL OR d.local_date < r."beforeOn")
      ORDER BY d.local_date DESC LIMIT ${DIGESTS_LOOKED_BACK}
    ) AS last
    JOIN digest_items AS i ON i.digest_id = last.id
    WHERE i.breakdown->'serves' IS NOT NULL
    GROUP BY 1`;
  return new Map(rows.map(({ id, serves }) => [id, serves]));
}
