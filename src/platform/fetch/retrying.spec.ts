import { describe, expect, it } from '@jest/globals';
import { FetchError, type FetchErrorKind } from './fetch-error.js';
import { type RetryOptions, withRetries } from './retrying.js';

interface Tried {
  attempts: number;
  waits: number[];
  outcome: unknown;
}

/** Fails with these errors one after the other, then succeeds; takes no time. */
async function trying(errors: readonly unknown[], options: Partial<RetryOptions> = {}): Promise<Tried> {
  const tried: Tried = { attempts: 0, waits: [], outcome: undefined };
  const act = (attempt: number) => {
    tried.attempts = attempt;
    const error = errors[attempt - 1];
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
  const sleep = (ms: number) => Promise.resolve(tried.waits.push(ms));
  const run = withRetries(act, { attempts: 5, random: () => 0.5, sleep, ...options });
  tried.outcome = await run.catch((error: unknown) => error);
  return tried;
}

const fault = (kind: FetchErrorKind, status?: number, retryAfterMs?: number) =>
  new FetchError(kind, kind, { status, retryAfterMs });

describe('trying again', () => {
  it.each([
    fault('timeout'),
    fault('network'),
    fault('empty', 200),
    fault('http_status', 429),
    fault('http_status', 500),
    fault('http_status', 503),
  ])('helps after $kind $status', async (error) => {
    expect(await trying([error])).toEqual({ attempts: 2, waits: [1_000], outcome: 'done' });
  });

  it.each([
    fault('refused_host'),
    fault('private_address'),
    fault('wrong_type', 200),
    fault('too_large'),
    fault('too_many_redirects', 302),
    fault('http_status', 400),
    fault('http_status', 404),
    new TypeError('a fault of ours'),
  ])('does not help after $kind $status $name', async (error) => {
    expect(await trying([error])).toEqual({ attempts: 1, waits: [], outcome: error });
  });

  it('ends with the last error when the attempts are used up', async () => {
    const last = fault('timeout');
    const tried = await trying([fault('network'), fault('network'), last], { attempts: 3 });
    expect(tried).toEqual({ attempts: 3, waits: [1_000, 2_000], outcome: last });
  });

  it('may be told what else passes', async () => {
    const tried = await trying([new RangeError('half a document')], {
      isTransient: (error) => error instanceof RangeError,
    });
    expect(tried.outcome).toBe('done');
  });
});

describe('the waits', () => {
  const busy = [fault('timeout'), fault('timeout'), fault('timeout'), fault('timeout')];

  it('grow, up to the longest', async () => {
    expect((await trying(busy, { firstWaitMs: 3_000 })).waits).toEqual([3_000, 6_000, 12_000, 24_000]);
    expect((await trying(busy, { longestWaitMs: 3_000 })).waits).toEqual([1_000, 2_000, 3_000, 3_000]);
  });

  it('are spread by chance', async () => {
    expect((await trying(busy, { random: () => 0 })).waits).toEqual([800, 1_600, 3_200, 6_400]);
    expect((await trying(busy, { random: () => 1 })).waits).toEqual([1_200, 2_400, 4_800, 9_600]);
  });

  it('are never shorter than the server asks, and never longer than the longest', async () => {
    const asks = [fault('http_status', 429, 60_000), fault('http_status', 503, 290_000)];
    expect((await trying(asks, { random: () => 0 })).waits).toEqual([60_000, 290_000]);
    expect((await trying(asks, { random: () => 1 })).waits).toEqual([75_000, 300_000]);
    expect((await trying([fault('http_status', 429, 10)])).waits).toEqual([1_000]);
  });

  it('are none when the server asks for more than one is ready to wait', async () => {
    const asks = fault('http_status', 429, 3_600_000);
    expect(await trying([asks])).toEqual({ attempts: 1, waits: [], outcome: asks });
  });

  it('are told before they begin', async () => {
    const told: unknown[] = [];
    const error = fault('http_status', 429, 4_000);
    await trying([error], { random: () => 0, onWait: (wait) => told.push(wait) });
    expect(told).toEqual([{ attempt: 1, waitMs: 4_000, error }]);
  });
});
