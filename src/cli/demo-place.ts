// Where the demonstration happens: a database and a mailbox of its own beside the service's, new each time.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { dataDir } from '../config/config.js';
import type { Environment } from '../config/env.js';
import { startEmbeddedPostgres } from '../platform/embedded/postgres.js';

export interface DemoPlace {
  env: Environment;
  databaseUrl: string;
  mailboxDir: string;
  version: string;
  close(): Promise<void>;
}

/** Takes over whatever is configured for the service's own servers: the demonstration touches none of them. */
export async function openDemoPlace(env: Environment): Promise<DemoPlace> {
  const directory = dataDir(env);
  const postgres = await startEmbeddedPostgres({
    dataDir: directory,
    onProgress: (text) => process.stderr.write(`  … ${text}\n`),
  });
  if (postgres.note) process.stderr.write(`  ${postgres.note}\n`);
  const { name, version } = await freshDatabase(postgres.url);
  const databaseUrl = new URL(postgres.url);
  databaseUrl.pathname = name;
  const mailboxDir = join(directory, `mailbox-${name}`);
  await rm(mailboxDir, { recursive: true, force: true });
  await mkdir(mailboxDir, { recursive: true });
  return { env, databaseUrl: databaseUrl.href, mailboxDir, version, close: () => postgres.stop() };
}

/** Makes `courant_demo` anew; a demonstration that is running in another terminal keeps its own. */
async function freshDatabase(url: string): Promise<{ name: string; version: string }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<{ server_version: string }>('SHOW server_version');
    const version = result.rows[0]?.server_version ?? '';
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? 'courant_demo' : `courant_demo_${number}`;
      const used = await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1 LIMIT 1', [name]);
      if (used.rowCount !== 0 && number < 10) continue;
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${name}`);
      return { name, version };
    }
  } finally {
    await client.end();
  }
}
