// Chooses the papers of planned digests and puts the mails on their way, all of one batch in one transaction.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../deliveries/queue-delivery.js';
import { type Database, PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { type Choice, choosePapers } from './choose-papers.js';
import { interestsFromVoice, VOICE } from './readers-voice.js';
import { type Pool, PaperPool } from './paper-pool.js';

const SEND_CHUNK = 100;

@Injectable()
export class BuildDigests {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly pool: PaperPool,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many digests were built; ids that are built already, or by another process, are passed over */
  async run(input: { digestIds: readonly string[] }): Promise<{ built: number }> {
    const pool = await this.pool.get();
    const { built, deliveryIds } = await this.prisma.$transaction(
      (transaction) => this.buildBatch(transaction, pool, input.digestIds),
      { timeout: 60_000, maxWait: 30_000 },
    );
    failpoint('build:committed');
    for (let start = 0; start < deliveryIds.length; start += SEND_CHUNK) {
      await this.queue.enqueue(sendDeliveries, { deliveryIds: deliveryIds.slice(start, start + SEND_CHUNK) });
    }
    failpoint('build:enqueued');
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
    const delivered = await loadDelivered(
      transaction,
      pool,
      digests.map(({ subscriberId }) => subscriberId),
    );
    const built: { digest: PlannedDigest; choice: Choice }[] = [];
    const excluded: { id: string; reason: string }[] = [];
    const cancelledDates = await findCancelledDates(transaction);
    for (const digest of digests) {
      const { id, subscriber } = digest;
      if (subscriber.state !== 'active') excluded.push({ id, reason: subscriber.state });
      else if (cancelledDates.has(digest.localDate.getTime())) excluded.push({ id, reason: 'run_cancelled' });
      else built.push({ digest, choice: choosePapers(pool, readerOf(digest, delivered)) });
    }
    const deliveryIds = await this.keep(transaction, pool, built);
    failpoint('build:mails-queued');
    for (const { id, reason } of excluded)
      await transaction.digest.update({ where: { id }, data: { state: 'excluded', reason } });
    return { built: digests.length, deliveryIds };
  }

  /** @returns the ids of the deliveries: of digests with papers, and of empty ones to readers who want to be told */
  private async keep(
    transaction: Database,
    pool: Pool,
    built: readonly { digest: PlannedDigest; choice: Choice }[],
  ): Promise<string[]> {
    const now = this.clock.now();
    const full = built.flatMap(({ digest, choice }) =>
      'papers' in choice ? [{ digest, papers: choice.papers }] : [],
    );
    await insertItems(
      transaction,
      full.flatMap(({ digest, papers }) =>
        papers.map((paper) => ({ ...paper, digestId: digest.id, subscriberId: digest.subscriberId })),
      ),
    );
    failpoint('build:items-written');
    for (const reason of ['no_new_papers', 'nothing_matched'] as const) {
      const ids = built.flatMap(({ digest, choice }) =>
        'emptyBecause' in choice && choice.emptyBecause === reason ? [digest.id] : [],
      );
      await transaction.digest.updateMany({
        where: { id: { in: ids } },
        data: { state: 'empty', reason, builtAt: now },
      });
    }
    const fullIds = full.map(({ digest }) => digest.id);
    await transaction.digest.updateMany({
      where: { id: { in: fullIds } },
      data: { state: 'built', builtAt: now },
    });
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
    include: { subscriber: { include: { interests: true, ...VOICE } } },
  });
}

/** Their papers are still new to the readers on the next date. */
async function findCancelledDates(database: Database): Promise<Set<number>> {
  const runs = await database.run.findMany({ where: { state: 'cancelled' }, select: { date: true } });
  return new Set(runs.map(({ date }) => date.getTime()));
}

/** What each of these subscribers has got of the papers in the pool. */
async function loadDelivered(
  database: Database,
  pool: Pool,
  subscriberIds: string[],
): Promise<Map<string, Set<string>>> {
  const items = await database.$queryRaw<{ subscriberId: string; paperKey: string }[]>`
    SELECT subscriber_id AS "subscriberId", paper_key AS "paperKey" FROM digest_items
    WHERE subscriber_id = ANY(${subscriberIds}::uuid[]) AND paper_key = ANY(${[...pool.papers.keys()]}::text[])`;
  const delivered = new Map<string, Set<string>>();
  for (const { subscriberId, paperKey } of items) {
    delivered.set(subscriberId, (delivered.get(subscriberId) ?? new Set()).add(paperKey));
  }
  return delivered;
}

function readerOf({ subscriber }: PlannedDigest, delivered: ReadonlyMap<string, Set<string>>) {
  return {
    ...subscriber,
    interests: [...subscriber.interests, ...interestsFromVoice(subscriber)],
    delivered: delivered.get(subscriber.id) ?? new Set<string>(),
  };
}

/** In one statement that is always the same: thousands of rows cost the client more than the database otherwise. */
async function insertItems(database: Database, items: readonly object[]): Promise<void> {
  if (items.length === 0) return;
  await database.$executeRaw`
    INSERT INTO digest_items (digest_id, subscriber_id, paper_key, section, rank, score, reasons)
    SELECT i."digestId", i."subscriberId", i."paperKey", i.section, i.rank, i.score, i.reasons
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      AS i("digestId" uuid, "subscriberId" uuid, "paperKey" text, section text, rank int, score float8, reasons jsonb)`;
}
