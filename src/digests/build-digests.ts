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
import type { Breakdown } from './breakdown.js';
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

/** Take texts apart in PostgreSQL, in half the time of one JSON of them all; JSON and keys have no such characters. */
const BETWEEN_ROWS = '\x1e';
const BETWEEN_KEYS = '\x1f';

async function insertPapers(
  database: Statements,
  chosen: readonly { digest: PlannedDigest; papers: readonly ChosenPaper[] }[],
): Promise<void> {
  if (chosen.length === 0) return;
  const documents = chosen.map(({ papers }) => documentOf(papers));
  const ids = chosen.map(({ digest }) => digest.id).join(BETWEEN_ROWS);
  const column = (name: keyof Document) => documents.map((document) => document[name]).join(BETWEEN_ROWS);
  await database.$executeRaw`
    INSERT INTO digest_papers (digest_id, paper_keys, items, served, breakdowns)
    SELECT r.digest_id::uuid, string_to_array(r.paper_keys, ${BETWEEN_KEYS}), r.items::json, r.served::json, r.breakdowns::json
    FROM unnest(
      string_to_array(${ids}, ${BETWEEN_ROWS}), string_to_array(${column('paperKeys')}, ${BETWEEN_ROWS}),
      string_to_array(${column('items')}, ${BETWEEN_ROWS}), string_to_array(${column('served')}, ${BETWEEN_ROWS}),
      string_to_array(${column('breakdowns')}, ${BETWEEN_ROWS})
    ) AS r(digest_id, paper_keys, items, served, breakdowns)`;
}

/** What a row of digest_papers keeps, as text. */
type Document = Record<'paperKeys' | 'items' | 'served' | 'breakdowns', string>;

function documentOf(papers: readonly ChosenPaper[]): Document {
  const items: KeptPaper[] = [];
  const served: (readonly string[])[] = [];
  const breakdowns: Record<string, Breakdown> = {};
  for (const { paperKey, section, rank, score, reasons, breakdown } of papers) {
    items.push({ paperKey, section, rank, score, reasons });
    if (!breakdown) continue;
    served.push(breakdown.serves);
    breakdowns[paperKey] = breakdown;
  }
  return {
    paperKeys: papers.map(({ paperKey }) => paperKey).join(BETWEEN_KEYS),
    items: JSON.stringify(items),
    served: JSON.stringify(served),
    breakdowns: JSON.stringify(breakdowns),
  };
}
