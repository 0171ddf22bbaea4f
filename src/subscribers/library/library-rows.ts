// Papers somebody brings along, as rows of her library: each tied to our paper where we have it.
import { createHash } from 'node:crypto';
import type { LibraryEntry } from '../../interests/library/library-entry.js';
import type { Database } from '../../platform/prisma/prisma.service.js';

export interface LibraryRow {
  /** The same for the same work: the key of our paper, an identifier, or a hash of the title. */
  identity: string;
  paperKey: string | null;
  title: string;
  abstract: string;
  authors: string[];
  year: number | null;
}

/** How many are looked up, or kept, at once. */
export const CHUNK = 1_000;

export async function libraryRows(
  database: Database,
  entries: readonly LibraryEntry[],
): Promise<LibraryRow[]> {
  const papers = await knownPapers(database, entries);
  return entries.map((entry) => row(entry, papers));
}

/** @returns the keys of our papers by arXiv id and by DOI */
async function knownPapers(
  database: Database,
  entries: readonly LibraryEntry[],
): Promise<Map<string, string>> {
  const ids = [...new Set(entries.flatMap(({ arxivId, doi }) => [arxivId, doi].filter((id) => id !== null)))];
  const known = new Map<string, string>();
  for (let start = 0; start < ids.length; start += CHUNK) {
    const some = ids.slice(start, start + CHUNK);
    const papers = await database.paper.findMany({
      where: { OR: [{ key: { in: some } }, { doi: { in: some } }] },
      select: { key: true, doi: true },
    });
    for (const { key, doi } of papers) {
      known.set(key, key);
      if (doi !== null) known.set(doi, key);
    }
  }
  return known;
}

function row(entry: LibraryEntry, papers: ReadonlyMap<string, string>): LibraryRow {
  const { arxivId, doi, year } = entry;
  const paperKey = papers.get(arxivId ?? '') ?? papers.get(doi ?? '') ?? null;
  const title = keepable(entry.title ?? '');
  return {
    identity: paperKey ?? arxivId ?? doi ?? `title ${hash(title)}`,
    paperKey,
    title: title || (arxivId ?? doi ?? ''),
    abstract: keepable(entry.abstract ?? ''),
    authors: entry.authors.map(keepable),
    year: year !== null && year > 0 && year < 10_000 ? year : null,
  };
}

/** Case, accents and punctuation do not make another work. */
function hash(title: string): string {
  const letters = title
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
  return createHash('sha256').update(letters).digest('hex').slice(0, 32);
}

/** Without what PostgreSQL cannot hold. */
function keepable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}
