// What is known of readers on past days: their digests of those dates, and interests and feedback as they were.
import type { Database } from '../../platform/prisma/prisma.service.js';

/** Digests that were built, or found empty, with what was sent. */
export interface PastDigest {
  id: string;
  subscriberId: string;
  /** `YYYY-MM-DD` */
  date: string;
  builtAt: Date;
  /** When the digest before it was built: it looked at everything that had come by then. */
  lastBuiltAt: Date | null;
  /** Papers for her, best first. */
  papers: string[];
  /** Keys of the interests they serve; null when it was not noted. */
  serves: string[] | null;
}

/** @param readers how many at most; always the same ones, picked by chance */
export async function loadPastDigests(
  database: Database,
  { from, to, readers }: { from: string; to: string; readers: number },
): Promise<PastDigest[]> {
  const rows = await database.$queryRaw<(Omit<PastDigest, 'serves'> & { served: string[][] })[]>`
    WITH dated AS (
      SELECT id, subscriber_id, local_date, built_at,
             lag(built_at) OVER (PARTITION BY subscriber_id ORDER BY local_date) AS last_built_at
      FROM digests WHERE state IN ('built', 'empty') AND built_at IS NOT NULL AND local_date <= ${to}::date
    ), asked AS (SELECT * FROM dated WHERE local_date >= ${from}::date),
    picked AS (
      SELECT DISTINCT subscriber_id, md5(subscriber_id::text) AS lot FROM asked ORDER BY lot LIMIT ${readers}
    )
    SELECT a.id, a.subscriber_id AS "subscriberId", a.local_date::text AS date, a.built_at AS "builtAt",
           a.last_built_at AS "lastBuiltAt",
           COALESCE(jsonb_path_query_array(k.items::jsonb, '$[*] ? (@.section == "for_you").paperKey'), '[]') AS papers,
           COALESCE(k.served, '[]'::json) AS served
    FROM asked AS a JOIN picked AS p ON p.subscriber_id = a.subscriber_id
    LEFT JOIN digest_papers AS k ON k.digest_id = a.id
    ORDER BY a.local_date, a.subscriber_id`;
  return rows.map(({ served, ...digest }) => ({
    ...digest,
    serves: served.length < digest.papers.length ? null : served.flat(),
  }));
}

const text = { select: { title: true, abstract: true, categories: true } } as const;

/** Everything they said, with the instants they said it. */
export function loadReaders(database: Database, ids: string[]) {
  return database.subscriber.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      strictness: true,
      maxPapers: true,
      interests: true,
      feedback: {
        select: { paperKey: true, verdict: true, savedAt: true, givenAt: true, paper: text },
        orderBy: { givenAt: 'desc' },
      },
      library: {
        select: { paperKey: true, title: true, abstract: true, addedAt: true },
        orderBy: { addedAt: 'desc' },
      },
    },
  });
}

export type PastReader = Awaited<ReturnType<typeof loadReaders>>[number];
