// Takes what a source has and keeps it, one row a paper; then ranks the editions it touched.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import type { PaperRecord } from './paper-record.js';
import { upsertPapers } from './papers.queries.js';
import { RankEditions } from './rank-editions.js';
import type { PaperSource, SourceFault } from './sources/paper-source.js';

const BATCH = 500;
/** Faults beyond this many are counted, not kept. */
const FAULTS_KEPT = 1_000;

export interface ImportReport {
  read: number;
  added: number;
  updated: number;
  unchanged: number;
  faultCount: number;
  faults: SourceFault[];
}

@Injectable()
export class ImportPapers {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly rankEditions: RankEditions,
  ) {}

  /**
   * @param input.onProgress called after each batch with the report so far
   * @throws SourceUnavailable when the source cannot be read at all; single bad papers are in the report instead
   */
  async run(input: {
    source: PaperSource;
    onProgress?: (report: ImportReport) => void;
  }): Promise<ImportReport> {
    const report: ImportReport = { read: 0, added: 0, updated: 0, unchanged: 0, faultCount: 0, faults: [] };
    const dates = new Set<string>();
    let batch: PaperRecord[] = [];
    const keep = async () => {
      const editions = await this.keep(input.source.name, batch, report);
      for (const edition of editions) dates.add(edition);
      batch = [];
    };
    for await (const item of input.source.read()) {
      if ('paper' in item) {
        batch.push(item.paper);
      } else {
        report.faultCount += 1;
        if (report.faults.length < FAULTS_KEPT) report.faults.push(item.fault);
      }
      if (batch.length === BATCH) {
        await keep();
        input.onProgress?.(report);
      }
    }
    if (batch.length > 0) await keep();
    await this.rankEditions.run({ dates });
    input.onProgress?.(report);
    return report;
  }

  /** @returns the editions that changed */
  private async keep(source: string, batch: PaperRecord[], report: ImportReport): Promise<Set<string>> {
    const papers = newestOfEach(batch);
    const { added, updated, editions } = await this.prisma.$transaction(
      (transaction) => upsertPapers(transaction, source, papers, this.clock.now()),
      { timeout: 60_000, maxWait: 60_000 },
    );
    report.read += batch.length;
    report.added += added;
    report.updated += updated;
    report.unchanged += batch.length - added - updated;
    return editions;
  }
}

/** One statement may touch a row once: of papers with the same key the newest version stays, of equals the last. */
function newestOfEach(batch: readonly PaperRecord[]): PaperRecord[] {
  const newest = new Map<string, PaperRecord>();
  for (const paper of batch) {
    const other = newest.get(paper.key);
    if (!other || paper.version >= other.version) newest.set(paper.key, paper);
  }
  return [...newest.values()];
}
