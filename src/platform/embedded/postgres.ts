// The PostgreSQL that needs no installing: real server programs from npm, data in our own directory, shared by all
// Courant processes on it. The first process starts it, the last one to leave stops it.
import { join, resolve } from 'node:path';
import { explain } from './embedded-postgres-error.js';
import { withLock } from './exclusive-lock.js';
import { openCluster, SUPERUSER } from './postgres-cluster.js';
import type { Cluster } from './postgres-cluster.js';
import { choosePlace } from './postgres-place.js';
import type { Place } from './postgres-place.js';
import { findPackaged, installPrograms, removeOtherVersions, removeUnfinished } from './postgres-programs.js';
import type { Programs } from './postgres-programs.js';
import { HOST, startServer, stopServer } from './postgres-server.js';
import { DATABASE, joinRunning, leave, openSession } from './postgres-session.js';
import type { Session } from './postgres-session.js';

export { EmbeddedPostgresError } from './embedded-postgres-error.js';

export interface EmbeddedPostgres {
  /** `postgresql://courant:<password>@127.0.0.1:<port>/courant` */
  url: string;
  /** Where it lives, which is not always where it was asked to; see `note`. */
  dataDir: string;
  /** Whether this call started the server; false when it joined one that was running. */
  started: boolean;
  /** A sentence for the operator, for instance why the data is kept elsewhere. */
  note?: string;
  /**
   * Leaves, and stops the server unless another process is connected. Close your own connections first: they count.
   * Calling it again does nothing.
   */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The directory for programs, data and log, made when missing; about 200 MB. */
  dataDir: string;
  /** Told, in a few words, what is being done when it takes a while. */
  onProgress?: (text: string) => void;
  /** false is for tests: faster, but a power cut may destroy the data. Counts for whoever starts the server. */
  durable?: boolean;
}

/**
 * Starts the built-in PostgreSQL, or joins the one already running on `dataDir`.
 * @throws EmbeddedPostgresError, whose message is one sentence for the operator
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const onProgress = options.onProgress ?? (() => undefined);
  try {
    const packaged = await findPackaged();
    const place = await choosePlace(dataDir);
    return await underLock(place, onProgress, async () => {
      try {
        await removeUnfinished(place.directory);
        const programs = await installPrograms(packaged, place, onProgress);
        const cluster = await openCluster(place, programs, onProgress);
        return await joinOrStart(place, programs, cluster, { ...options, onProgress });
      } finally {
        await removeUnfinished(place.directory);
      }
    });
  } catch (error) {
    throw explain(error, dataDir);
  }
}

function rethrowExplained(directory: string): (error: unknown) => never {
  return (error) => {
    throw explain(error, directory);
  };
}

/** One at a time: nobody joins a server that another is about to stop, and no two make the same cluster. */
function underLock<T>(place: Place, onProgress: (text: string) => void, work: () => Promise<T>): Promise<T> {
  const onWait = (): void => onProgress('Waiting for another Courant process that is starting or stopping');
  return withLock(join(place.directory, 'lock'), onWait, work);
}

async function joinOrStart(
  place: Place,
  programs: Programs,
  cluster: Cluster,
  { onProgress, durable = true }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  let session = await joinRunning(cluster);
  const started = session === undefined;
  if (session === undefined) {
    // Old programs that cannot be removed are no reason not to start.
    await removeOtherVersions(place.directory, programs.version).catch(() => undefined);
    onProgress?.('Starting PostgreSQL');
    const port = await startServer(place, programs, cluster, durable);
    session = await openSession(port, cluster).catch(async (error: unknown) => {
      await stopServer(place, programs, cluster);
      throw error;
    });
  }
  const present = session;
  // Who forgets to stop us shall still be able to end.
  present.socket.unref();
  let stopping: Promise<void> | undefined;
  return {
    url: `postgresql://${SUPERUSER}:${cluster.password}@${HOST}:${present.port}/${DATABASE}`,
    dataDir: place.directory,
    started,
    note: place.note,
    stop: () =>
      (stopping ??= stop(place, programs, cluster, present).catch(rethrowExplained(place.directory))),
  };
}

async function stop(place: Place, programs: Programs, cluster: Cluster, session: Session): Promise<void> {
  session.socket.ref();
  await underLock(
    place,
    () => undefined,
    async () => {
      const isLast = await leave(session).catch(async () => {
        // The server was ended or restarted meanwhile, and our connection with it.
        const again = await joinRunning(cluster);
        return again !== undefined && leave(again);
      });
      if (isLast) await stopServer(place, programs, cluster);
    },
  );
}
