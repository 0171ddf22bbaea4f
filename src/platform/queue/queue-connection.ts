// Where the queues live: in PostgreSQL by default, in Redis when REDIS_URL is set. Nobody else knows the difference.
import {
  createPostgresBackend,
  createRedisBackend,
  type QueueOptions,
  setDefaultBackendFactory,
} from 'bullmq';
import type { Config } from '../../config/config.js';
import { hangUpWhileWaiting } from './hang-up.js';

/** Options for every queue and worker of this process. Sets BullMQ's process-wide backend as it goes. */
export function queueOptions(config: Config): QueueOptions {
  const { redisUrl, prefix } = config.queue;
  if (redisUrl) {
    setDefaultBackendFactory(createRedisBackend);
    hangUpWhileWaiting();
    return { connection: redisConnection(redisUrl), prefix };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // BullMQ's types know Redis only; the backend takes these instead. It keeps its tables in a schema of their own.
  const connection = {
    connectionString: config.databaseUrl,
    schema: `queue_${prefix}`,
    migrate: true,
    max: 3,
    application_name: 'courant-queue',
  };
  return { connection: connection as unknown as QueueOptions['connection'] };
}

/** BullMQ itself would wait for up to 20 seconds, in which a server that is back long since is not asked. */
const RETRY_WITHIN_MS = 2_000;

/** ioredis options of a redis:// or rediss:// URL. */
export function redisConnection(redisUrl: string) {
  const url = new URL(redisUrl);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(url.pathname.slice(1) || 0),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
    retryStrategy: (times: number) => Math.min(100 * 2 ** times, RETRY_WITHIN_MS),
  };
}
