// The built-in PostgreSQL with its real server: starting, sharing, surviving kills, and what the operator is told.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import ts from 'typescript';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../../src/platform/embedded/postgres.js';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../src/platform/embedded/postgres.js';
import { findPackaged } from '../../src/platform/embedded/postgres-programs.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

let root: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'courant-postgres-'));
  // As root the server runs as another user, who must get in here.
  await chmod(root, 0o755);
  dataDir = join(root, '.courant');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const database of running.splice(0)) await database.stop();
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  running.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const pidFile = (): string => join(dataDir, 'postgres', 'data', 'postmaster.pid');

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(pidFile(), 'utf8'), 10);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  return (error as Error).message;
}

/** Runs a script that can import our compiled files, in a process of its own; resolves with what it prints first. */
async function inOtherProcess(script: string, user?: number): Promise<{ child: ChildProcess; said: string }> {
  const sources = resolve('src/platform/embedded');
  const compiled = join(root, 'compiled');
  await mkdir(compiled, { recursive: true });
  for (const name of (await readdir(sources)).filter((file) => !file.endsWith('.spec.ts'))) {
    const { outputText } = ts.transpileModule(await readFile(join(sources, name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(join(compiled, name.replace(/\.ts$/, '.mjs')), outputText.replaceAll(".js';", ".mjs';"));
  }
  await symlink(resolve('node_modules'), join(root, 'node_modules')).catch(() => undefined);
  const file = join(compiled, 'script.mjs');
  await writeFile(file, `import { startEmbeddedPostgres } from './postgres.mjs';\n${script}`);
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  children.push(child);
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, said: said.toString('utf8').trim() };
}

describe('startEmbeddedPostgres', () => {
  it('gives a database on first use, reachable from this machine only, durable, and ends it', async () => {
    const told: string[] = [];
    const database = await start({ durable: undefined, onProgress: (text) => told.push(text) });
    expect(database).toMatchObject({ started: true, dataDir, note: undefined });
    expect(told).toHaveLength(3);
    const [row] = await query(
      database.url,
      `SELECT current_database() AS name, upper('é') AS upper, current_setting('fsync') AS fsync,
        current_setting('listen_addresses') AS address, current_setting('unix_socket_directories') AS socket,
        current_setting('password_encryption') AS password, current_setting('data_directory') AS data`,
    );
    expect(row).toEqual({
      name: 'courant',
      upper: 'É',
      fsync: 'on',
      address: '127.0.0.1',
      socket: '',
      password: 'scram-sha-256',
      data: join(dataDir, 'postgres', 'data'),
    });
    expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(database.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);

    await database.stop();
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('keeps the data from one start to the next', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (n int)');
    await query(first.url, 'INSERT INTO kept VALUES (7)');
    await first.stop();
    const second = await start();
    expect(second.started).toBe(true);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('makes one server when two start at the same instant in an empty directory', async () => {
    const fresh = join(root, 'together');
    const both = await Promise.all([start({ dataDir: fresh }), start({ dataDir: fresh })]);
    expect(both.map(({ started }) => started).sort()).toEqual([false, true]);
    expect(both[0].url).toBe(both[1].url);
    expect((await readdir(fresh)).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it.each([
    ['the one that started it leaves first', [0, 1]],
    ['the one that joined leaves first', [1, 0]],
  ])('runs until the last one leaves: %s', async (_, [first = 0, last = 0]) => {
    const both = [await start(), await start()];
    expect(both[1]?.started).toBe(false);
    await both[first]?.stop();
    expect(await query(both[last]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await both[last]?.stop();
    await expect(readFile(pidFile())).rejects.toThrow(/ENOENT/);
  });

  it('ends when all leave at the same instant', async () => {
    const all = [await start(), await start(), await start()];
    await Promise.all(all.map((database) => database.stop()));
    await expect(readFile(pidFile())).rejects.toThrow(/ENOENT/);
  });

  it('leaves the server to a client that is still connected, and the next one ends it', async () => {
    const database = await start();
    const client = new pg.Client(database.url);
    await client.connect();
    await database.stop();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();

    const next = await start();
    expect(next.started).toBe(false);
    await next.stop();
    await expect(readFile(pidFile())).rejects.toThrow(/ENOENT/);
  });
});

describe('after a kill -9', () => {
  it('of the server, the next start brings back what was committed', async () => {
    const killed = await start({ durable: true });
    await query(killed.url, 'CREATE TABLE committed AS SELECT 5 AS n');
    process.kill(await serverPid(), 'SIGKILL');
    const database = await start();
    expect(database.started).toBe(true);
    expect(await query(database.url, 'SELECT n FROM committed')).toEqual([{ n: 5 }]);
    // The one whose server was killed neither hangs nor ends the new server under the other.
    await killed.stop();
    expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('of the process that started it, the server goes on and the next one joins and ends it', async () => {
    const { child, said } = await inOtherProcess(
      `const database = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
       console.log(database.started);
       setInterval(() => {}, 1000);`,
    );
    expect(said).toBe('true');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const pid = await serverPid();
    const database = await start();
    expect(database.started).toBe(false);
    expect(await serverPid()).toBe(pid);
    await database.stop();
    await expect(readFile(pidFile())).rejects.toThrow(/ENOENT/);
  });

  it('a pid file that names a process of somebody else by now is no hindrance', async () => {
    // PostgreSQL itself gives way to any living process of its own user.
    const data = join(dataDir, 'postgres', 'data');
    const { uid, gid } = await stat(data);
    const other = spawn('sleep', ['60'], { uid, gid });
    children.push(other);
    await writeFile(pidFile(), `${other.pid}\n${data}\n1\n9\n\n127.0.0.1\n1 1\nready\n`);
    expect((await start()).started).toBe(true);
  });

  it('in the middle of the first start, the half-made directories are made anew', async () => {
    const cut = join(root, 'cut');
    const { child } = await inOtherProcess(
      `await startEmbeddedPostgres({
         dataDir: ${JSON.stringify(cut)},
         onProgress: (text) => text.startsWith('Creating') && setTimeout(() => console.log('initdb runs'), 50),
       });`,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await readdir(cut)).filter((name) => name.includes('.new-'))).toHaveLength(1);
    const database = await start({ dataDir: cut });
    expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await readdir(cut)).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it('Ctrl-C in the terminal, which reaches all of its processes, does not reach the server', async () => {
    await start();
    const pid = await serverPid();
    // There is a process group of that number only if the server leads one of its own.
    expect(() => process.kill(-pid, 0)).not.toThrow();
  });
});

describe('what the operator is told', () => {
  it('when the directory lies below a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    const text = await refusal(start({ dataDir: join(file, '.courant') }));
    expect(text).toContain(`${join(file, '.courant')} cannot be a directory`);
    expect(text).toContain('DATABASE_URL');
  });

  it('when an ordinary user may not write there', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o555 });
    const { said } = await inOtherProcess(
      `startEmbeddedPostgres({ dataDir: ${JSON.stringify(join(closed, '.courant'))} }).then(
         (database) => database.stop().then(() => console.log('started')),
         (error) => console.log(error.name, error.message),
       );`,
      isRoot ? NOBODY : undefined,
    );
    expect(said).toContain(`EmbeddedPostgresError Courant may not write to ${join(closed, '.courant')}`);
    expect(said).toContain('DATABASE_URL');
  });

  it('when the machine is one that npm has no PostgreSQL for', async () => {
    const text = await refusal(findPackaged('sunos', 'sparc'));
    expect(text).toContain('sunos-sparc');
    expect(text).toContain('set DATABASE_URL');
  });

  it('when the data is that of another PostgreSQL', async () => {
    const file = join(dataDir, 'postgres', 'data', 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    await writeFile(file, '9\n');
    try {
      expect(await refusal(start())).toMatch(/was made by PostgreSQL 9, .* brings PostgreSQL \d+,.*pg_dump/);
    } finally {
      await writeFile(file, version);
    }
  });

  it('when the server does not start: the end of its log', async () => {
    const file = join(dataDir, 'postgres', 'data', 'postgresql.conf');
    const settings = await readFile(file, 'utf8');
    await writeFile(file, `${settings}\nno_such_setting = 1\n`);
    try {
      expect(await refusal(start())).toMatch(/did not start[^]*"no_such_setting"/);
    } finally {
      await writeFile(file, settings);
    }
  });
});

describe('as root', () => {
  // Only root can find itself in a directory that the server's user cannot enter.
  const itAsRoot = isRoot ? it : it.skip;

  itAsRoot('keeps the data where the server can get at it, and says so', async () => {
    const closed = join(root, 'only-root');
    await mkdir(closed, { mode: 0o700 });
    const asked = join(closed, '.courant');
    const database = await start({ dataDir: asked });
    try {
      expect(database.dataDir).toMatch(/^\/var\/lib\/courant\/courant-[0-9a-f]{8}$/);
      expect(database.note).toContain(asked);
      expect(database.note).toContain(database.dataDir);
      expect((await stat(closed)).mode & 0o777).toBe(0o700);
      expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await database.stop();
      await rm(database.dataDir, { recursive: true });
      await rmdir(dirname(database.dataDir)).catch(() => undefined);
    }
  });

  itAsRoot('runs the server as another user', async () => {
    await start();
    expect((await stat(`/proc/${await serverPid()}`)).uid).not.toBe(0);
  });
});
