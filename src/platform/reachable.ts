// Looks before the service leaps: do the database and the queue answer? If not, one sentence says what to do.
import { Redis } from 'ioredis';
import pg from 'pg';
import { EX_UNAVAILABLE, StartError } from '../shared/start-error.js';

const PATIENCE_MS = 5_000;
const OLDEST_POSTGRES = 14;

/** @throws StartError when nobody answers, the login is refused, or the server is too old */
export async function assertDatabaseReachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  let version: number;
  try {
    await client.connect();
    const result = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    version = Math.floor(Number(result.rows[0]?.server_version_num) / 10_000);
  } catch (error) {
    throw new StartError(
      `Cannot use the database at ${place(url)}: ${reason(error)}. Start PostgreSQL there or correct DATABASE_URL; ` +
        'without DATABASE_URL Courant brings its own.',
      EX_UNAVAILABLE,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  if (version < OLDEST_POSTGRES) {
    const found = `The database at ${place(url)} is PostgreSQL ${version}`;
    throw new StartError(`${found}; Courant needs ${OLDEST_POSTGRES} or newer.`, EX_UNAVAILABLE);
  }
}

/** @throws StartError when nobody answers or the login is refused */
export async function assertRedisReachable(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let heard: unknown;
  redis.on('error', (error) => (heard = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new StartError(
      `Cannot use the Redis at ${place(url)}: ${reason(heard ?? error)}. Start Redis there or correct REDIS_URL; ` +
        'without REDIS_URL the job queue lives in PostgreSQL.',
      EX_UNAVAILABLE,
    );
  } finally {
    redis.disconnect();
  }
}

/** Host, port and path: what may be shown of a URL with a password in it. */
function place(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
