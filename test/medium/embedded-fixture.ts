// A directory for built-in PostgreSQL servers that is gone, with all of them ended, when a test file is through.
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import ts from 'typescript';
import { startEmbeddedPostgres } from '../../src/platform/embedded/postgres.js';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../src/platform/embedded/postgres.js';

export const isRoot = process.getuid?.() === 0;

export const root = mkdtempSync(join(tmpdir(), 'courant-postgres-'));
/** Shared by the tests of a file, because the first start in a directory is slow. */
export const dataDir = join(root, '.courant');
export const data = join(dataDir, 'postgres', 'data');
export const pidFile = join(data, 'postmaster.pid');

const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

export function cleanUpAfterwards(): void {
  // As root the server runs as another user, who must get in here.
  beforeAll(() => chmodSync(root, 0o755));

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const database of running.splice(0)) await database.stop();
  });

  afterAll(() => rm(root, { recursive: true, force: true }));
}

export async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  running.push(database);
  return database;
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(pidFile, 'utf8'), 10);
}

/** Runs a script that can import our compiled files, in a process of its own; resolves with what it prints first. */
export async function inOtherProcess(
  script: string,
  user?: number,
): Promise<{ child: ChildProcess; said: string }> {
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
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  endAfterwards(child);
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, said: said.toString('utf8').trim() };
}

export function endAfterwards(child: ChildProcess): void {
  children.push(child);
}
