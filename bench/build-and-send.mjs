// How long a run takes: digests planned, built, rendered and handed to a mail server, for READERS readers (default 2,000)
// and the bundled sample. Baseline in the same run: nodemailer's own pooled transport sending a ready-made mail of the same
// size, with no ledger, no choosing and no rendering. The mail server runs in a process of its own and only counts.
//
//   npm run build && node bench/build-and-send.mjs [READERS]
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

const readers = Number(process.argv[2] ?? 2_000);
if (process.env.BENCH_SINK) await runSink();
else await runBench();

async function runSink() {
  let received = 0;
  let bytes = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      stream.on('data', (chunk) => (bytes += chunk.length));
      stream.on('end', () => {
        received += 1;
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.server.address().port }));
  process.on('message', () => process.send({ received, bytes }));
}

async function runBench() {
  const { startCourant } = await import('../dist/courant.js');
  const { readEnvironment } = await import('../dist/config/env.js');
  const { startEmbeddedPostgres } = await import('../dist/platform/embedded/postgres.js');
  const sink = await startSink();
  const postgres = await startEmbeddedPostgres({
    dataDir: fileURLToPath(new URL('../.courant', import.meta.url)),
  });
  const databaseUrl = await freshDatabase(postgres.url);
  const service = await startCourant(
    readEnvironment({
      DATABASE_URL: databaseUrl,
      SMTP_URL: sink.url,
      ROLE: 'worker',
      MAIL_FROM: 'digest@bench.example',
    }),
    { logger: false },
  );
  await fill(service);
  const run = await measure(() => sendRun(service));
  const sent = await sink.count();
  const size = Math.round(sent.bytes / Math.max(sent.received, 1));
  const baseline = await measure(() => sendWithPool(sink.url, sent.received, size));

  console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}`);
  console.log(
    `mails of ${(size / 1_024).toFixed(0)} kB on average, ${service.config.smtp.connections} connections\n`,
  );
  print('Courant: plan, build, render, send', sent.received, run);
  print("baseline: nodemailer's pool, ready-made mail", sent.received, baseline);
  console.log(
    `\nratio of wall times ${(run.seconds / baseline.seconds).toFixed(2)}, of CPU ${(run.cpu / baseline.cpu).toFixed(2)}`,
  );
  await service.stop();
  await postgres.stop();
  sink.stop();
}

function print(name, mails, { seconds, cpu }) {
  const rate = `${(mails / seconds).toFixed(0)} mails/s`;
  console.log(
    `${name.padEnd(46)} ${seconds.toFixed(1).padStart(6)} s  ${rate.padStart(13)}  ${((cpu / mails) * 1e3).toFixed(2)} ms CPU a mail`,
  );
}

async function measure(act) {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await act();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds: (performance.now() - startedAt) / 1_000, cpu: (user + system) / 1e6 };
}

async function startSink() {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, BENCH_SINK: '1' } });
  const ask = () => new Promise((resolve) => child.once('message', resolve));
  const { port } = await ask();
  return {
    url: `smtp://127.0.0.1:${port}`,
    count: () => {
      child.send('count');
      return ask();
    },
    stop: () => child.kill(),
  };
}

async function freshDatabase(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('DROP DATABASE IF EXISTS courant_bench WITH (FORCE)');
  await client.query('CREATE DATABASE courant_bench');
  await client.end();
  const bench = new URL(url);
  bench.pathname = 'courant_bench';
  return bench.href;
}

async function fill(service) {
  const { ImportPapers } = await import('../dist/papers/import-papers.js');
  const { JsonLinesSource } = await import('../dist/papers/sources/jsonl/json-lines-source.js');
  const { PrismaService } = await import('../dist/platform/prisma/prisma.service.js');
  const sample = fileURLToPath(new URL('../samples/papers.jsonl', import.meta.url));
  await service.app.get(ImportPapers, { strict: false }).run({ source: new JsonLinesSource(sample) });
  await service.app.get(PrismaService, { strict: false }).$executeRawUnsafe(`
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

async function sendRun(service) {
  const { StartRun } = await import('../dist/digests/start-run.js');
  const { ReadLedger } = await import('../dist/digests/read-ledger.js');
  const date = new Date().toISOString().slice(0, 10);
  await service.app.get(StartRun, { strict: false }).run({ date });
  const ledger = service.app.get(ReadLedger, { strict: false });
  while (!(await ledger.run({ date })).isDone) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function sendWithPool(url, count, size) {
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 5, maxMessages: Infinity });
  const text = 'A line of a mail that was written before.\r\n'.repeat(Math.ceil(size / 43));
  const send = (n) =>
    transport.sendMail({ from: 'digest@bench.example', to: `r${n}@example.org`, subject: 'Digest', text });
  await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
  transport.close();
}
