// Chooses the papers of planned digests and puts the mails on their way, all of one batch in one transaction.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../deliveries/queue-delivery.js';
import type { KeptPaper } from '../mails/kept-papers.js';
import type { Statements } from '../platform/prisma/prepared-statements.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { endDigests, lockPlanned, type PlannedDigest, raiseWatermarks } from './build.queries.js';
import { ChooseForReaders } from './choose-for-readers.js';
import type { Choice, ChosenPaper } from './choose-papers.js';
import type { Pool } from './paper-pool.js';

const SEND_CHUNK = 100;

@Injectable()
export class BuildDigests {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly choosing: ChooseForReaders,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many digests were built; ids that are built already, or by another process, are passed over */
  async run(input: { digestIds: readonly string[] }): Promise<{ built: number }> {
    const pool = await this.choosing.pool();
    const { built, deliveryIds, compiled } = await this.prisma.prepared.transaction((transaction) =>
      this.buildBatch(transaction, pool, input.digestIds),
    );
    failpoint('build:committed');
    for (let start = 0; start < deliveryIds.length; start += SEND_CHUNK) {
      await this.queue.enqueue(sendDeliveries, { deliveryIds: deliveryIds.slice(start, start + SEND_CHUNK) });
    }
    failpoint('build:enqueued');
    await this.choosing.keep(compiled);
    return { built };
  }

  private async buildBatch(transaction: Statements, pool: Pool, ids: readonly string[]) {
    const locked = await lockPlanned(transaction, ids);
    failpoint('build:locked');
    // One digest a reader at a time: the next must know what this one brings. The sweep comes back for it.
    const firsts = new Map(locked.toReversed().map((digest) => [digest.reader.id, digest]));
    const digests = [...firsts.values()];
    const wanted = digests.filter(({ excludedBecause }) => excludedBecause === null);
    const readers = wanted.map(({ reader }) => reader);
    const { choices, compiled } = await this.choosing.run(transaction, pool, readers);
    const built = wanted.flatMap((digest) => {
      const choice = choices.get(digest.reader.id);
      return choice ? [{ digest, choice }] : [];
    });
    const deliveryIds = await this.keep(transaction, pool, built);
    failpoint('build:mails-queued');
    await endDigests(
      transaction,
      digests.flatMap(({ id, excludedBecause: reason }) =>
        reason === null ? [] : [{ id, state: 'excluded' as const, reason }],
      ),
      null,
    );
    return { built: digests.length, deliveryIds, compiled };
  }

  /** @returns the ids of the deliveries: of digests with papers, and of empty ones to readers who want to be told */
  private async keep(
    transaction: Statements,
    pool: Pool,
    built: readonly { digest: PlannedDigest; choice: Choice }[],
  ): Promise<string[]> {
    const now = this.clock.now();
    await insertPapers(
      transaction,
      built.flatMap(({ digest, choice }) => ('papers' in choice ? [{ digest, ...choice }] : [])),
    );
    failpoint('build:items-written');
    const ends = built.map(({ digest: { id }, choice }) =>
      'papers' in choice
        ? { id, state: 'built' as const, reason: choice.fewBecause ?? null }
        : { id, state: 'empty' as const, reason: choice.emptyBecause },
    );
    await endDigests(transaction, ends, now);
    await raiseWatermarks(
      transaction,
      built.map(({ digest }) => digest.reader.id),
      pool.watermark,
    );
    const told = built.filter(({ digest, choice }) => 'papers' in choice || digest.reader.tellsWhenEmpty);
    return queueDeliveries(
      transaction,
      this.config,
      now,
      told.map(({ digest }) => ({
        kind: 'digest' as const,
        subscriberId: digest.reader.id,
        recipient: digest.reader.address,
        digestId: digest.id,
      })),
    );
  }
}

/** In one statement that is always the same: many rows cost the client more than the database otherwise. */
async function insertPapers(
  database: Statements,
  chosen: readonly { digest: PlannedDigest; papers: readonly ChosenPaper[] }[],
): Promise<void> {
  if (chosen.length === 0) return;
  const rows = chosen.map(({ digest, papers }) => ({ digestId: digest.id, ...documentOf(papers) }));
  await database.$executeRaw`
    INSERT INTO digest_papers (digest_id, paper_keys, items, served, breakdowns)
    SELECT r."digestId", r."paperKeys", r.items, r.served, r.breakdowns
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r("digestId" uuid, "paperKeys" text[], items json, served json, breakdowns json)`;
}

function documentOf(papers: readonly ChosenPaper[]) {
  const explained = papers.flatMap(({ paperKey, breakdown }) => (breakdown ? [{ paperKey, breakdown }] : []));
  return {
    paperKeys: papers.map(({ paperKey }) => paperKey),
    items: papers.map(({ paperKey, section, rank, score, reasons }): KeptPaper => ({
      paperKey,
      section,
      rank,
      score,
      reasons,
    })),
    served: explained.map(({ breakdown }) => breakdown.serves),
    breakdowns: Object.fromEntries(explained.map(({ paperKey, breakdown }) => [paperKey, breakdown])),
  };
}
