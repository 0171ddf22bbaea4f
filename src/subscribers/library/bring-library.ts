// What a visitor brings along with the sign-up form: a file of her reference manager, or what she pasted from one. It is
// read and looked up; keeping it is left to the sign-up.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { readLibrary } from '../../interests/library/read-library.js';
import { networkOf } from '../../platform/limits/network-of.js';
import { RateLimits } from '../../platform/limits/rate-limits.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { DomainError, TooManyError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import type { PreviewInput } from '../sign-up.schema.js';
import { type LibraryRow, libraryRows } from './library-rows.js';

/** More than a digest ever looks at, and little enough to be kept in the time that every answer takes. */
const MOST_BROUGHT = 500;

export interface Brought {
  rows: LibraryRow[];
  /** Papers that were taken, how many of them are among ours, and what was left: not readable, or too many. */
  read: number;
  known: number;
  unreadable: number;
  tooMany: number;
}

@Injectable()
export class BringLibrary {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
  ) {}

  /**
   * Knows nothing of the address: what it takes and what it tells depends on the form alone.
   *
   * @throws DomainError invalid_input in `library` or `papers` where nothing can be read; TooManyError for a network
   */
  async run(form: Pick<PreviewInput, 'library' | 'papers'>, ip: string | null): Promise<Brought> {
    const given = { library: form.library, papers: form.papers.exported };
    if (`${given.library}${given.papers}`.trim() === '')
      return { rows: [], read: 0, known: 0, unreadable: 0, tooMany: 0 };
    // Reading takes the processor for a moment, like a preview.
    const network = { key: `library network ${networkOf(ip)}`, rates: this.config.abuse.previews };
    const refusal = await this.limits.take([network]);
    if (refusal) throw new TooManyError(refusal.freeAt, this.clock.now());
    const libraries = Object.entries(given).map(([field, text]) => readField(field, text));
    const entries = libraries.flatMap(({ entries }) => entries);
    const once = new Map(
      (await libraryRows(this.prisma, entries.slice(0, MOST_BROUGHT))).map((row) => [row.identity, row]),
    );
    const rows = [...once.values()];
    return {
      rows,
      read: rows.length,
      known: rows.filter(({ paperKey }) => paperKey !== null).length,
      unreadable: libraries.reduce((sum, { faults }) => sum + faults.length, 0),
      tooMany: Math.max(0, entries.length - MOST_BROUGHT),
    };
  }
}

function readField(field: string, text: string): Pick<ReturnType<typeof readLibrary>, 'entries' | 'faults'> {
  if (text.trim() === '') return { entries: [], faults: [] };
  const library = readLibrary(text);
  if (library.entries.length > 0) return library;
  const why = saying('web.errors.nothingRead', { why: library.faults[0]?.message ?? '' });
  throw new DomainError('invalid_input', why, { [field]: why });
}
