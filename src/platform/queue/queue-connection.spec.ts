// From a Redis URL to what the client wants.
import { describe, expect, it } from '@jest/globals';
import { redisConnection } from './queue-connection.js';

describe('redisConnection', () => {
  it.each([
    ['redis://redis.example.org', { host: 'redis.example.org', port: 6379, db: 0 }],
    ['redis://redis.example.org:6380/3', { host: 'redis.example.org', port: 6380, db: 3 }],
    ['redis://[::1]:6379', { host: '::1', port: 6379, db: 0 }],
    ['redis://:p%40ss@r', { host: 'r', port: 6379, db: 0, password: 'p@ss' }],
    ['redis://me:secret@r', { host: 'r', port: 6379, db: 0, username: 'me', password: 'secret' }],
    ['rediss://r', { host: 'r', port: 6379, db: 0, tls: {} }],
  ])('reads %s', (url, options) => {
    const { retryStrategy: _wait, ...rest } = redisConnection(url);
    expect(rest).toEqual(options);
  });

  it('asks a server that was away again within two seconds, for ever', () => {
    const { retryStrategy } = redisConnection('redis://r');
    const waits = [1, 5, 50, 5_000].map(retryStrategy);
    expect(waits).toEqual([200, 2_000, 2_000, 2_000]);
  });
});
