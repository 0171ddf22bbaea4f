// Fetching and trying again together, against scripted answers.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuardedFetch } from '../../src/platform/fetch/guarded-fetch.js';
import { withRetries } from '../../src/platform/fetch/retrying.js';
import { body, cutOff, empty, MisbehavingHttpServer, status } from '../support/misbehaving-http-server.js';
import { TestClock } from '../support/test-clock.js';

const server = new MisbehavingHttpServer();
const fetcher = new GuardedFetch({
  hosts: [],
  userAgent: 'Courant/test',
  clock: new TestClock(),
  allowLoopback: true,
});
const accept = ['application/atom+xml'];

beforeAll(() => server.start());
afterAll(() => server.stop());

async function fetching(url: string, attempts = 6): Promise<{ text: string; waits: number[] }> {
  const waits: number[] = [];
  const sleep = (ms: number) => Promise.resolve(waits.push(ms));
  const answer = await withRetries(() => fetcher.get(url, { accept }), {
    attempts,
    sleep,
    random: () => 0.5,
  });
  return { text: answer.text(), waits };
}

describe('a source on a bad day', () => {
  it('is asked until it gives all of its answer', async () => {
    const script = [status(503), status(429), empty(), cutOff(Buffer.alloc(900)), body('<feed/>')];
    const url = server.on('/bad-day', ...script);
    expect(await fetching(url)).toEqual({ text: '<feed/>', waits: [1_000, 2_000, 4_000, 8_000] });
    expect(server.to('/bad-day')).toHaveLength(5);
  });

  it('is given the time it asks for', async () => {
    const url = server.on('/asks', status(429, { 'retry-after': '40' }), body('<feed/>'));
    expect((await fetching(url)).waits).toEqual([45_000]);
  });

  it('is left alone when it says that the question is wrong', async () => {
    const url = server.on('/wrong-question', status(400));
    await expect(fetching(url)).rejects.toMatchObject({ kind: 'http_status', status: 400 });
    expect(server.to('/wrong-question')).toHaveLength(1);
  });

  it('is left alone in the end', async () => {
    await expect(fetching(server.on('/down', status(503)), 3)).rejects.toMatchObject({ status: 503 });
    expect(server.to('/down')).toHaveLength(3);
  });
});
