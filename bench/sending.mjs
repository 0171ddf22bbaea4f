// How fast a run goes out, from plan to accepted with the ledger on, beside what it could cost: the naive way (template
// rendered and message composed for each mail, through nodemailer's pool), smtp-source, the floor of the conversation
// itself, and the machine's own signing rate. All against Postfix's smtp-sink, which takes and forgets, in one run.
//
//   npm run bench:sending [-- READERS [RUNS]]      needs smtp-sink, smtp-source, openssl (Debian: postfix)
//   RUNS: worker processes of each run with commas between, `s` for signed, `r` for Redis, `p` for the table of stages,
//   `d` for the second day of workers and readers: the code is compiled, so are the profiles, and there is a past to look at
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadLedger } from '../dist/digests/read-ledger.js';
import { StartRun } from '../dist/digests/start-run.js';
import { Config } from '../dist/config/config.js';
import { readEnvironment } from '../dist/config/env.js';
import { startCourant } from '../dist/courant.js';
import { startEmbeddedPostgres } from '../dist/platform/embedded/postgres.js';
import { PrismaService } from '../dist/platform/prisma/prisma.service.js';
import {
  cpuMs,
  familyCpuMs,
  parentOf,
  peakMb,
  program,
  startRedis,
  startSink,
  startWorker,
} from './sending/machine.mjs';
import { plainMails, sameMails, sendNaively } from './sending/naive.mjs';
import { fill, freshDatabase, mailsSaid, startAnotherDay } from './sending/readers.mjs';
import { stagesOf } from './sending/stages.mjs';

const readers = Number(process.argv[2] ?? 2_000);
const runs = (process.argv[3] ?? '1p,1dp,2d,4d,2ds,2dr').split(',');
const CONNECTIONS = 20;
const REHEARSED = 50;
const POLL_MS = 200;
const PROGRESS_S = 5;
const quiet = { logger: false, anyPort: true };
const folder = mkdtempSync(join(tmpdir(), 'courant-bench-'));
const keyFile = join(folder, 'dkim.pem');
const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
writeFileSync(keyFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const sink = await startSink();
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
const redis = runs.some((run) => run.includes('r')) ? await startRedis() : undefined;
const results = [];
let sample = [];

try {
  console.log(
    `${cpus().length} × ${cpus()[0].model}, Node ${process.version}, ${CONNECTIONS} connections a worker; load of the machine before: ${loadavg()[0].toFixed(1)}\n`,
  );
  const octets = await rehearse();
  for (const run of runs) results.push(await measure(run));
  const naive = await measureNaive('the same mail', sameMails(sample));
  const signed = await measureNaive('the same mail, signed', sameMails(sample), pair.privateKey);
  await measureNaive('a plainer mail', plainMails(sample));
  await measureNaive('a plainer mail, signed', plainMails(sample), pair.privateKey);
  compare([naive, signed], measureFloor(octets), signingRate());
} finally {
  await postgres.stop();
  sink.stop();
  redis?.stop();
  rmSync(folder, { recursive: true, force: true });
}

function environmentOf(run, databaseUrl, smtpPort) {
  return {
    DATABASE_URL: databaseUrl,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    SMTP_CONNECTIONS: String(CONNECTIONS),
    MAIL_FROM: 'digest@bench.example',
    SOURCES: 'none',
    QUEUE_PREFIX: `bench_${run}`,
    ...(run.includes('r') && { REDIS_URL: redis.url }),
    ...(run.includes('s') && { DKIM_DOMAIN: 'bench.invalid', DKIM_SELECTOR: 's', DKIM_KEY_FILE: keyFile }),
  };
}

/** A few mails are kept, to see what they weigh. @returns octets of one */
async function rehearse() {
  const kept = mkdtempSync(join(folder, 'mails-'));
  [folder, kept].forEach((path) => chmodSync(path, 0o777));
  const keeper = await startSink(kept);
  const env = environmentOf('0', await freshDatabase(postgres.url, 'courant_0'), keeper.port);
  const service = await startCourant(readEnvironment({ ...env, ROLE: 'all' }), quiet);
  const get = (type) => service.app.get(type, { strict: false });
  await fill(get, get(PrismaService), REHEARSED);
  await sendAll(get, 'rehearsal', REHEARSED, dayFromNow(0));
  await service.stop();
  keeper.stop();
  const sizes = readdirSync(kept).map((name) => statSync(join(kept, name)).size);
  const octets = Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
  console.log(`A mail has ${octets.toLocaleString('en')} octets on average.\n`);
  return octets;
}

async function measure(run) {
  const processes = Number.parseInt(run, 10);
  const env = environmentOf(run, await freshDatabase(postgres.url, `courant_${run}`), sink.port);
  const operator = await startCourant(readEnvironment({ ...env, ROLE: 'web' }), quiet);
  const get = (type) => operator.app.get(type, { strict: false });
  const prisma = get(PrismaService);
  await fill(get, prisma, readers);
  const profiles = run.includes('p') ? mkdtempSync(join(folder, 'profile-')) : undefined;
  const workers = await Promise.all(Array.from({ length: processes }, () => startWorker(env, profiles)));
  const [{ pid }] = await prisma.$queryRawUnsafe('SELECT pg_backend_pid() AS pid');
  const used = () => [
    workers.reduce((sum, worker) => sum + cpuMs(worker.pid), 0),
    familyCpuMs(parentOf(pid)),
    cpuMs(sink.pid),
  ];
  if (run.includes('d')) {
    await sendAll(get, `${run}, the day before`, readers, dayFromNow(-1));
    await startAnotherDay(prisma);
  }
  const [rowsBefore, before, startedAt] = [await rowsWritten(prisma), used(), process.hrtime.bigint()];
  const mails = await sendAll(get, run, readers, dayFromNow(0));
  const endedAt = process.hrtime.bigint();
  const seconds = Number(endedAt - startedAt) / 1e9;
  const [worker, database, sinkCpu] = used().map((ms, index) => ((ms - before[index]) / mails).toFixed(2));
  const rows = ((await rowsWritten(prisma)) - rowsBefore) / mails;
  const peak = Math.max(...workers.map((one) => peakMb(one.pid)));
  console.log(
    `${run.padEnd(5)} ${mails} mails ${seconds.toFixed(1).padStart(7)} s ${(mails / seconds).toFixed(0).padStart(6)} mails/s | CPU ms a mail: workers ${worker}, PostgreSQL ${database}, sink ${sinkCpu} | ${peak.toFixed(0)} MB | ${rows.toFixed(1)} rows a mail`,
  );
  if (sample.length === 0) sample = await mailsSaid(prisma, get(Config));
  await Promise.all(workers.map((one) => one.stop()));
  if (profiles) printStages(stagesOf(profiles, { startedAt, endedAt }), mails);
  await operator.stop();
  return { run, rate: mails / seconds };
}

/** From plan to accepted. @returns how many mails */
async function sendAll(get, run, all, date) {
  const startedAt = performance.now();
  await get(StartRun).run({ date });
  for (let told = 0; ;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    // Counting takes the database longer than sending: only for what is told.
    const [{ isOpen }] = await get(PrismaService).$queryRawUnsafe(
      `SELECT EXISTS (SELECT FROM deliveries WHERE settled_at IS NULL)
              OR EXISTS (SELECT FROM digests WHERE state = 'planned') AS "isOpen"`,
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    if (seconds - told > PROGRESS_S) {
      told = seconds;
      const { accepted } = await get(ReadLedger).run({ date });
      process.stderr.write(`  ${run}: ${accepted} of ${all} sent after ${seconds.toFixed(0)} s\n`);
    }
    if (isOpen) continue;
    const ledger = await get(ReadLedger).run({ date });
    if (!ledger.isBalanced) throw new Error(ledger.faults.join('; '));
    return ledger.accepted;
  }
}

function dayFromNow(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function rowsWritten(prisma) {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const [row] = await prisma.$queryRawUnsafe(
    'SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 AS rows FROM pg_stat_user_tables',
  );
  return row.rows;
}

/** @returns mails a second */
async function measureNaive(name, render, dkimKey) {
  const mails = Math.min(readers, 1_000);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await sendNaively({ port: sink.port, connections: CONNECTIONS, mails, render, dkimKey });
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `naive, ${name}: ${mails} mails ${seconds.toFixed(1)} s ${(mails / seconds).toFixed(0)} mails/s | CPU ms a mail: ${((user + system) / 1e3 / mails).toFixed(2)} (one process; no choosing, no database, no ledger)`,
  );
  return mails / seconds;
}

/** @returns mails a second */
function measureFloor(octets) {
  const mails = Math.max(readers, 2_000);
  const startedAt = performance.now();
  const size = ['-l', String(octets), '-m', String(mails), '-s', String(CONNECTIONS)];
  execFileSync(program('smtp-source'), ['-d', ...size, `127.0.0.1:${sink.port}`]);
  const rate = (mails * 1_000) / (performance.now() - startedAt);
  console.log(`smtp-source ${rate.toFixed(0)} mails/s of ${octets.toLocaleString('en')} octets`);
  return rate;
}

/** @returns signatures a second */
function signingRate() {
  const args = ['speed', '-seconds', '3', '-multi', String(cpus().length), 'rsa2048'];
  const speed = execFileSync(program('openssl'), args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const rate = Number(/rsa 2048 bits\s+\S+\s+\S+\s+(?:\S+\s+\S+\s+)?([\d.]+)/.exec(String(speed))?.[1]);
  console.log(`openssl speed -multi ${cpus().length} rsa2048: ${rate.toFixed(0)} signatures/s`);
  return rate;
}

/** Each run beside what it could cost: the naive way with or without a signature, and the floor of its kind. */
function compare([naive, naiveSigned], floor, signatures) {
  console.log('\nrun    mails/s   × naive   × floor (smtp-source; of signed runs the signing rate)');
  for (const { run, rate } of results) {
    const isSigned = run.includes('s');
    const ratios = [rate / (isSigned ? naiveSigned : naive), rate / (isSigned ? signatures : floor)];
    const [overNaive, overFloor] = ratios.map((ratio) => ratio.toFixed(2).padStart(9));
    console.log(`${run.padEnd(5)} ${rate.toFixed(0).padStart(8)} ${overNaive} ${overFloor}`);
  }
}

function printStages({ totals }, mails) {
  for (const [name, ms] of [...totals].sort((a, b) => b[1] - a[1]))
    console.log(`      ${name.padEnd(30)} ${(ms / mails).toFixed(3)} ms a mail`);
}
