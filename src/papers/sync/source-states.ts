// The status row of each source: what happened last, where to go on, and when to ask again.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Prisma, SourceState } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock, HOUR, MINUTE, plusMs } from '../../shared/clock.js';
import { addDays, dayOf, startOf } from '../calendar/days.js';
import type { ImportReport } from '../import-papers.js';
import type { SourceCursor } from '../sources/paper-source.js';

/** After the first failure; doubled with each further one. */
const FIRST_REST_MS = 5 * MINUTE;
const LONGEST_REST_MS = 6 * HOUR;
const DAYS_KEPT = 14;

const dayCounts = z.object({ read: z.number(), added: z.number(), updated: z.number() });
const days = z.record(z.string(), dayCounts).catch({});
export type SourceDays = z.infer<typeof days>;

@Injectable()
export class SourceStates {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  all(): Promise<SourceState[]> {
    return this.prisma.sourceState.findMany();
  }

  async get(name: string): Promise<SourceState | undefined> {
    return (await this.prisma.sourceState.findUnique({ where: { name } })) ?? undefined;
  }

  async started(name: string): Promise<void> {
    const lastStartedAt = this.clock.now();
    await this.prisma.sourceState.upsert({
      where: { name },
      create: { name, lastStartedAt },
      update: { lastStartedAt },
    });
  }

  async reached(name: string, cursor: SourceCursor): Promise<void> {
    await this.prisma.sourceState.update({
      where: { name },
      data: { cursor: cursor as Prisma.InputJsonObject },
    });
  }

  async succeeded(name: string, report: ImportReport): Promise<void> {
    await this.prisma.sourceState.update({
      where: { name },
      data: {
        ...(await this.counted(name, report)),
        lastSucceededAt: this.clock.now(),
        lastError: null,
        failures: 0,
        notBefore: null,
      },
    });
  }

  /** @param retryAfterMs how long the source asked us to stay away, if it did */
  async failed(name: string, error: Error, report: ImportReport, retryAfterMs = 0): Promise<void> {
    const now = this.clock.now();
    const { failures } = await this.prisma.sourceState.findUniqueOrThrow({ where: { name } });
    const restMs = Math.min(FIRST_REST_MS * 2 ** failures, LONGEST_REST_MS);
    await this.prisma.sourceState.update({
      where: { name },
      data: {
        ...(await this.counted(name, report)),
        lastFailedAt: now,
        lastError: error.message.slice(0, 500),
        failures: failures + 1,
        notBefore: plusMs(now, Math.max(restMs, Math.min(retryAfterMs, 24 * HOUR))),
      },
    });
  }

  /** Adds what was read to the counts of today, and drops what is old. */
  private async counted(name: string, { read, added, updated, newestOn }: ImportReport) {
    const state = await this.prisma.sourceState.findUniqueOrThrow({ where: { name } });
    const today = dayOf(this.clock.now());
    const before = days.parse(state.days);
    const soFar = before[today] ?? { read: 0, added: 0, updated: 0 };
    const kept = Object.entries(before).filter(([day]) => day > addDays(today, -DAYS_KEPT));
    const sum = { read: soFar.read + read, added: soFar.added + added, updated: soFar.updated + updated };
    const newest = [newestOn, state.newestOn && dayOf(state.newestOn)].filter((day) => day !== undefined);
    const last = newest
      .filter((day) => day !== null)
      .toSorted()
      .at(-1);
    return {
      days: { ...Object.fromEntries(kept), [today]: sum },
      ...(last !== undefined && { newestOn: startOf(last) }),
    };
  }
}

/** Of a row's column. */
export function readDays(state: Pick<SourceState, 'days'>): SourceDays {
  return days.parse(state.days);
}
