// Chooses the papers of planned digests and puts the mails on their way, all of one batch in one transaction.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../deliveries/queue-delivery.js';
import type { KeptPaper } from '../mails/kept-papers.js';
import { type Database, PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { ChooseForReaders } from './choose-for-readers.js';
import { type Choice, type ChosenPaper, EMPTY_REASONS } from './choose-papers.js';
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
    const { built, deliveryIds, compiled } = await this.prisma.$transaction(
      (transaction) => this.buildBatch(transaction, pool, input.digestIds),
      { timeout: 60_000, maxWait: 30_000 },
    );
    failpoint('build:committed');
    for (let start = 0; start < deliveryIds.length; start += SEND_CHUNK) {
      await this.queue.enqueue(sendDeliveries, { deliveryIds: deliveryIds.slice(start, start + SEND_CHUNK) });
    }
    failpoint('build:enqueued');
    await this.choosing.keep(compiled);
    return { built };
  }

  private async buildBatch(transaction: Database, pool: Pool, ids: readonly string[]) {
    const locked = await transaction.$queryRaw<{ id: string; subscriberId: string }[]>`
      SELECT d.id, d.subscriber_id AS "subscriberId" FROM digests AS d JOIN subscribers AS s ON s.id = d.subscriber_id
      WHERE d.id = ANY(${ids}::uuid[]) AND d.state = 'planned'
      ORDER BY d.local_date FOR UPDATE SKIP LOCKED`;
    failpoint('build:locked');
    // One digest a reader at a time: the next must know what this one brings. The sweep comes back for it.
    const firsts = new Map(locked.toReversed().map(({ id, subscriberId }) => [subscriberId, id]));
    const digests = await loadDigests(transaction, [...firsts.values()]);
    const excluded: { id: string; reason: string }[] = [];
    const wanted: PlannedDigest[] = [];
    const cancelledDates = await findCancelledDates(transaction);
    for (const digest of digests) {
      const { id, localDate, subscriber } = digest;
      if (subscriber.state !== 'active') excluded.push({ id, reason: subscriber.state });
      else if (cancelledDates.has(localDate.getTime())) excluded.push({ id, reason: 'run_cancelled' });
      else wanted.push(digest);
    }
    const readers = wanted.map(({ subscriber }) => subscriber);
    const { choices, compiled } = await this.choosing.run(transaction, pool, readers);
    const built = wanted.flatMap((digest) => {
      const choice = choices.get(digest.subscriberId);
      return choice ? [{ digest, choice }] : [];
    });
    const deliveryIds = await this.keep(transaction, pool, built);
    failpoint('build:mails-queued');
    for (const { id, reason } of excluded)
      await transaction.digest.update({ where: { id }, data: { state: 'excluded', reason } });
    return { built: digests.length, deliveryIds, compiled };
  }

  /** @returns the ids of the deliveries: of digests with papers, and of empty ones to readers who want to be told */
  private async keep(
    transaction: Database,
    pool: Pool,
    built: readonly { digest: PlannedDigest; choice: Choice }[],
  ): Promise<string[]> {
    const now = this.clock.now();
    const full = built.flatMap(({ digest, choice }) => ('papers' in choice ? [{ digest, ...choice }] : []));
    await insertPapers(transaction, full);
    failpoint('build:items-written');
    for (const reason of EMPTY_REASONS) {
      const ids = built.flatMap(({ digest, choice }) =>
        'emptyBecause' in choice && choice.emptyBecause === reason ? [digest.id] : [],
      );
      await transaction.digest.updateMany({
        where: { id: { in: ids } },
        data: { state: 'empty', reason, builtAt: now },
      });
    }
    for (const reason of ['few_matched', null] as const) {
      const ids = full.flatMap(({ digest, fewBecause = null }) => (fewBecause === reason ? [digest.id] : []));
      await transaction.digest.updateMany({
        where: { id: { in: ids } },
        data: { state: 'built', reason, builtAt: now },
      });
    }
    // A pool may be older than the one another process built from, or smaller: what was looked at stays so.
    await transaction.subscriber.updateMany({
      where: {
        id: { in: built.map(({ digest }) => digest.subscriberId) },
        watermark: { lt: pool.watermark },
      },
      data: { watermark: pool.watermark },
    });
    const told = built.filter(({ digest, choice }) => 'papers' in choice || digest.subscriber.tellsWhenEmpty);
    return queueDeliveries(
      transaction,
      this.config,
      now,
      told.map(({ digest }) => ({
        kind: 'digest' as const,
        subscriberId: digest.subscriberId,
        recipient: digest.subscriber.address,
        digestId: digest.id,
      })),
    );
  }
}

type PlannedDigest = Awaited<ReturnType<typeof loadDigests>>[number];

function loadDigests(database: Database, ids: string[]) {
  return database.digest.findMany({
    where: { id: { in: ids } },
    include: { subscriber: true },
  });
}

/** Their papers are still new to the readers on the next date. */
async function findCancelledDates(database: Database): Promise<Set<number>> {
  const runs = await database.run.findMany({ where: { state: 'cancelled' }, select: { date: true } });
  return new Set(runs.map(({ date }) => date.getTime()));
}

/** In one statement that is always the same: many rows cost the client more than the database otherwise. */
async function insertPapers(
  database: Database,
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
    items: papers.map(({ breakdown: _breakdown, ...kept }): KeptPaper => kept),
    served: explained.map(({ breakdown }) => breakdown.serves),
    breakdowns: Object.fromEntries(explained.map(({ paperKey, breakdown }) => [paperKey, breakdown])),
  };
}
