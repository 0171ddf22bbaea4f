// How sources are asked: each in its lane, so that all processes together keep to its rate, and again when that may help.
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { type Answer, type Ask, GuardedFetch, userAgent } from '../../platform/fetch/guarded-fetch.js';
import { RequestGate } from '../../platform/fetch/request-gate.js';
import { isTransient, withRetries } from '../../platform/fetch/retrying.js';
import { COURANT_VERSION } from '../../shared/version.js';
import { Clock, MINUTE, SECOND } from '../../shared/clock.js';
import { readRateLimit } from './huggingface/rate-limit.js';
import { SourceAnswerError } from './source-answer-error.js';

/** The hosts of the sources as they are; others must be configured. */
const HOSTS = [
  'huggingface.co',
  'rss.arxiv.org',
  'oaipmh.arxiv.org',
  'export.arxiv.org',
  'api.biorxiv.org',
] as const;

/** Least time between two requests. arXiv asks for one in three seconds and one connection, over all its services. */
const LANES = { arxiv: 3 * SECOND, huggingface: SECOND / 2, biorxiv: SECOND } as const;
export type Lane = keyof typeof LANES;

/** How patient the client is; tests are less so. */
export abstract class SourcePace {
  readonly attempts: number = 4;
  readonly firstWaitMs: number = 4 * SECOND;
  readonly longestWaitMs: number = MINUTE;
  /** For a turn in the lane: an answer of OAI-PMH takes up to 90 s. */
  readonly maxWaitMs: number = 5 * MINUTE;
  /** Of what the lanes above keep, as a factor. */
  readonly laneFactor: number = 1;
  readonly timeoutMs: number | undefined = undefined;
}

export class PatientPace extends SourcePace {}

/** The process is leaving; nobody is at fault. */
export class Leaving extends Error {
  override readonly name = 'Leaving';
}

@Injectable()
export class SourceClient implements OnModuleDestroy {
  private readonly fetch: GuardedFetch;
  private readonly leaving = new AbortController();

  constructor(
    config: Config,
    clock: Clock,
    private readonly gate: RequestGate,
    private readonly pace: SourcePace,
  ) {
    const { urls, moreHosts } = config.sources;
    this.fetch = new GuardedFetch({
      hosts: [...HOSTS, ...moreHosts],
      userAgent: userAgent(COURANT_VERSION, config.http.publicUrl),
      clock,
      // A stand-in for a source on this machine, for developers and tests; never where mail really goes out.
      allowLoopback: !config.production && Object.values(urls).some(isOnThisMachine),
    });
  }

  /**
   * @param read turns the answer into what is wanted; what it cannot read is asked for again, as half a document is
   * @throws FetchError, SourceAnswerError, LaneBusy, and Leaving when the process stops
   */
  async get<T>(lane: Lane, url: URL, ask: Ask, read: (answer: Answer) => T): Promise<T> {
    const { attempts, firstWaitMs, longestWaitMs, maxWaitMs, laneFactor, timeoutMs } = this.pace;
    const everyMs = LANES[lane] * laneFactor;
    const leaving = this.leaving.signal;
    const patient = { ...ask, redirectPauseMs: everyMs, ...(timeoutMs !== undefined && { timeoutMs }) };
    const once = () =>
      this.gate.run(
        lane,
        everyMs,
        async (signal) => {
          const answer = await this.fetch.get(url, {
            ...patient,
            signal: AbortSignal.any([signal, leaving]),
          });
          return { answer, value: read(answer) };
        },
        { maxWaitMs, signal: leaving, pauseAfter: ({ answer }) => pauseOf(answer) },
      );
    const { value } = await withRetries(once, {
      attempts,
      firstWaitMs,
      longestWaitMs,
      sleep: (ms) => sleep(ms, undefined, { signal: leaving }).catch(() => leaving.throwIfAborted()),
      isTransient: (error) => isTransient(error) || isPassing(error),
    });
    return value;
  }

  /** A source may take minutes; who stops the process should not wait for it. */
  onModuleDestroy(): void {
    this.leaving.abort(new Leaving('The process is leaving.'));
  }
}

/** Nothing, or a part of it: the next answer is usually whole. */
function isPassing(error: unknown): boolean {
  return error instanceof SourceAnswerError && (error.code === 'empty' || error.code === 'unreadable');
}

/** Who has used up what is allowed waits for the next window, rather than for a 429. */
function pauseOf({ headers }: Answer): number | undefined {
  const limit = readRateLimit(headers);
  return limit?.left === 0 ? limit.resetSeconds * SECOND : undefined;
}

function isOnThisMachine(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
