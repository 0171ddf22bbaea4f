// What it costs the others when one recipient domain with 30 % of the readers is not heard of any more: the time from
// planning to the last mail accepted of the other 70 %, beside a day on which all is well, by the same worker on the same
// database.
//
//   npm run --silent build && node bench/black-hole.mjs [READERS [DAYS [DELAY_MS]]]
//   DAYS: what happens, with commas between: `rcpt`, `dot`, `421`, `slow` (sending/swallowing-receiver.mjs says what they
//   are), from the start of the run; with `+` behind it, once a third of the others have theirs
//   DELAY_MS: of the mail server before each last answer. It is what makes connections scarce; 0 for one next door.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../dist/config/env.js';
import { startCourant } from '../dist/courant.js';
import { ReadLedger } from '../dist/digests/read-ledger.js';
import { StartRun } from '../dist/digests/start-run.js';
import { startEmbeddedPostgres } from '../dist/platform/embedded/postgres.js';
import { PrismaService } from '../dist/platform/prisma/prisma.service.js';
import { startWorker } from './sending/machine.mjs';
import { fill, freshDatabase, startAnotherDay } from './sending/readers.mjs';

const readers = Number(process.argv[2] ?? 4_000);
const days = (process.argv[3] ?? 'rcpt,rcpt+,dot+,421').split(',');
const delayMs = process.argv[4] ?? '100';
const CONNECTIONS = 20;
const DOMAIN = 'black.example';
const POLL_MS = 100;
const folder = mkdtempSync(join(tmpdir(), 'courant-black-hole-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });

try {
  console.log(
    `${readers} readers, ${CONNECTIONS} connections, ${delayMs} ms a mail, ${cpus().length} × ${cpus()[0].model}, load before: ${loadavg()[0].toFixed(1)}\n`,
  );
  console.log(
    'day      others, all well   others, that day   ratio   most connections held   mails it was given',
  );
  for (const [number, day] of days.entries()) await measure(day, `black_hole_${number}`);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(day, name) {
  const receiver = await startReceiver();
  const env = {
    DATABASE_URL: await freshDatabase(postgres.url, name),
    SMTP_URL: `smtp://127.0.0.1:${receiver.port}`,
    SMTP_CONNECTIONS: String(CONNECTIONS),
    MAIL_FROM: 'digest@bench.example',
    SOURCES: 'none',
    QUEUE_PREFIX: name,
  };
  const service = await startCourant(readEnvironment({ ...env, ROLE: 'web' }), {
    logger: false,
    anyPort: true,
  });
  const get = (type) => service.app.get(type, { strict: false });
  const prisma = get(PrismaService);
  await fill(get, prisma, readers);
  await prisma.$executeRawUnsafe(`
    UPDATE subscribers SET address = replace(address, 'example.org', '${DOMAIN}'),
      address_key = replace(address_key, 'example.org', '${DOMAIN}')
    WHERE substr(address, 2, length(address) - 13)::int % 10 < 3`);
  const worker = await startWorker(env);
  await goThrough(get, -1);
  await untilSettled(prisma);
  await startAnotherDay(prisma);
  const well = await goThrough(get, 0);
  await untilSettled(prisma);
  await startAnotherDay(prisma);
  await receiver.treat('well');
  const [treatment, isLater] = [day.replace('+', ''), day.endsWith('+')];
  if (!isLater) await receiver.treat(treatment);
  const that = await goThrough(get, 1, isLater ? () => receiver.treat(treatment) : undefined);
  const { mostHeld, begun } = await receiver.treat(treatment);
  const columns = [
    day.padEnd(8),
    `${well.toFixed(1)} s`.padStart(17),
    `${that.toFixed(1)} s`.padStart(18),
    (that / well).toFixed(2).padStart(7),
    String(mostHeld).padStart(23),
    String(begun).padStart(20),
  ];
  console.log(columns.join(' '));
  const { isBalanced, faults } = await get(ReadLedger).run({ date: dayFromNow(1) });
  if (!isBalanced) throw new Error(faults.join('; '));
  receiver.stop();
  await worker.stop();
  await service.stop();
}

/**
 * From plan to the last mail of the others.
 *
 * @param inTheMiddle called when a third of them is through
 * @returns seconds
 */
async function goThrough(get, dayNumber, inTheMiddle) {
  const date = dayFromNow(dayNumber);
  const prisma = get(PrismaService);
  let next = inTheMiddle;
  const startedAt = performance.now();
  const { planned } = await get(StartRun).run({ date });
  if (planned !== readers) throw new Error(`${planned} digests of ${date} were planned, not ${readers}`);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const [{ done, due }] = await prisma.$queryRawUnsafe(`
      SELECT count(*) FILTER (WHERE g.state IN ('empty', 'excluded') OR d.settled_at IS NOT NULL)::int AS done,
             count(*)::int AS due
      FROM digests AS g JOIN subscribers AS s ON s.id = g.subscriber_id LEFT JOIN deliveries AS d ON d.digest_id = g.id
      WHERE g.local_date = '${date}' AND s.address LIKE '%@example.org'`);
    if (next && done > due / 3) {
      await next();
      next = undefined;
    }
    if (done === due) return (performance.now() - startedAt) / 1_000;
  }
}

async function untilSettled(prisma) {
  for (;;) {
    const [{ isOpen }] = await prisma.$queryRawUnsafe(
      'SELECT EXISTS (SELECT FROM deliveries WHERE settled_at IS NULL) AS "isOpen"',
    );
    if (!isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function startReceiver() {
  const program = fileURLToPath(new URL('sending/swallowing-receiver.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, DOMAIN, delayMs], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  return {
    port,
    treat: async (treatment) => {
      child.stdin.write(`${treatment}\n`);
      const [mostHeld, begun] = (await lines.next()).value.split(' ').map(Number);
      return { mostHeld, begun };
    },
    stop: () => child.stdin.end(),
  };
}

function dayFromNow(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
