// Each process that uses the built-in PostgreSQL keeps one connection open for as long as it does. So the server knows
// who is there, and a process that dies is gone from the list at once.
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { SUPERUSER } from './postgres-cluster.js';
import type { Cluster } from './postgres-cluster.js';
import { HOST, readPostmaster } from './postgres-server.js';
import { commandLine, isAlive } from './processes.js';

export const DATABASE = 'courant';
const PRESENT = 'courant-present:';
const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_WITHIN_MS = 60_000;
const RETRY_MS = 50;
/** A closed connection stays listed for a moment, so one that may be closing is looked at again until then. */
const OTHERS_MAY_LEAVE_MS = 2_000;
const NO_SUCH_DATABASE = '3D000';
const DATABASE_EXISTS = '42P04';

export interface Session {
  port: number;
  client: pg.Client;
  socket: Socket;
}

/**
 * Connects to the server that is running in a cluster, waiting while it starts. Call it with the lock held.
 * @returns undefined when none runs; what a killed one left behind is no hindrance to a start then
 * @throws EmbeddedPostgresError when one runs and does not answer for a minute
 */
export async function joinRunning(cluster: Cluster): Promise<Session | undefined> {
  for (const patienceEnds = performance.now() + ANSWER_WITHIN_MS; ; await sleep(RETRY_MS)) {
    const postmaster = await readPostmaster(cluster.data);
    if (!postmaster || !isAlive(postmaster.pid)) return undefined;
    let failure: unknown;
    try {
      return await openSession(postmaster.port, cluster);
    } catch (error) {
      failure = error;
    }
    // The number of a killed server may have gone to another process, and PostgreSQL would refuse to start over it.
    if ((await commandLine(postmaster.pid))?.includes(cluster.data) === false) {
      await rm(join(cluster.data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (performance.now() > patienceEnds) {
      throw new EmbeddedPostgresError(
        `PostgreSQL is running in ${cluster.data} as process ${postmaster.pid} but does not answer ` +
          `(${(failure as Error).message}): look into ${cluster.log}, end that process, and start again.`,
        { cause: failure },
      );
    }
  }
}

/** Opens the connection that says we are here, creating the database on first use. */
export async function openSession(port: number | undefined, cluster: Cluster): Promise<Session> {
  if (port === undefined) throw new Error('it names no port yet');
  try {
    return await connect(port, cluster, DATABASE);
  } catch (error) {
    if ((error as pg.DatabaseError).code !== NO_SUCH_DATABASE) throw error;
  }
  const { client } = await connect(port, cluster, 'postgres');
  try {
    await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if ((error as pg.DatabaseError).code !== DATABASE_EXISTS) throw error;
  } finally {
    await client.end();
  }
  return connect(port, cluster, DATABASE);
}

async function connect(port: number, cluster: Cluster, database: string): Promise<Session> {
  const socket = new Socket();
  const client = new pg.Client({
    stream: () => socket,
    host: HOST,
    port,
    user: SUPERUSER,
    password: cluster.password,
    database,
    ssl: false,
    application_name: `${PRESENT}${process.pid}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // Without a listener the end of the server would end this process too.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return { port, client, socket };
}

/**
 * Ends our presence. Call it with the lock held.
 * @returns whether nobody else is connected to our database
 * @throws pg's error when the connection is lost
 */
export async function leave({ client }: Session): Promise<boolean> {
  const patienceEnds = performance.now() + OTHERS_MAY_LEAVE_MS;
  for (;;) {
    const others = await othersConnected(client);
    if (others.length === 0 || others.some(isAtWork) || performance.now() > patienceEnds) {
      // Resolves when the server has closed its side and no longer lists us to whoever leaves next.
      await client.end();
      return others.length === 0;
    }
    await sleep(RETRY_MS);
  }
}

async function othersConnected(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_stat_activity
     WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    [DATABASE],
  );
  return rows.map(({ name }) => name);
}

function isAtWork(name: string): boolean {
  return name.startsWith(PRESENT) && isAlive(Number(name.slice(PRESENT.length)));
}
