// Gathers what an operator wants to be woken for: ledgers that do not hold, work that waits, sources that are silent.
import { Injectable } from '@nestjs/common';
import type { Ledger } from '../digests/ledger.js';
import { ReadLedger } from '../digests/read-ledger.js';
import { recentDates } from '../digests/run.queries.js';
import { ReadSources, type SourceStatus } from '../papers/sync/read-sources.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { QUEUES } from '../platform/queue/job-definition.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock, SECOND } from '../shared/clock.js';
import type { Metric } from './prometheus-text.js';

interface Waiting {
  due: number;
  dueSeconds: number;
  deliveries: number;
  deliverySeconds: number;
}

@Injectable()
export class ReadMetrics {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly readLedger: ReadLedger,
    private readonly readSources: ReadSources,
  ) {}

  async run(): Promise<Metric[]> {
    const dates = await recentDates(this.prisma, this.clock.now());
    const ledgers = await Promise.all(dates.map((date) => this.readLedger.run({ date })));
    const waiting = await this.readWaiting();
    return [
      ...ledgerMetrics(ledgers),
      ...waitingMetrics(waiting),
      await this.sendingPaused(),
      await this.queueLag(),
      ...sourceMetrics(await this.readSources.run()),
      ...(await this.communityMetrics()),
    ];
  }

  private async readWaiting(): Promise<Waiting> {
    const now = this.clock.now();
    const [row] = await this.prisma.$queryRaw<Waiting[]>`
      SELECT d.count AS due, d.seconds AS "dueSeconds", w.count AS deliveries, w.seconds AS "deliverySeconds"
      FROM (
        SELECT count(*)::int, COALESCE(extract(epoch FROM ${now}::timestamptz - min(next_due_at)), 0)::float8 AS seconds
        FROM subscribers WHERE (state = 'active' OR state = 'paused' AND paused_until_on IS NOT NULL)
          AND next_due_at <= ${now}::timestamptz
      ) AS d, (
        SELECT count(*)::int, COALESCE(extract(epoch FROM ${now}::timestamptz - min(next_at)), 0)::float8 AS seconds
        FROM deliveries WHERE state IN ('queued', 'deferred') AND next_at <= ${now}::timestamptz
      ) AS w`;
    return row ?? { due: 0, dueSeconds: 0, deliveries: 0, deliverySeconds: 0 };
  }

  private async sendingPaused(): Promise<Metric> {
    return {
      name: 'courant_sending_paused',
      help: 'Whether nothing is sent because mail servers refuse us; /health/ready says what they said.',
      samples: [{ value: await this.prisma.sendingPause.count() }],
    };
  }

  /** A queue that does not answer has no sample. */
  private async queueLag(): Promise<Metric> {
    const lags = await Promise.all(
      QUEUES.map(async (queue) => ({ queue, ms: await this.queue.lagMs(queue) })),
    );
    return {
      name: 'courant_queue_lag_seconds',
      help: 'How long the job that waits longest has waited.',
      samples: lags.flatMap(({ queue, ms }) =>
        ms === undefined ? [] : [{ labels: { queue }, value: ms / SECOND }],
      ),
    };
  }

  /** No samples before the first night on which there were likes enough. */
  private async communityMetrics(): Promise<Metric[]> {
    const rows = await this.prisma.community.findMany({
      select: { helps: true, gain: true, gainError: true },
    });
    return [
      {
        name: 'courant_community_helps',
        help: 'Whether likes of readers with a like taste helped in the last comparison; with COMMUNITY=auto they count then.',
        samples: rows.map(({ helps }) => ({ value: Number(helps) })),
      },
      {
        name: 'courant_community_gain',
        help: 'By how much more of what readers like was found with them, as a share; _error is its standard error.',
        samples: rows.map(({ gain }) => ({ value: gain })),
      },
      {
        name: 'courant_community_gain_error',
        help: 'Standard error of courant_community_gain.',
        samples: rows.map(({ gainError }) => ({ value: gainError })),
      },
    ];
  }
}

function ledgerMetrics(ledgers: readonly Ledger[]): Metric[] {
  const each = (samplesOf: (ledger: Ledger) => Record<string, number>) =>
    ledgers.flatMap((ledger) =>
      Object.entries(samplesOf(ledger)).map(([state, value]) => ({
        labels: { date: ledger.date, state },
        value,
      })),
    );
  const flag = (isSo: (ledger: Ledger) => boolean) =>
    ledgers.map((ledger) => ({ labels: { date: ledger.date }, value: Number(isSo(ledger)) }));
  return [
    {
      name: 'courant_run_digests',
      help: 'Digests of a date by state; planned = built + empty + excluded + waiting.',
      samples: each(({ digests }) => digests),
    },
    {
      name: 'courant_run_deliveries',
      help: 'Mails of a run by state; all = accepted + rejected + cancelled + expired + unknown + inFlight.',
      samples: each(({ deliveries }) => deliveries),
    },
    {
      name: 'courant_run_balanced',
      help: 'Whether the ledger equation of the run holds.',
      samples: flag((ledger) => ledger.isBalanced),
    },
    {
      name: 'courant_run_done',
      help: 'Whether nothing is in flight.',
      samples: flag((ledger) => ledger.isDone),
    },
    {
      name: 'courant_run_paused',
      help: 'Whether an operator holds the run.',
      samples: flag((ledger) => ledger.state === 'paused'),
    },
  ];
}

function waitingMetrics({ due, dueSeconds, deliveries, deliverySeconds }: Waiting): Metric[] {
  return [
    {
      name: 'courant_readers_due_not_planned',
      help: 'Readers whose due instant has passed and who have no digest yet.',
      samples: [{ value: due }],
    },
    {
      name: 'courant_readers_due_oldest_seconds',
      help: 'How long the first of them has been due.',
      samples: [{ value: dueSeconds }],
    },
    {
      name: 'courant_deliveries_waiting',
      help: 'Mails that could be sent now.',
      samples: [{ value: deliveries }],
    },
    {
      name: 'courant_deliveries_waiting_oldest_seconds',
      help: 'How long the first of them could have been sent.',
      samples: [{ value: deliverySeconds }],
    },
  ];
}

function sourceMetrics(sources: readonly SourceStatus[]): Metric[] {
  const known = sources.filter(({ lagMs }) => lagMs !== null);
  return [
    {
      name: 'courant_source_state',
      help: '1 for the state a source of papers is in: ok, waiting, failing, late or off.',
      samples: sources.map(({ name, state }) => ({ labels: { source: name, state }, value: 1 })),
    },
    {
      name: 'courant_source_lag_seconds',
      help: 'Time since the last success.',
      samples: known.map(({ name, lagMs }) => ({ labels: { source: name }, value: (lagMs ?? 0) / SECOND })),
    },
    {
      name: 'courant_source_failures',
      help: 'Failures since the last success.',
      samples: sources.map(({ name, failures }) => ({ labels: { source: name }, value: failures })),
    },
  ];
}
