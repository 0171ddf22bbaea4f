// Decides where the built-in PostgreSQL lives and, when we are root, as whom it runs, since it refuses to run as root.
import { createHash } from 'node:crypto';
import { access, chmod, constants, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { makeFolder } from './make-folder.js';
import { run } from './processes.js';
import type { Account } from './processes.js';

export interface Place {
  /** Real path of the folder that holds programs, data and lock; exists and is writable to us. */
  directory: string;
  /** Set only when we are root. */
  account?: Account;
  /** A sentence for the operator when `directory` is not the one asked for. */
  note?: string;
}

/** The database cluster within a place: `data/`, `password` and `server.log`. */
export function clusterOf(directory: string): string {
  return join(directory, 'postgres');
}

const ROOT_REFUGE = '/var/lib/courant';

/**
 * @param dataDir absolute path; created when missing
 * @throws the file system's error when it cannot be made or written, EmbeddedPostgresError when root has nobody to
 * hand over to
 */
export async function choosePlace(dataDir: string): Promise<Place> {
  const isRoot = process.getuid?.() === 0;
  await makeDirectory(dataDir, isRoot);
  const directory = await realpath(dataDir);
  await access(directory, constants.W_OK | constants.X_OK);
  return isRoot ? choosePlaceForRoot(directory) : { directory };
}

async function choosePlaceForRoot(directory: string): Promise<Place> {
  const refuge = join(ROOT_REFUGE, `${basename(directory).replace(/^\.+/, '')}-${shortHash(directory)}`);
  const owner = await ownerOfCluster(directory);
  const account = owner ?? (await ownerOfCluster(refuge)) ?? (await serviceAccount());
  const wasMoved = !owner && (await ownerOfCluster(refuge)) !== undefined;
  if (!wasMoved && (await canEnter(directory, account))) return { directory, account };

  await makeDirectory(ROOT_REFUGE, true);
  await makeDirectory(refuge, true);
  if (!(await canEnter(refuge, account))) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and user "${account.name}" can enter neither ${directory} nor ${refuge}: ` +
        'run Courant as an ordinary user, or set DATABASE_URL to the address of a PostgreSQL server.',
    );
  }
  const note =
    `PostgreSQL does not run as root, and user "${account.name}" cannot enter ${directory}: ` +
    `the database is kept in ${refuge}.`;
  return { directory: refuge, account, note };
}

/** Folders that we make as root are open to enter whatever our umask is; those that exist are left as they are. */
async function makeDirectory(path: string, open: boolean): Promise<void> {
  const made = await makeFolder(path);
  if (made.includes(path) && open) await chmod(path, 0o755);
}

/** Who made the data keeps it, for instance an ordinary user before somebody tried `sudo`. */
async function ownerOfCluster(directory: string): Promise<Account | undefined> {
  const data = await stat(join(clusterOf(directory), 'data')).catch(() => undefined);
  if (!data || data.uid === 0) return undefined;
  const name = (await passwd()).find(({ uid }) => uid === data.uid)?.name ?? String(data.uid);
  return { name, uid: data.uid, gid: data.gid };
}

async function serviceAccount(): Promise<Account> {
  const accounts = await passwd();
  const account =
    accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody');
  if (account) return account;
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody" to run it as: ' +
      'run Courant as an ordinary user, or set DATABASE_URL to the address of a PostgreSQL server.',
  );
}

async function passwd(): Promise<Account[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  return lines
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid }) => name !== '' && Number.isInteger(uid));
}

/** Asked by trying, because access lists and network file systems say more than the mode bits. */
async function canEnter(directory: string, account: Account): Promise<boolean> {
  try {
    const { code } = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { account, cwd: '/' });
    return code === 0;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and here root may not start it as user "${account.name}" ` +
        `(${(error as Error).message}): run Courant as an ordinary user, or set DATABASE_URL to the address of a ` +
        'PostgreSQL server.',
      { cause: error },
    );
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
