// The built-in PostgreSQL with its real server: starting, sharing, and what the operator is told.
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgresError } from '../../src/platform/embedded/postgres.js';
import { findPackaged } from '../../src/platform/embedded/postgres-programs.js';
import {
  cleanUpAfterwards,
  data,
  dataDir,
  inOtherProcess,
  isRoot,
  pidFile,
  query,
  root,
  serverPid,
  start,
} from './embedded-fixture.js';

/** Root is never refused, so as root the test of a refusal runs as this user, if it can read the project at all. */
const NOBODY = 65_534;
const canBeRefused =
  !isRoot ||
  (spawnSync(process.execPath, ['--version'], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0 &&
    spawnSync('/bin/sh', ['-c', 'test -r "$0"', resolve('node_modules/pg/package.json')], {
      uid: NOBODY,
      gid: NOBODY,
    }).status === 0);

cleanUpAfterwards();

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  return (error as Error).message;
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
      data,
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
    await expect(readFile(pidFile)).rejects.toThrow(/ENOENT/);
  });

  it('ends when all leave at the same instant', async () => {
    const all = [await start(), await start(), await start()];
    await Promise.all(all.map((database) => database.stop()));
    await expect(readFile(pidFile)).rejects.toThrow(/ENOENT/);
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
    await expect(readFile(pidFile)).rejects.toThrow(/ENOENT/);
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

  const itRefused = canBeRefused ? it : it.skip;
  itRefused('when an ordinary user may not write there', async () => {
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
    const file = join(data, 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    await writeFile(file, '9\n');
    try {
      expect(await refusal(start())).toMatch(/was made by PostgreSQL 9, .* brings PostgreSQL \d+,.*pg_dump/);
    } finally {
      await writeFile(file, version);
    }
  });

  it('when the server does not start: the end of its log', async () => {
    const file = join(data, 'postgresql.conf');
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
