// Finds the PostgreSQL programs that npm brought and copies them next to the data, once per version: packages keep no
// symbolic links, and node_modules is neither ours to write to nor always open to the user PostgreSQL runs as.
import { chmod, constants, copyFile, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { makeFolder } from './make-folder.js';
import { run } from './processes.js';
import type { Place } from './postgres-place.js';

export interface Packaged {
  /** Folder with bin/, lib/ and share/, symbolic links missing. */
  native: string;
  /** Version of the package, which starts with that of PostgreSQL: '18.4.0-beta.17'. */
  version: string;
}

export interface Programs {
  postgres: string;
  initdb: string;
  pgCtl: string;
  version: string;
  major: number;
}

/** For linking against only; a third of the package. */
const NOT_NEEDED = /\.a$|^pkgconfig$/;

/** @throws EmbeddedPostgresError when npm has no PostgreSQL for this kind of machine, or did not install it */
export async function findPackaged(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Packaged> {
  const system = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  let entry: string;
  try {
    // Asked from where embedded-postgres is, because only that package depends on the one with the programs.
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(carrier).resolve(`@embedded-postgres/${system}`);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `Courant found no built-in PostgreSQL for this machine (${system}): set DATABASE_URL to the address of a ` +
        'PostgreSQL server, or, if npm left out optional packages, run npm ci again without that option.',
      { cause: error },
    );
  }
  const root = join(dirname(entry), '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version };
}

/** Name of the folder the programs of a version are copied to. */
function programsFolder(version: string): string {
  return `postgresql-${version}`;
}

/**
 * Copies the programs unless a complete copy is there already. Call it with the lock held.
 * @throws the file system's error, or EmbeddedPostgresError when the programs do not run on this system
 */
export async function installPrograms(
  packaged: Packaged,
  place: Place,
  onProgress: (text: string) => void,
): Promise<Programs> {
  const folder = join(place.directory, programsFolder(packaged.version));
  const bin = join(folder, 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  if (!(await stat(folder).catch(() => undefined))) {
    onProgress(`Copying PostgreSQL ${packaged.version} (only this once)`);
    const unfinished = `${folder}.new-${process.pid}`;
    await copyTree(packaged.native, unfinished);
    await restoreLinks(packaged.native, unfinished);
    await tryOut(join(unfinished, 'bin', `postgres${suffix}`), place);
    await rename(unfinished, folder);
  }
  return {
    postgres: join(bin, `postgres${suffix}`),
    initdb: join(bin, `initdb${suffix}`),
    pgCtl: join(bin, `pg_ctl${suffix}`),
    version: packaged.version,
    major: Number.parseInt(packaged.version, 10),
  };
}

/** Removes half-made copies and clusters, such as killed starts leave behind. Call it with the lock held. */
export async function removeUnfinished(directory: string): Promise<void> {
  await removeMatching(directory, (name) => /^postgres(ql-.+)?\.new-\d+$/.test(name));
}

/** Removes the programs of other versions. Call it with the lock held and only while no server runs. */
export async function removeOtherVersions(directory: string, version: string): Promise<void> {
  await removeMatching(
    directory,
    (name) => /^postgresql-\d[^/]*$/.test(name) && name !== programsFolder(version),
  );
}

async function removeMatching(directory: string, matches: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(directory)) {
    // An initdb whose starter was killed may still be writing: hence the repeats.
    if (matches(name)) await rm(join(directory, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Modes are set, not copied: npm's umask and ours may have taken away what another user needs. */
async function copyTree(from: string, to: string): Promise<void> {
  await makeFolder(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (NOT_NEEDED.test(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await copyTree(source, target);
    } else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, /\.(so|dylib)\b|[/\\]bin$/.test(`${entry.name} ${from}`) ? 0o755 : 0o644);
    }
  }
}

/** The package lists its links in a file, as paths from the package's root. Windows has none. */
async function restoreLinks(native: string, copy: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(copy, relative('native', target));
    await rm(link, { force: true });
    await symlink(relative(dirname(target), source), link);
  }
}

async function tryOut(postgres: string, place: Place): Promise<void> {
  const { code, output } = await run(postgres, ['--version'], {
    account: place.account,
    cwd: place.directory,
  }).catch((error: Error) => ({ code: -1, output: error.message }));
  if (code === 0) return;
  throw new EmbeddedPostgresError(
    `The built-in PostgreSQL does not run on this system (${output.trim() || `exit code ${code}`}); it needs glibc ` +
      'on Linux and a folder that programs may be run from: set DATABASE_URL to the address of a PostgreSQL server.',
  );
}
