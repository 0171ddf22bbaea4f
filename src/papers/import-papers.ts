// Takes what a source has and keeps it, one row a paper; then ranks the editions it touched.
import { Injectable } from '@nestjs/common';
import { type Database, PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock, DAY } from '../shared/clock.js';
import type { PaperRecord } from './paper-record.js';
import { mergePapers } from './merge-papers.js';
import { keysByDoi, upsertPapers } from './papers.queries.js';
import { RankEditions } from './rank-editions.js';
import type { PaperSource, SourceCursor, SourceFault } from './sources/paper-source.js';

const BATCH = 500;
/** Faults beyond this many are counted, not kept. */
const FAULTS_KEPT = 1_000;

export interface ImportReport {
  read: number;
  added: number;
  updated: number;
  unchanged: number;
  /** `YYYY-MM-DD` of the newest edition among the papers read. */
  newestOn: string | undefined;
  faultCount: number;
  faults: SourceFault[];
}

export interface ImportInput {
  source: PaperSource;
  /** Filled as papers are kept, also when the source breaks off. */
  report?: ImportReport;
  /** Called after each batch with the report so far. */
  onProgress?: (report: ImportReport) => void;
  /** Called when everything the source sent before the cursor is kept. */
  onCursor?: (cursor: SourceCursor) => Promise<void>;
}

@Injectable()
export class ImportPapers {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly rankEditions: RankEditions,
  ) {}

  /** @throws SourceUnavailable when the source cannot be read at all; single bad papers are in the report instead */
  async run(input: ImportInput): Promise<ImportReport> {
    const report = input.report ?? emptyReport();
    const editions = new Set<string>();
    try {
      await this.importAll(input, report, editions);
    } finally {
      // Also when the source broke off: what came before is there to be read.
      await this.rankEditions.run({ dates: editions });
    }
    return report;
  }

  private async importAll(input: ImportInput, report: ImportReport, editions: Set<string>): Promise<void> {
    let batch: PaperRecord[] = [];
    let keeping = Promise.resolve();
    /** The database writes one batch while the next is read; never more than two are in memory. */
    const keep = async () => {
      const full = batch;
      batch = [];
      await keeping;
      if (full.length === 0) return;
      keeping = this.keep(input.source.name, full, report, editions).then(() => input.onProgress?.(report));
      // Whoever waits for it next is told; until then a failure is nobody's.
      keeping.catch(() => undefined);
    };
    try {
      for await (const item of input.source.read()) {
        if ('paper' in item) {
          const fault = this.faultOf(item.paper);
          if (fault) note(report, fault);
          else batch.push(item.paper);
        } else if ('fault' in item) {
          note(report, item.fault);
        } else {
          await keep();
          await keeping;
          await input.onCursor?.(item.cursor);
        }
        if (batch.length === BATCH) await keep();
      }
    } finally {
      await keep();
      await keeping;
    }
  }

  /** Papers of days to come would be the newest edition until that day is there. */
  private faultOf({ key, announcedOn }: PaperRecord): SourceFault | undefined {
    const tomorrow = new Date(this.clock.now().getTime() + DAY).toISOString().slice(0, 10);
    if (announcedOn <= tomorrow) return undefined;
    return { place: key, reason: `its date, ${announcedOn}, is later than today` };
  }

  private async keep(
    source: string,
    batch: readonly PaperRecord[],
    report: ImportReport,
    editions: Set<string>,
  ): Promise<void> {
    const { papers, added, updated, touched } = await this.prisma.$transaction(
      async (transaction) => {
        const papers = mergePapers(await withKnownKeys(transaction, batch));
        const { editions: touched, ...counts } = await upsertPapers(
          transaction,
          source,
          papers,
          this.clock.now(),
        );
        return { papers, touched, ...counts };
      },
      { timeout: 60_000, maxWait: 60_000 },
    );
    for (const date of touched) editions.add(date);
    report.read += batch.length;
    report.added += added;
    report.updated += updated;
    report.unchanged += batch.length - added - updated;
    for (const { announcedOn, isUpdateOnly } of papers) {
      if (!isUpdateOnly && announcedOn > (report.newestOn ?? '')) report.newestOn = announcedOn;
    }
  }
}

export function emptyReport(): ImportReport {
  return { read: 0, added: 0, updated: 0, unchanged: 0, newestOn: undefined, faultCount: 0, faults: [] };
}

function note(report: ImportReport, fault: SourceFault): void {
  report.faultCount += 1;
  if (report.faults.length < FAULTS_KEPT) report.faults.push(fault);
}

/** A paper that comes by its DOI may be known by its arXiv id. */
async function withKnownKeys(
  database: Database,
  batch: readonly PaperRecord[],
): Promise<readonly PaperRecord[]> {
  const byDoi = batch.filter(({ key, doi }) => key === doi);
  const keys = await keysByDoi(
    database,
    byDoi.map(({ key }) => key),
  );
  if (keys.size === 0) return batch;
  return batch.map((paper) =>
    paper.key === paper.doi ? { ...paper, key: keys.get(paper.doi) ?? paper.key } : paper,
  );
}
