// A reader brings her library along: what is read of it is kept, once each, and tied to our papers where we have them.
import { Injectable } from '@nestjs/common';
import type { LibraryFault } from '../../interests/library/library-entry.js';
import { type LibraryFormat, readLibrary } from '../../interests/library/read-library.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { CHUNK, libraryRows } from './library-rows.js';

export const MOST_KEPT = 20_000;

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
        const rows = await libraryRows(transaction, entries);
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
