// How fast papers come in from a JSON Lines file, and what memory it takes: read and cleaned alone, imported into an empty
// database, imported again, and as a baseline the lines copied into a plain table as they are, with nothing read or indexed.
//
//   npm run build && node bench/import.mjs FILE [FILE …]
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { NestFactory } from '@nestjs/core';
import { makeConfig } from '../dist/config/config.js';
import { ConfigModule } from '../dist/config/config.module.js';
import { readEnvironment } from '../dist/config/env.js';
import { ImportPapers } from '../dist/papers/import-papers.js';
import { PapersModule } from '../dist/papers/papers.module.js';
import { JsonLinesSource } from '../dist/papers/sources/jsonl/json-lines-source.js';
import { startEmbeddedPostgres } from '../dist/platform/embedded/postgres.js';
import { migrate } from '../dist/platform/prisma/migrate.js';
import { PrismaModule } from '../dist/platform/prisma/prisma.module.js';
import { SystemClock } from '../dist/shared/clock.js';

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('Usage: node bench/import.mjs FILE [FILE …]');
const postgres = await startEmbeddedPostgres({
  dataDir: fileURLToPath(new URL('../.courant', import.meta.url)),
});
console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}`);
try {
  for (const file of files) await benchFile(file);
} finally {
  await postgres.stop();
}

async function benchFile(file) {
  const { database, url, drop } = await freshDatabase();
  const app = await openPapers(url);
  const importer = app.get(ImportPapers);
  console.log(`\n${file}`);
  try {
    print('lines copied as they are', await measured(() => copyLines(database, file)));
    print('read and cleaned', await measured(() => readOnly(file)));
    const run = () => importer.run({ source: new JsonLinesSource(file) });
    print('imported into nothing', await measured(run));
    const before = await fingerprint(database);
    print('imported again', await measured(run));
    const same = (await fingerprint(database)) === before;
    console.log(same ? 'The second time changed no row.' : 'THE SECOND TIME CHANGED ROWS.');
  } finally {
    await app.close();
    await database.end();
    await drop();
  }
}

async function freshDatabase() {
  const name = `import_bench_${process.pid}_${Math.floor(performance.now())}`;
  const admin = new pg.Client(postgres.url);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  await migrate(url);
  const database = new pg.Client(url);
  await database.connect();
  const drop = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { database, url, drop };
}

function openPapers(databaseUrl) {
  const env = readEnvironment({ DATABASE_URL: databaseUrl, SMTP_URL: 'smtp://127.0.0.1:1' });
  const config = makeConfig(env, { databaseUrl, smtpUrl: env.SMTP_URL, mailboxDir: undefined });
  const imports = [ConfigModule.of(config, new SystemClock()), PrismaModule, PapersModule];
  return NestFactory.createApplicationContext({ module: class Bench {}, imports }, { logger: false });
}

async function readOnly(file) {
  let read = 0;
  for await (const item of new JsonLinesSource(file).read()) if ('paper' in item) read += 1;
  return { read };
}

async function copyLines(database, file) {
  await database.query('CREATE TABLE lines (line jsonb)');
  const stream = createReadStream(file);
  const input = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream;
  let batch = [];
  let read = 0;
  const flush = async () => {
    await database.query('INSERT INTO lines SELECT unnest($1::text[])::jsonb', [batch]);
    read += batch.length;
    batch = [];
  };
  for await (const line of createInterface({ input })) {
    batch.push(line);
    if (batch.length === 500) await flush();
  }
  await flush();
  return { read };
}

/** Everything in the table, `updated_at` included. */
async function fingerprint(database) {
  const { rows } = await database.query(
    "SELECT md5(string_agg(md5(p::text), '' ORDER BY key)) AS print FROM papers AS p",
  );
  return rows[0].print;
}

async function measured(act) {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const { read } = await act();
  clearInterval(watch);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { read, seconds, cpuMs: (user + system) / 1_000, peak };
}

function print(what, { read, seconds, cpuMs, peak }) {
  const rate = Math.round(read / seconds).toLocaleString('en');
  const own = (cpuMs / read).toFixed(3);
  console.log(
    `  ${what.padEnd(26)} ${read.toLocaleString('en').padStart(8)} papers ${seconds.toFixed(1).padStart(6)} s ` +
      `${rate.padStart(8)} papers/s  ${own} ms CPU a paper (Node)  peak ${Math.round(peak / 1e6)} MB`,
  );
}
