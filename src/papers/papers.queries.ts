// The statements about papers that Prisma cannot say in one.
import { Prisma } from '../generated/prisma/client.js';
import type { Database } from '../platform/prisma/prisma.service.js';
import type { PaperRecord } from './paper-record.js';

/** Any number, the same in every process. */
const IMPORT_LOCK = 4_071_727;

/**
 * Adds and updates papers in one statement. Holds a lock until the transaction ends, so that `arrival` rises in the order
 * of commits: a reader's watermark never passes a paper that is not there yet.
 *
 * @param papers each key once
 * @returns how many rows are new and how many changed; a paper of an older version changes nothing, and no version
 *   changes the date it was announced on
 */
export async function upsertPapers(
  database: Database,
  source: string,
  papers: readonly PaperRecord[],
  now: Date,
): Promise<{ added: number; updated: number }> {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`;
  const rows = await database.$queryRaw<{ added: boolean }[]>(Prisma.sql`
    INSERT INTO papers (key, source, version, title, abstract, summary, authors, categories, url, pdf_url,
                        announced_on, upvotes, imported_at, updated_at)
    SELECT p.key, ${source}, p.version, p.title, p.abstract, p.summary, p.authors, p.categories, p.url, p."pdfUrl",
           p."announcedOn", p.upvotes, ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(papers)}::jsonb) AS p(
      key text, version int, title text, abstract text, summary text, authors text[], categories text[],
      url text, "pdfUrl" text, "announcedOn" date, upvotes int)
    ON CONFLICT (key) DO UPDATE SET
      version = excluded.version, title = excluded.title,
      abstract = CASE WHEN excluded.abstract = '' THEN papers.abstract ELSE excluded.abstract END,
      summary = CASE WHEN excluded.summary = '' THEN papers.summary ELSE excluded.summary END,
      authors = excluded.authors, categories = excluded.categories, url = excluded.url, pdf_url = excluded.pdf_url,
      upvotes = COALESCE(excluded.upvotes, papers.upvotes), updated_at = excluded.updated_at
    WHERE excluded.version >= papers.version
      AND (excluded.version, excluded.title, excluded.abstract, excluded.summary, excluded.authors,
           excluded.categories, COALESCE(excluded.upvotes, papers.upvotes), excluded.url)
        IS DISTINCT FROM (papers.version, papers.title, papers.abstract, papers.summary, papers.authors,
           papers.categories, papers.upvotes, papers.url)
    RETURNING xmax = 0 AS added`);
  const added = rows.filter((row) => row.added).length;
  return { added, updated: rows.length - added };
}
