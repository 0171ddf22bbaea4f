// How fast a run goes out, beside what it could cost: Courant from plan to accepted, the naive way (template rendered and
// message composed for each mail, through nodemailer's pool) and smtp-source, the floor of the conversation itself. All
// against Postfix's smtp-sink, which takes and forgets, in one run.
//
//   npm run bench:sending [-- READERS]      needs smtp-sink and smtp-source (Debian: postfix)
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { ImportPapers } from '../dist/papers/import-papers.js';
import { JsonLinesSource } from '../dist/papers/sources/jsonl/json-lines-source.js';
import { PrismaService } from '../dist/platform/prisma/prisma.service.js';
import { StartRun } from '../dist/digests/start-run.js';
import { ReadLedger } from '../dist/digests/read-ledger.js';
import { digestMail } from '../dist/mails/digest.mail.js';
import { loadDigests } from '../dist/mails/load-digest.js';
import { PaperShelf } from '../dist/mails/paper-shelf.js';
import { pourDigest } from '../dist/mails/pour-digest.js';
import { MessageComposer } from '../dist/platform/smtp/message-composer.js';
import { startCourant } from '../dist/courant.js';
import { readEnvironment } from '../dist/config/env.js';
import { startEmbeddedPostgres } from '../dist/platform/embedded/postgres.js';

const readers = Number(process.argv[2] ?? 2_000);
const CONNECTIONS = 20;
const program = (name) =>
  ['/usr/sbin', '/usr/local/sbin', '/usr/bin'].map((at) => join(at, name)).find(existsSync);
const [sinkProgram, sourceProgram] = ['smtp-sink', 'smtp-source'].map(program);
if (!sinkProgram || !sourceProgram)
  throw new Error('smtp-sink and smtp-source are needed: apt-get install postfix');

const port = await freePort();
// As root it wants to become somebody else.
const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
const sink = spawn(sinkProgram, [...asUser, `127.0.0.1:${port}`, '200'], { stdio: 'ignore' });
const postgres = await startEmbeddedPostgres({ dataDir: mkdtempSync(join(tmpdir(), 'courant-bench-')) });
const service = await startCourant(
  readEnvironment({
    DATABASE_URL: await freshDatabase(postgres.url),
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SMTP_CONNECTIONS: String(CONNECTIONS),
    ROLE: 'worker',
    MAIL_FROM: 'digest@bench.example',
  }),
  { logger: false },
);
const get = (type) => service.app.get(type, { strict: false });
const prisma = get(PrismaService);
const brand = {
  name: 'Courant',
  publicUrl: 'https://bench.example',
  postalAddress: 'Here 1',
  ownerEmail: 'me@bench.example',
};
try {
  await fill();
  const before = await rowsWritten();
  const run = await measure(sendRun);
  const peak = process.resourceUsage().maxRSS;
  const rows = (await rowsWritten()) - before;
  const mails = await prisma.delivery.count({ where: { state: 'accepted' } });
  const inputs = await digestInputs();
  const write = await measure(() => inputs.forEach((input) => pourDigest(input)));
  const poured = inputs.map((input) => pourDigest(input));
  let size = 0;
  const compose = await measure(async () => {
    for (const content of poured) size += (await get(MessageComposer).compose(messageOf(content))).length;
  });
  size = Math.round(size / inputs.length);
  const naive = await measure(() => sendNaively(inputs));
  const floor = await measure(() =>
    execFileSync(sourceProgram, [
      '-d',
      '-m',
      String(mails),
      '-s',
      String(CONNECTIONS),
      '-l',
      String(size),
      `127.0.0.1:${port}`,
    ]),
  );
  console.log(
    `${cpus().length} × ${cpus()[0].model}, Node ${process.version}; ${mails} mails of ${(size / 1024).toFixed(0)} kB, ${CONNECTIONS} connections\n`,
  );
  print('Courant: plan to accepted, ledger on', mails, run);
  print('naive: rendered and composed per mail', inputs.length, naive);
  print('floor: smtp-source (its CPU not counted)', mails, floor);
  const rate = (figures, count = mails) => count / figures.seconds;
  console.log(
    `\nratio to smtp-source ${(rate(run) / rate(floor)).toFixed(2)}, to the naive way ${(rate(run) / rate(naive, inputs.length)).toFixed(2)} by the clock, ${(naive.cpu / inputs.length / (run.cpu / mails)).toFixed(2)} by CPU`,
  );
  const ms = (figures) => ((figures.cpu / inputs.length) * 1e3).toFixed(3);
  console.log(
    `CPU ms per mail: writing ${ms(write)}, putting together ${ms(compose)}, all of it ${((run.cpu / mails) * 1e3).toFixed(2)}`,
  );
  console.log(
    `rows written per mail ${(rows / mails).toFixed(1)}, peak memory ${(peak / 1024).toFixed(0)} MB`,
  );
} finally {
  await service.stop();
  await postgres.stop();
  sink.kill();
}

function print(name, mails, { seconds, cpu }) {
  console.log(
    `${name.padEnd(42)} ${seconds.toFixed(1).padStart(6)} s ${(mails / seconds).toFixed(0).padStart(6)} mails/s ${((cpu / mails) * 1e3).toFixed(2).padStart(6)} ms CPU a mail`,
  );
}

async function measure(act) {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await act();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startedAt) / 1_000, cpu: (user + system) / 1e6 };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}

async function freshDatabase(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('DROP DATABASE IF EXISTS courant_sending WITH (FORCE)');
  await client.query('CREATE DATABASE courant_sending');
  await client.end();
  return Object.assign(new URL(url), { pathname: 'courant_sending' }).href;
}

async function fill() {
  const sample = fileURLToPath(new URL('../samples/papers.jsonl', import.meta.url));
  await get(ImportPapers).run({ source: new JsonLinesSource(sample) });
  await prisma.$executeRawUnsafe(`
    WITH reader AS (
      INSERT INTO subscribers (id, address, address_key, state, created_at)
      SELECT gen_random_uuid(), 'r' || n || '@example.org', 'r' || n || '@example.org', 'active', now()
      FROM generate_series(1, ${readers}) AS n RETURNING id, address
    )
    INSERT INTO interests (id, subscriber_id, kind, value, created_at)
    SELECT gen_random_uuid(), id, 'description', (ARRAY[
      'sparse mixture-of-experts and efficient large language models', 'robot manipulation and imitation learning',
      'exoplanets and distant galaxies seen by JWST', 'proteins, single cells and pathology slides'
    ])[1 + (abs(hashtext(address)) % 4)], now() FROM reader`);
}

async function rowsWritten() {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const [row] = await prisma.$queryRawUnsafe(
    `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 AS rows FROM pg_stat_user_tables`,
  );
  return row.rows;
}

async function sendRun() {
  const date = new Date().toISOString().slice(0, 10);
  await get(StartRun).run({ date });
  while (!(await get(ReadLedger).run({ date })).isDone)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

async function digestInputs() {
  const digests = await prisma.digest.findMany({
    where: { state: 'built' },
    take: 500,
    select: { id: true },
  });
  const loaded = await loadDigests(
    prisma,
    new PaperShelf(prisma),
    digests.map(({ id }) => id),
  );
  return [...loaded].map(([id, content]) => ({
    ...content,
    brand,
    unsubscribeUrl: `https://bench.example/u/${id}`,
  }));
}

function messageOf(content) {
  const from = { name: 'Courant', address: 'digest@bench.example' };
  return {
    ...content,
    from,
    to: 'r@example.org',
    messageId: '<1@bench.example>',
    date: new Date(),
    headers: {},
  };
}

async function sendNaively(inputs) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
  });
  await Promise.all(
    inputs.map((input, n) =>
      transport.sendMail({
        from: 'digest@bench.example',
        to: `r${n}@example.org`,
        ...digestMail({ ...input }),
      }),
    ),
  );
  transport.close();
}
