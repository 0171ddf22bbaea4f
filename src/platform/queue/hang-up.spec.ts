// Nothing listens where the client calls.
import { expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { hangUpWhileWaiting } from './hang-up.js';

it('a client that waits to call again hangs up, and what it was asked is refused', async () => {
  hangUpWhileWaiting();
  const client = new Redis({ port: 1, maxRetriesPerRequest: null, retryStrategy: () => 60_000 });
  client.on('error', () => undefined);
  await new Promise((resolve) => client.once('reconnecting', resolve));
  const asked = expect(client.ping()).rejects.toThrow('Connection is closed');
  const ended = new Promise((resolve) => client.once('end', resolve));
  client.disconnect();
  await Promise.all([asked, ended]);
  expect(client.status).toBe('end');
});
