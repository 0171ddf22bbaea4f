// The running server: started as a process of its own that Ctrl-C in our terminal does not reach, found again by what
// it writes into its data directory, ended with pg_ctl.
import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError, explain } from './embedded-postgres-error.js';
import type { Cluster } from './postgres-cluster.js';
import type { Place } from './postgres-place.js';
import type { Programs } from './postgres-programs.js';
import { childOptions, run } from './processes.js';

export const HOST = '127.0.0.1';
const FIRST_PORT = 5433;
const PORTS_TRIED = 500;
const LOG_KEPT_BYTES = 10 * 1024 * 1024;
const POLL_MS = 20;
/** After a crash PostgreSQL replays its log before it is ready, which may take this long. */
const READY_WITHIN_MS = 5 * 60_000;
/** Processes of a killed server need a moment to notice. */
const RETRIES = 50;
const RETRY_MS = 200;

const SETTINGS = {
  listen_addresses: HOST,
  // A socket's path may have 107 bytes at most; without one the data directory may lie as deep as it likes.
  unix_socket_directories: '',
  // A process holds up to thirty: room for several workers.
  max_connections: '300',
  shared_buffers: '64MB',
  jit: 'off',
  // Parallel queries need shared memory in /dev/shm, of which containers have little.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
/** For tests, which run many services against one server. */
const NOT_DURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
};

export interface Postmaster {
  pid: number;
  /** Missing for the first moments of a start. */
  port?: number;
  isReady: boolean;
}

/** What postmaster.pid says; the process it names may be long gone. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0)) return undefined;
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port: port > 0 ? port : undefined, isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Starts the server on the first free port from 5433 and waits until it is ready.
 * @throws EmbeddedPostgresError with the end of the server's log
 */
export async function startServer(
  place: Place,
  programs: Programs,
  cluster: Cluster,
  durable: boolean,
): Promise<number> {
  await setOldLogAside(cluster.log);
  let port = await freePort(FIRST_PORT);
  for (let attempt = 1; ; attempt += 1) {
    const complaint = await launch(place, programs, cluster, { port, durable });
    if (complaint === undefined) return port;
    if (attempt < RETRIES && /could not bind|address already in use/i.test(complaint)) {
      port = await freePort(port + 1);
    } else if (attempt < RETRIES && /shared memory block .* still in use/i.test(complaint)) {
      await sleep(RETRY_MS);
    } else if (/no space left on device/i.test(complaint)) {
      throw explain(new Error(complaint), place.directory);
    } else {
      throw new EmbeddedPostgresError(
        `The built-in PostgreSQL did not start: look for the reason in ${cluster.log}, or set DATABASE_URL to the ` +
          `address of a PostgreSQL server. The log ends with:\n${complaint}`,
      );
    }
  }
}

/** @throws EmbeddedPostgresError when it does not end within two minutes */
export async function stopServer(place: Place, programs: Programs, cluster: Cluster): Promise<void> {
  const { code, output } = await run(
    programs.pgCtl,
    ['stop', '--pgdata', cluster.data, '--mode', 'fast', '--wait', '--timeout', '120', '--silent'],
    { account: place.account, cwd: dirname(cluster.data) },
  );
  // It may have ended on its own before we asked.
  if (code === 0 || (await readPostmaster(cluster.data)) === undefined) return;
  throw new EmbeddedPostgresError(
    `The built-in PostgreSQL did not stop (${output.trim()}): look for the reason in ${cluster.log}.`,
  );
}

async function setOldLogAside(log: string): Promise<void> {
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > LOG_KEPT_BYTES) await rename(log, `${log}.old`);
}

async function freePort(from: number): Promise<number> {
  for (let port = from; port < FIRST_PORT + PORTS_TRIED; port += 1) {
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL found no free port on ${HOST} from ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1}: end a program ` +
      'that uses one of them, or set DATABASE_URL to the address of a PostgreSQL server.',
  );
}

/** @returns undefined when the server is ready, else the last lines it wrote before it gave up */
async function launch(
  place: Place,
  programs: Programs,
  cluster: Cluster,
  how: { port: number; durable: boolean },
): Promise<string | undefined> {
  const settings = { ...SETTINGS, port: String(how.port), ...(!how.durable && NOT_DURABLE) };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(cluster.log, 'a', 0o600);
  try {
    const begin = (await log.stat()).size;
    const server = spawn(programs.postgres, ['-D', cluster.data, ...args], {
      ...childOptions(place.account),
      cwd: dirname(cluster.data),
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    server.unref();
    let ended: string | undefined;
    server.once('error', (error) => (ended = error.message));
    server.once('exit', (code, signal) => (ended = `It ended with ${signal ?? `exit code ${code}`}.`));
    const patienceEnds = performance.now() + READY_WITHIN_MS;
    while (ended === undefined && performance.now() < patienceEnds) {
      const postmaster = await readPostmaster(cluster.data);
      if (postmaster?.isReady && postmaster.pid === server.pid) return undefined;
      await sleep(POLL_MS);
    }
    const written = (await readFile(cluster.log)).subarray(begin).toString('utf8').trim();
    return `${written.split('\n').slice(-10).join('\n')}\n${ended ?? 'It is still not ready.'}`.trim();
  } finally {
    await log.close();
  }
}
