// Learns the community signal from what readers liked, saved and brought along.
import { sparseRows } from '../../matching/community/sparse-rows.js';
import { contentRows, learnColumns } from '../../matching/community-content.js';
import type { StoredCommunity } from '../../matching/community-file.js';
import type { Database } from '../../platform/prisma/prisma.service.js';

/** With less, nothing is learned that is not chance. */
export const LEAST_READERS = 20;
export const LEAST_LIKES = 200;

export interface Learned {
  readers: number;
  likes: number;
  /** Absent when there are too few of either. */
  community?: StoredCommunity;
}

/** @param before only what was said before this instant; a replay must not know what came later */
export async function learnFromLikes(database: Database, before?: Date): Promise<Learned> {
  const rows = await database.$queryRaw<{ keys: string[] }[]>`
    SELECT array_agg(DISTINCT said.paper_key ORDER BY said.paper_key) AS keys
    FROM (
      SELECT subscriber_id, paper_key FROM feedback
      WHERE verdict IS DISTINCT FROM 'less'
        AND (verdict = 'more' AND given_at < ${before ?? 'infinity'}::timestamptz
             OR saved_at < ${before ?? 'infinity'}::timestamptz)
      UNION ALL
      SELECT subscriber_id, paper_key FROM library_entries
      WHERE paper_key IS NOT NULL AND added_at < ${before ?? 'infinity'}::timestamptz
    ) AS said
    GROUP BY subscriber_id ORDER BY subscriber_id`;
  const likes = rows.reduce((sum, { keys }) => sum + keys.length, 0);
  const counts = { readers: rows.length, likes };
  if (rows.length < LEAST_READERS || likes < LEAST_LIKES) return counts;

  const keys = [...new Set(rows.flatMap((row) => row.keys))].toSorted();
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const papers = await database.paper.findMany({
    where: { key: { in: keys } },
    select: { key: true, title: true, abstract: true },
  });
  const texts = new Map(papers.map((paper) => [paper.key, paper]));
  const inOrder = keys.map((key) => texts.get(key) ?? { title: '', abstract: '' });
  const columns = learnColumns(inOrder);
  const readers = sparseRows(
    rows.map((row) => row.keys.map((key) => [numbers.get(key) ?? 0, 1] as const)),
    keys.length,
  );
  return {
    ...counts,
    community: { likes: { readers, content: contentRows(columns, inOrder) }, columns, keys },
  };
}
