// How things stand with every source, for operators and whoever watches the service.
import { Injectable } from '@nestjs/common';
import type { SourceState } from '../../generated/prisma/client.js';
import { Clock, HOUR, MINUTE } from '../../shared/clock.js';
import { dayOf } from '../calendar/days.js';
import { PolledSources } from '../sources/polled-sources.js';
import { POLLED_SOURCES, type PolledSource } from '../sources/source-names.js';
import { readDays, type SourceDays, SourceStates } from './source-states.js';

/** Twice the time between two looks, and a little: after that somebody should look. */
const LATE_AFTER_MS: Readonly<Record<PolledSource, number>> = {
  huggingface: 90 * MINUTE,
  arxiv: 90 * MINUTE,
  'arxiv-oai': 30 * HOUR,
  biorxiv: 8 * HOUR,
  medrxiv: 8 * HOUR,
};

export interface SourceStatus {
  name: PolledSource;
  /** `waiting`: not asked yet. `failing`: the last time ended with an error. `late`: nothing for too long. */
  state: 'ok' | 'waiting' | 'failing' | 'late' | 'off';
  lastSucceededAt: Date | null;
  /** Since the last success, in milliseconds; null where there was none. */
  lagMs: number | null;
  lastFailedAt: Date | null;
  /** One sentence; null after a success. */
  lastError: string | null;
  failures: number;
  /** It will not be asked before this instant. */
  notBefore: Date | null;
  /** `YYYY-MM-DD` of the newest edition it had papers of. */
  newestOn: string | null;
  /** UTC date to papers read, new and changed on it. */
  days: SourceDays;
  /** Etags, a resumption token, the day reached. */
  cursor: unknown;
}

@Injectable()
export class ReadSources {
  constructor(
    private readonly sources: PolledSources,
    private readonly states: SourceStates,
    private readonly clock: Clock,
  ) {}

  /** Every source there is, also those that are switched off. */
  async run(): Promise<SourceStatus[]> {
    const rows = new Map((await this.states.all()).map((row) => [row.name, row]));
    const enabled = new Set(this.sources.enabled());
    return POLLED_SOURCES.map((name) => this.statusOf(name, rows.get(name), enabled.has(name)));
  }

  private statusOf(name: PolledSource, row: SourceState | undefined, isEnabled: boolean): SourceStatus {
    const now = this.clock.now().getTime();
    const lagMs = row?.lastSucceededAt ? now - row.lastSucceededAt.getTime() : null;
    const isLate = lagMs !== null && lagMs > LATE_AFTER_MS[name];
    const trouble = row?.failures ? 'failing' : isLate ? 'late' : undefined;
    const known = trouble ?? (lagMs === null ? 'waiting' : 'ok');
    return {
      name,
      state: isEnabled ? known : 'off',
      lastSucceededAt: row?.lastSucceededAt ?? null,
      lagMs,
      lastFailedAt: row?.lastFailedAt ?? null,
      lastError: row?.lastError ?? null,
      failures: row?.failures ?? 0,
      notBefore: row?.notBefore ?? null,
      newestOn: row?.newestOn ? dayOf(row.newestOn) : null,
      days: row ? readDays(row) : {},
      cursor: row?.cursor ?? null,
    };
  }
}
