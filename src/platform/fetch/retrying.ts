// Tries again what may go better in a while, and only that.
import { setTimeout as pause } from 'node:timers/promises';
import { FetchError } from './fetch-error.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

export interface RetryOptions {
  /** How often in all, the first time included. */
  attempts: number;
  /** Before the second attempt; each further wait is twice as long. 1 s unless told. */
  firstWaitMs?: number;
  /** No wait is longer: who is asked to stay away for longer does, and gives up. 5 min unless told. */
  longestWaitMs?: number;
  isTransient?: (error: unknown) => boolean;
  /** 0 to 1; spreads the waits. */
  random?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
  /** Before each wait. `attempt` is the one that failed, from 1. */
  onWait?: (wait: { attempt: number; waitMs: number; error: unknown }) => void;
}

/** @throws the last error when the attempts are used up, and at once what would not go better: see `isTransient` */
export async function withRetries<T>(
  act: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { random = Math.random, sleep = pause, isTransient: retry = isTransient } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !retry(error) || isTooLong(error, options)) throw error;
      const waitMs = waitAfter(error, attempt, options, random());
      options.onWait?.({ attempt, waitMs, error });
      await sleep(waitMs);
    }
  }
}

/** Nobody there, too slow, cut off, nothing in it, asked too often, or the server's own fault. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof FetchError)) return false;
  if (error.kind === 'http_status') return error.status === 429 || (error.status ?? 0) >= 500;
  return error.kind === 'timeout' || error.kind === 'network' || error.kind === 'empty';
}

function isTooLong(error: unknown, { longestWaitMs = LONGEST_WAIT_MS }: RetryOptions): boolean {
  return error instanceof FetchError && (error.retryAfterMs ?? 0) > longestWaitMs;
}

/** Twice as long each time, ±20 %; never earlier than the server asks, up to a quarter later, so that not all come back at once. */
function waitAfter(error: unknown, attempt: number, options: RetryOptions, chance: number): number {
  const { firstWaitMs = FIRST_WAIT_MS, longestWaitMs = LONGEST_WAIT_MS } = options;
  const own = firstWaitMs * 2 ** (attempt - 1) * (0.8 + 0.4 * chance);
  const asked = error instanceof FetchError ? (error.retryAfterMs ?? 0) * (1 + 0.25 * chance) : 0;
  return Math.round(Math.min(Math.max(own, asked), longestWaitMs));
}
