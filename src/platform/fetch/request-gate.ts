// Keeps to a source's rate over all processes together: arXiv wants one connection and one request in three seconds
// from all machines of an operator. The turn is a row in PostgreSQL; who dies with it loses it when its lease ends.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { FetchError } from './fetch-error.js';
import { type Hold, laneState, releaseLane, renewLane, takeLane } from './request-gate.queries.js';

const LEASE_MS = 60_000;
const MAX_WAIT_MS = 120_000;
/** While another holds the lane nobody knows for how long; after it there is a pause in any case. */
const LOOK_AGAIN_MS = 1_000;
/** A server that asks us to stay away is left alone by all of us, but not for longer than this. */
const LONGEST_PAUSE_MS = 300_000;

/** No turn within the time one was ready to wait. Nothing was asked. */
export class LaneBusy extends Error {
  override readonly name = 'LaneBusy';
}

export interface GateOptions<T> {
  /** 120 s unless told. */
  maxWaitMs?: number;
  /** Longer than the longest request, 60 s unless told; renewed while the work goes on. */
  leaseMs?: number;
  /** Ends the waiting; its reason is thrown. */
  signal?: AbortSignal;
  /** How long the lane must rest after this result, if longer than `everyMs`: what a server asks for while it still answers. */
  pauseAfter?: (result: T) => number | undefined;
}

@Injectable()
export class RequestGate {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Runs `act` when it is its turn: alone in its lane, and `everyMs` or more after the end of the one before (which
   * keeps the starts that far apart too, wherever time is lost on the way).
   * @param act its signal is aborted if the lane is lost, as can happen to a process that was stopped for a while
   * @throws LaneBusy after `maxWaitMs` without a turn, and whatever `act` and the database throw
   */
  async run<T>(
    lane: string,
    everyMs: number,
    act: (signal: AbortSignal) => Promise<T>,
    options: GateOptions<T> = {},
  ): Promise<T> {
    const hold = { lane, holder: `${hostname()} ${process.pid} ${randomUUID()}` };
    // After a death two thirds of the lease are left at least: more than one pause.
    const leaseMs = Math.max(options.leaseMs ?? LEASE_MS, 2 * everyMs);
    await this.waitForTurn(hold, everyMs, leaseMs, options);
    const lost = new AbortController();
    const renewal = setInterval(() => void this.renew(hold, leaseMs, lost), leaseMs / 3);
    const pauseOf = (askedMs = 0) => Math.max(everyMs, Math.min(askedMs, LONGEST_PAUSE_MS));
    let pauseMs = everyMs;
    try {
      const result = await act(lost.signal);
      pauseMs = pauseOf(options.pauseAfter?.(result));
      return result;
    } catch (error) {
      pauseMs = pauseOf(error instanceof FetchError ? error.retryAfterMs : undefined);
      throw error;
    } finally {
      clearInterval(renewal);
      // When the database is gone, what `act` brought is worth more than the news; the lane comes free with its lease.
      await releaseLane(this.prisma, hold, pauseMs).catch(() => undefined);
    }
  }

  private async waitForTurn<T>(
    hold: Hold,
    everyMs: number,
    leaseMs: number,
    { maxWaitMs = MAX_WAIT_MS, signal }: GateOptions<T>,
  ): Promise<void> {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    while (!(await takeLane(this.prisma, hold, leaseMs))) {
      const { held, freeInMs } = await laneState(this.prisma, hold.lane);
      const lookAgainMs = held ? Math.min(freeInMs, everyMs, LOOK_AGAIN_MS) : freeInMs;
      // Chance decides who of those that wait comes first; without it the quickest machine would win each time.
      const waitMs = Math.max(lookAgainMs, 5) + Math.random() * Math.min(Math.max(everyMs / 10, 5), 100);
      if (performance.now() - startedAt + waitMs > maxWaitMs) {
        const waited = Math.round((performance.now() - startedAt) / 1_000);
        const why = 'others were before us, or the source asked for a pause';
        throw new LaneBusy(`No turn for ${hold.lane} in ${waited} s: ${why}. Nothing was sent.`);
      }
      await sleep(waitMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }

  private async renew(hold: Hold, leaseMs: number, lost: AbortController): Promise<void> {
    try {
      if (await renewLane(this.prisma, hold, leaseMs)) return;
      lost.abort(new LaneBusy(`Lost the turn for ${hold.lane}: its lease ended before it was renewed.`));
    } catch {
      // The database is away for a moment: two more renewals come before the lease ends.
    }
  }
}
