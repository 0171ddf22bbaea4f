// The data of the built-in PostgreSQL: made once, under another name until it is whole, so that a kill in the middle
// leaves nothing that looks like a database.
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, explain } from './embedded-postgres-error.js';
import { clusterOf } from './postgres-place.js';
import type { Place } from './postgres-place.js';
import type { Programs } from './postgres-programs.js';
import { run } from './processes.js';

export const SUPERUSER = 'courant';

export interface Cluster {
  /** PostgreSQL's own data directory. */
  data: string;
  log: string;
  password: string;
}

/**
 * Opens the cluster of a place, making it on first use. Call it with the lock held.
 * @throws EmbeddedPostgresError when it is another PostgreSQL version's, or initdb fails; the file system's errors
 */
export async function openCluster(
  place: Place,
  programs: Programs,
  onProgress: (text: string) => void,
): Promise<Cluster> {
  const directory = clusterOf(place.directory);
  const data = join(directory, 'data');
  const version = await readVersion(data);
  if (version === undefined) {
    onProgress('Creating the database (only this once)');
    await createCluster(directory, place, programs);
  } else if (Number.parseInt(version, 10) !== programs.major) {
    throw new EmbeddedPostgresError(
      `The database in ${data} was made by PostgreSQL ${version.trim()}, and this Courant brings PostgreSQL ` +
        `${programs.major}, which cannot read it: start the Courant that made it and dump the database with pg_dump, ` +
        `or move ${directory} away to begin afresh, or set DATABASE_URL to the address of a PostgreSQL server.`,
    );
  }
  const password = (await readFile(join(directory, 'password'), 'utf8')).trim();
  return { data, log: join(directory, 'server.log'), password };
}

async function readVersion(data: string): Promise<string | undefined> {
  try {
    return await readFile(join(data, 'PG_VERSION'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function createCluster(directory: string, place: Place, programs: Programs): Promise<void> {
  if (await stat(directory).catch(() => undefined)) {
    throw new EmbeddedPostgresError(
      `${directory} is there but holds no PostgreSQL database: restore its data folder, or move ${directory} away ` +
        'to begin afresh.',
    );
  }
  const unfinished = `${directory}.new-${process.pid}`;
  const passwordFile = join(unfinished, 'password');
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (place.account) {
    await chown(passwordFile, place.account.uid, place.account.gid);
    await chown(unfinished, place.account.uid, place.account.gid);
  }
  const { code, output } = await run(
    programs.initdb,
    [
      `--pgdata=${join(unfinished, 'data')}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorting that no update of the system's C library or ICU can change, with upper and lower case of Unicode.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      '--no-sync',
    ],
    { account: place.account, cwd: unfinished },
  );
  if (code !== 0) throw explain(new Error(`initdb failed: ${lastLines(output)}`), place.directory);
  await rename(unfinished, directory);
}

function lastLines(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /error|fatal|could not/i.test(line));
  return (errors.length > 0 ? errors : lines.filter(Boolean)).slice(-3).join(' ');
}
