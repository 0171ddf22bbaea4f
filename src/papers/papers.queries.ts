// The statements about papers that Prisma cannot say in one.
import { Prisma } from '../generated/prisma/client.js';
import type { Database } from '../platform/prisma/prisma.service.js';
import type { PaperRecord } from './paper-record.js';

/** Any number, the same in every process. */
const IMPORT_LOCK = 4_071_727;

/** Text follows the newest version; a source that knows no version (0) only fills what is empty. */
const IS_NEWER = 'excluded.version >= old.version';
const newer = (column: string) => `CASE WHEN ${IS_NEWER} THEN excluded.${column} ELSE old.${column} END`;
const newerIf = (column: string, condition: string) =>
  `CASE WHEN (${IS_NEWER} OR NOT old.${condition}) AND excluded.${condition} THEN excluded.${column} ELSE old.${column} END`;
const said = (column: string) => `COALESCE(excluded.${column}, old.${column})`;
const saidList = (column: string) =>
  `CASE WHEN excluded.${column} = '{}' THEN old.${column} ELSE excluded.${column} END`;

/** Column by column, what a row becomes when the paper is known already. */
const CHANGES: Readonly<Record<string, string>> = {
  version: 'GREATEST(excluded.version, old.version)',
  title: newerIf('title', "title <> ''"),
  abstract: newerIf('abstract', "abstract <> ''"),
  // A source's own summary stays; what was chosen follows the abstract.
  summary: `CASE WHEN excluded.summary_given THEN excluded.summary WHEN old.summary_given THEN old.summary
            ELSE ${newerIf('summary', "summary <> ''")} END`,
  summary_given: 'old.summary_given OR excluded.summary_given',
  marks: newer('marks'),
  authors: newerIf('authors', "authors <> '{}'"),
  categories: newerIf('categories', "categories <> '{}'"),
  url: newer('url'),
  pdf_url: said('pdf_url'),
  doi: said('doi'),
  remark: newerIf('remark', 'remark IS NOT NULL'),
  journal_ref: said('journal_ref'),
  license: said('license'),
  code_url: said('code_url'),
  project_url: said('project_url'),
  thumbnail_url: said('thumbnail_url'),
  media_urls: saidList('media_urls'),
  organization: said('organization'),
  submitted_by: said('submitted_by'),
  keywords: saidList('keywords'),
  // Hugging Face tells when it took a paper up; the archive tells when it was announced.
  announced_on: `CASE WHEN old.source = 'huggingface' AND excluded.source <> 'huggingface'
                 THEN excluded.announced_on ELSE old.announced_on END`,
  upvotes: said('upvotes'),
  comments: said('comments'),
  code_stars: said('code_stars'),
  // Some come back with a new version.
  withdrawn_at: `CASE WHEN excluded.version > old.version THEN excluded.withdrawn_at
                 ELSE COALESCE(old.withdrawn_at, excluded.withdrawn_at) END`,
  source: newer('source'),
};
const COLUMNS = Prisma.raw(Object.keys(CHANGES).join(', '));
const OLD = Prisma.raw(
  Object.keys(CHANGES)
    .map((column) => `old.${column}`)
    .join(', '),
);
const CHANGED = Prisma.raw(Object.values(CHANGES).join(', '));

/** The keys under which works with these DOIs are known: an article may come as a preprint's DOI, or as its own. */
export async function keysByDoi(database: Database, dois: readonly string[]): Promise<Map<string, string>> {
  if (dois.length === 0) return new Map();
  const known = await database.paper.findMany({
    where: { doi: { in: [...dois] } },
    select: { key: true, doi: true },
    orderBy: { arrival: 'desc' },
  });
  return new Map(known.map(({ key, doi }) => [doi ?? '', key]));
}

/**
 * Adds and updates papers in one statement. Holds a lock until the transaction ends, so that `arrival` rises in the order
 * of commits: a reader's watermark never passes a paper that is not there yet.
 *
 * Categories that are the same but for their order stay as they are, so that lists which order them differently do not
 * change a row in turns. What only updates brings no date: it is that of a later version.
 *
 * Text follows the newest version, signals follow whoever says something, and the date of announcement stays, unless it
 * was Hugging Face's guess and the archive itself speaks now.
 *
 * @param papers each key once
 * @returns how many rows are new, how many changed, and the announcement dates of both, `YYYY-MM-DD`
 */
export async function upsertPapers(
  database: Database,
  source: string,
  papers: readonly PaperRecord[],
  now: Date,
): Promise<{ added: number; updated: number; editions: Set<string> }> {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`;
  const rows = await database.$queryRaw<{ added: boolean; announcedOn: string }[]>(Prisma.sql`
    INSERT INTO papers AS old (key, ${COLUMNS}, imported_at, updated_at)
    SELECT p.key, p.version, p.title, p.abstract, p.summary, p."isSummaryGiven", p.marks, p.authors,
           CASE WHEN known.categories @> p.categories AND p.categories @> known.categories
                  AND (NOT p."isPrimaryKnown" OR p.categories[1] = known.categories[1]) THEN known.categories
                WHEN NOT p."isPrimaryKnown" AND known.categories[1] = ANY(p.categories)
                THEN known.categories[1] || array_remove(p.categories, known.categories[1]) ELSE p.categories END,
           p.url, p."pdfUrl", p.doi, p.remark, p."journalRef", p.license, p."codeUrl", p."projectUrl",
           p."thumbnailUrl", p."mediaUrls", p.organization, p."submittedBy", p.keywords,
           CASE WHEN p."isUpdateOnly" THEN COALESCE(known.announced_on, p."announcedOn") ELSE p."announcedOn" END,
           p.upvotes, p.comments, p."codeStars", CASE WHEN p."isWithdrawn" THEN ${now}::timestamptz END,
           ${source}, ${now}::timestamptz, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(papers)}::jsonb) AS p(
      key text, version int, title text, abstract text, summary text, "isSummaryGiven" bool, marks jsonb,
      authors text[], categories text[], "isPrimaryKnown" bool, url text, "pdfUrl" text, doi text, remark text,
      "journalRef" text, license text, "codeUrl" text, "projectUrl" text, "thumbnailUrl" text, "mediaUrls" text[],
      organization text, "submittedBy" text, keywords text[], "announcedOn" date, upvotes int, comments int,
      "codeStars" int, "isWithdrawn" bool, "isUpdateOnly" bool)
    LEFT JOIN papers AS known ON known.key = p.key
    WHERE NOT p."isUpdateOnly" OR known.key IS NOT NULL
    ON CONFLICT (key) DO UPDATE SET (${COLUMNS}, updated_at) = (SELECT ${CHANGED}, excluded.updated_at)
    WHERE (${OLD}) IS DISTINCT FROM (${CHANGED})
    RETURNING xmax = 0 AS added, announced_on::text AS "announcedOn"`);
  const added = rows.filter((row) => row.added).length;
  return {
    added,
    updated: rows.length - added,
    editions: new Set(rows.map(({ announcedOn }) => announcedOn)),
  };
}
