// Learns the community signal from what readers liked, saved and brought along.
import type { ReadersLikes } from '../../matching/community/held-out.js';
import { gatherLikes } from '../../matching/community-content.js';
import type { StoredCommunity } from '../../matching/community-file.js';
import type { PaperText } from '../../matching/types.js';
import type { Database } from '../../platform/prisma/prisma.service.js';
import { PAPER_TEXT, paperText } from '../paper-text.js';
import { inTurns } from './in-turns.js';

/** With less, nothing is learned that is not chance. */
export const LEAST_READERS = 20;
export const LEAST_LIKES = 200;

/** A statement of PostgreSQL takes 65,535 values at most. */
const KEYS_AT_ONCE = 10_000;

export interface Told extends ReadersLikes {
  /** Of the readers, in their order. */
  subscriberIds: string[];
}

export interface Learned {
  readers: number;
  likes: number;
  /** Absent when there are too few of either; `told` is what it was learned from. */
  learned?: { community: StoredCommunity; told: Told };
}

/** @param before only what was said before this instant; a replay must not know what came later */
export async function learnFromLikes(database: Database, before?: Date): Promise<Learned> {
  const rows = await database.$queryRaw<{ subscriberId: string; keys: string[] }[]>`
    SELECT subscriber_id AS "subscriberId", array_agg(DISTINCT said.paper_key ORDER BY said.paper_key) AS keys
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
  const papers = await readTexts(database, keys);
  const readers = rows.map((row) => row.keys.map((key) => numbers.get(key) ?? 0));
  const community = { ...(await inTurns(gatherLikes(readers, papers))), keys };
  const subscriberIds = rows.map(({ subscriberId }) => subscriberId);
  return { ...counts, learned: { community, told: { papers, readers, subscriberIds } } };
}

/** In the order of the keys. */
async function readTexts(database: Database, keys: string[]) {
  const texts = new Map<string, PaperText>();
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys.slice(start, start + KEYS_AT_ONCE);
    const rows = await database.paper.findMany({ where: { key: { in: some } }, select: PAPER_TEXT });
    for (const row of rows) texts.set(row.key, paperText(row));
  }
  return keys.map((id) => texts.get(id) ?? { id, title: '', abstract: '', authors: [], categories: [] });
}
