// Asks one source for what is new and keeps it, with its status row. Never in two processes at once; whatever a source
// does, the others and the digests go on without it.
import { Injectable } from '@nestjs/common';
import { FetchError } from '../../platform/fetch/fetch-error.js';
import { LaneBusy, RequestGate } from '../../platform/fetch/request-gate.js';
import { Clock, SECOND } from '../../shared/clock.js';
import { emptyReport, ImportPapers, type ImportReport } from '../import-papers.js';
import { PolledSources, type Window } from '../sources/polled-sources.js';
import type { PolledSource } from '../sources/source-names.js';
import { SourceUnavailable, type PaperSource, type SourceCursor } from '../sources/paper-source.js';
import { SourceAnswerError } from '../sources/source-answer-error.js';
import { Leaving } from '../sources/source-client.js';
import { SourceStates } from './source-states.js';

/** Short: who was killed must not keep the others away for long. */
const LEASE_MS = 20 * SECOND;

export interface SyncInput {
  name: PolledSource;
  /** Editions to fetch instead of what is new; then nothing is remembered of where to go on. */
  window?: Window;
  /** An operator's wish: also when the source is to rest after a failure. */
  force?: boolean;
  onProgress?: (report: ImportReport, source: PaperSource) => void;
}

export type SyncOutcome =
  | { state: 'succeeded'; report: ImportReport }
  | { state: 'failed'; report: ImportReport; error: Error }
  /** Nobody was asked: it is to rest until then, or another process is at it. */
  | { state: 'resting'; until: Date }
  | { state: 'busy' }
  /** The process is leaving; the next time goes on from what was kept. */
  | { state: 'left'; report: ImportReport };

@Injectable()
export class SyncSource {
  constructor(
    private readonly gate: RequestGate,
    private readonly clock: Clock,
    private readonly sources: PolledSources,
    private readonly states: SourceStates,
    private readonly importPapers: ImportPapers,
  ) {}

  async run(input: SyncInput): Promise<SyncOutcome> {
    const lane = `sync ${input.name}`;
    let isOurs = false;
    const act = () => {
      isOurs = true;
      return this.sync(input);
    };
    try {
      return await this.gate.run(lane, 0, act, { maxWaitMs: 0, leaseMs: LEASE_MS });
    } catch (error) {
      if (error instanceof LaneBusy && !isOurs) return { state: 'busy' };
      throw error;
    }
  }

  private async sync({ name, window, force, onProgress }: SyncInput): Promise<SyncOutcome> {
    const state = await this.states.get(name);
    if (!force && state?.notBefore && state.notBefore > this.clock.now()) {
      return { state: 'resting', until: state.notBefore };
    }
    await this.states.started(name);
    const source = this.sources.open(name, (state?.cursor ?? undefined) as SourceCursor | undefined, window);
    const report = emptyReport();
    try {
      await this.importPapers.run({
        source,
        report,
        ...(onProgress && { onProgress: (soFar) => onProgress(soFar, source) }),
        ...(!window && { onCursor: (cursor) => this.states.reached(name, cursor) }),
      });
      if (report.read === 0 && report.faultCount > 0) throw nothingReadable(report);
      await this.states.succeeded(name, report);
      return { state: 'succeeded', report };
    } catch (error) {
      if (error instanceof Leaving) return { state: 'left', report };
      if (!isOfTheSource(error)) throw error;
      const retryAfterMs = error instanceof FetchError ? error.retryAfterMs : undefined;
      await this.states.failed(name, error, report, retryAfterMs);
      return { state: 'failed', report, error };
    }
  }
}

/** One paper that cannot be read is the paper's fault. When it is all of them, what the source sends has changed. */
function nothingReadable({ faultCount, faults: [first] }: ImportReport): SourceUnavailable {
  const example = first ? ` ${first.place}: ${first.reason}` : '';
  return new SourceUnavailable(`None of what it sent could be read (${faultCount} faults).${example}`);
}

/** What a source can do to us; everything else is a fault of ours or of the database. */
function isOfTheSource(error: unknown): error is Error {
  return (
    error instanceof FetchError ||
    error instanceof SourceAnswerError ||
    error instanceof SourceUnavailable ||
    error instanceof LaneBusy
  );
}
