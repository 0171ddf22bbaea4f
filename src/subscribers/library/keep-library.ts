// A reader brings her library along: what is read of it is kept, once each, and tied to our papers where we have them.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LibraryEntry, LibraryFault } from '../../interests/library/library-entry.js';
import { type LibraryFormat, readLibrary } from '../../interests/library/read-library.js';
import { type Database, PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';

const MOST_KEPT = 20_000;
const CHUNK = 1_000;

export interface LibraryReport {
  format: LibraryFormat;
  /** Papers read from what was given. */
  read: number;
  /** Of these, how many are among our papers. */
  known: number;
  /** How many are new in her library, and how many were there already. */
  added: number;
  already: number;
  /** How many were left out because the library is full. */
  tooMany: number;
  faults: LibraryFault[];
}

@Injectable()
export class KeepLibrary {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** Good entries are kept whatever is wrong with the others. */
  async run(input: { subscriberId: string; text: string }): Promise<LibraryReport> {
    const { subscriberId } = input;
    const { format, entries, faults } = readLibrary(input.text);
    return this.prisma.$transaction(
      async (transaction) => {
        await transaction.$queryRaw`SELECT 1 FROM subscribers WHERE id = ${subscriberId}::uuid FOR UPDATE`;
        const papers = await knownPapers(transaction, entries);
        const rows = entries.map((entry) => row(entry, papers));
        const room = Math.max(
          0,
          MOST_KEPT - (await transaction.libraryEntry.count({ where: { subscriberId } })),
        );
        const addedAt = this.clock.now();
        let added = 0;
        for (let start = 0; start < Math.min(rows.length, room); start += CHUNK) {
          const { count } = await transaction.libraryEntry.createMany({
            data: rows
              .slice(start, Math.min(start + CHUNK, room))
              .map((one) => ({ ...one, subscriberId, addedAt })),
            skipDuplicates: true,
          });
          added += count;
        }
        const tooMany = Math.max(0, rows.length - room);
        const known = rows.filter(({ paperKey }) => paperKey !== null).length;
        return {
          format,
          read: rows.length,
          known,
          added,
          already: rows.length - tooMany - added,
          tooMany,
          faults,
        };
      },
      { timeout: 60_000, maxWait: 10_000 },
    );
  }

  /** @param input.entryId one entry; all of them without it */
  async remove(input: { subscriberId: string; entryId?: string }): Promise<void> {
    const { subscriberId, entryId } = input;
    await this.prisma.libraryEntry.deleteMany({ where: { subscriberId, ...(entryId && { id: entryId }) } });
  }
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

function row(entry: LibraryEntry, papers: ReadonlyMap<string, string>) {
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
