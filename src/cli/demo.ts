// `courant demo`: the whole way on one machine, by the same code and jobs as in production. Papers come in, four readers
// sign up and confirm, their digests are planned, built and sent; then it goes on serving.
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../config/env.js';
import { type RunningCourant, startCourant } from '../courant.js';
import type { Ledger } from '../digests/ledger.js';
import { ReadLedger } from '../digests/read-ledger.js';
import { StartRun } from '../digests/start-run.js';
import { keptPapers } from '../mails/kept-papers.js';
import { ImportPapers } from '../papers/import-papers.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { QuietLogger } from '../platform/quiet-logger.js';
import { SystemClock } from '../shared/clock.js';
import { assertReadable } from './assert-readable.js';
import { type DemoPlace, openDemoPlace } from './demo-place.js';
import { confirm, demoReaders, signUp, waitForMail } from './demo-readers.js';
import { Stages, until } from './demo-stages.js';
import { importFile, summary } from './import-papers.js';
import { stopOnSignal } from './stop-on-signal.js';

const SAMPLE = fileURLToPath(new URL('../../samples/papers.jsonl', import.meta.url));

export async function demo(options: { papers?: string; once?: boolean }): Promise<void> {
  const papers = options.papers ?? SAMPLE;
  await assertReadable(papers);
  const stages = new Stages();
  stages.say('\nCourant: from a paper feed to the inbox\n');
  const place = await openDemoPlace(readEnvironment());
  stages.done('PostgreSQL', `embedded, version ${place.version}`);
  const service = await serve(place, stages);
  let badLines = 0;
  try {
    badLines = await importInto(service, papers, stages);
    await subscribeReaders(service, place, stages);
    await sendDigests(service, stages);
    await showDigest(service, place, stages);
  } catch (error) {
    await end(service, place);
    throw error;
  }
  if (options.once) {
    await end(service, place);
    process.exit(badLines > 0 ? 1 : 0);
  }
  stages.say('Serving until Ctrl-C …\n');
  stopOnSignal({ stop: () => end(service, place) });
}

async function serve(place: DemoPlace, stages: Stages): Promise<RunningCourant> {
  const env = {
    ...place.env,
    NODE_ENV: 'development' as const,
    ROLE: 'all' as const,
    // Papers come from the sample; a demonstration asks nobody.
    SOURCES: [],
    // Its readers are quick at filling in forms, and may come again within the hour.
    SIGN_UP_FILL_SECONDS: 0,
    SIGN_UP_LIMIT_ADDRESS: 'none',
    SIGN_UP_LIMIT_NETWORK: 'none',
    DATABASE_URL: place.databaseUrl,
  };
  const logger = new QuietLogger();
  logger.setLogLevels(['warn', 'error']);
  const service = await startCourant(
    { ...env, SMTP_URL: undefined, REDIS_URL: undefined, PUBLIC_URL: undefined },
    {
      logger,
      stepOverPorts: 100,
      mailboxDir: place.mailboxDir,
      onStep: (step, detail) => step === 'migrations' && stages.done('migrations', howMany(detail)),
    },
  );
  const port = service.config.http.port;
  const stepped = port === place.env.PORT ? '' : ` (port ${place.env.PORT} is in use)`;
  const smtp = new URL(service.config.smtp.url).host;
  stages.done('web and worker', `${service.config.http.publicUrl}${stepped}, mailbox at ${smtp}`);
  return service;
}

/** @param names with commas between */
function howMany(names: string): string {
  return names === '' ? 'none to apply' : `${names.split(',').length} applied`;
}

async function importInto(service: RunningCourant, file: string, stages: Stages): Promise<number> {
  const report = await importFile(service.app.get(ImportPapers, { strict: false }), file);
  const prisma = service.app.get(PrismaService, { strict: false });
  const dates = await prisma.paper.groupBy({ by: ['announcedOn'] });
  stages.done('papers imported', `${summary(report)}; ${dates.length} announcement dates`);
  return report.faultCount;
}

async function subscribeReaders(service: RunningCourant, place: DemoPlace, stages: Stages): Promise<void> {
  const { publicUrl } = service.config.http;
  await Promise.all(demoReaders.map((reader) => signUp(publicUrl, reader)));
  stages.done('readers signed up', `${demoReaders.length} through the form`);
  await Promise.all(demoReaders.map((reader) => confirm(place.mailboxDir, reader)));
  stages.done('addresses confirmed', `${demoReaders.length} by the button behind the mailed link`);
}

async function sendDigests(service: RunningCourant, stages: Stages): Promise<void> {
  const date = today();
  const prisma = service.app.get(PrismaService, { strict: false });
  const { planned } = await service.app.get(StartRun, { strict: false }).run({ date });
  stages.done('digests planned', `${planned} for ${date}`);
  await until('the digests to be built', 120, async () => {
    const left = await prisma.digest.count({ where: { state: 'planned' } });
    return left === 0 ? true : undefined;
  });
  const items = (await prisma.digestPapers.findMany({ select: { items: true } })).flatMap(keptPapers);
  const count = (section: string) => items.filter((item) => item.section === section).length;
  stages.done('digests built', `${count('for_you')} papers matched, ${count('trending')} trending`);
  const ledger = await until('the mails to be accepted', 60, async () => {
    const soFar = await service.app.get(ReadLedger, { strict: false }).run({ date });
    return soFar.isDone ? soFar : undefined;
  });
  stages.done('digests sent', ledgerText(ledger));
}

async function showDigest(service: RunningCourant, place: DemoPlace, stages: Stages): Promise<void> {
  const [reader] = demoReaders;
  if (!reader) return;
  const { publicUrl } = service.config.http;
  const text = await waitForMail(place.mailboxDir, reader.email, 'for you').catch(
    () => 'No digest for this reader.',
  );
  stages.say(`\n── The digest of ${reader.email} ${'─'.repeat(40)}\n\n${text.trim()}\n\n${'─'.repeat(72)}\n`);
  stages.say(`  The form       ${publicUrl}`);
  stages.say(`  All the mail   ${publicUrl}/mailbox`);
  stages.say(`  The archive    ${publicUrl}/editions`);
  stages.say(`  The API        ${publicUrl}/api/docs\n`);
}

async function end(service: RunningCourant, place: DemoPlace): Promise<void> {
  await service.stop();
  await place.close();
}

function ledgerText(ledger: Ledger): string {
  const excluded = Object.entries(ledger.excluded).map(
    ([reason, count]) => `, ${count} without a mail (${reason})`,
  );
  return `${ledger.accepted} of ${ledger.due} accepted by the mail server${excluded.join('')}`;
}

/** The readers live in UTC. */
function today(): string {
  return new SystemClock().now().toISOString().slice(0, 10);
}
