#!/usr/bin/env node
// `courant …`: the commands of an operator. Each has a file, loaded when it is run; this one lists them.
import { Command, CommanderError } from 'commander';
import { loadDotEnv } from '../config/env.js';
import { POLLED_SOURCES } from '../papers/sources/source-names.js';
import { EX_USAGE } from '../shared/start-error.js';
import { exitCodeOf } from './exit-code.js';

const RUN_WORDS = {
  pause: 'send no more of its mails until it is resumed',
  resume: 'go on with what was held',
  cancel: 'never send what was not sent yet',
} as const;

const program = new Command('courant')
  .description('Trending papers in the inbox, once a day, picked for each reader.')
  .exitOverride();

program
  .command('demo')
  .description('show the whole way on this machine: papers in, four readers, a digest in each mailbox')
  .option('--papers <file>', 'import this JSON Lines file (plain or .gz) instead of the bundled sample')
  .option('--once', 'end after the last mail was accepted')
  .action(async (options) => (await import('./demo.js')).demo(options));
program
  .command('migrate')
  .description('bring the database up to date')
  .action(async () => (await import('./migrate.js')).migrateDatabase());
program
  .command('import')
  .description('fetch papers from a source now, or import a JSON Lines file (plain or .gz)')
  .argument('<source or file>', `${POLLED_SOURCES.join(', ')}, or a path`)
  .option('--date <date>', 'the edition of this date, YYYY-MM-DD')
  .option('--from <date>', 'editions from this date on')
  .option('--to <date>', 'editions up to this date (default: today)')
  .option('--ids <ids>', 'arxiv only: these papers, with commas between')
  .action(async (source, options) => (await import('./import-papers.js')).importPapers(source, options));
program
  .command('sources')
  .description('show where papers come from and how that goes')
  .action(async () => (await import('./sources.js')).showSources());
program
  .command('replay')
  .description(
    'choose the papers of past digests once more, as they would be chosen now, and compare; writes nothing',
  )
  .requiredOption('--from <date>', 'digests from this local date on, YYYY-MM-DD')
  .option('--to <date>', 'digests up to this date (default: today)')
  .option('--readers <number>', 'of this many readers at most, always the same ones', '500')
  .option('--community', 'compare choosing without and with the likes of readers with a like taste')
  .option('--json', 'print figures for programs')
  .action(async (options) => (await import('./replay.js')).replay(options));
program
  .command('ledger')
  .description('account for every digest of a run; exit code 1 when the equation does not hold')
  .option('--date <date>', 'the run of this date instead of those of the last week')
  .option('--missing', 'who did not get the digest of that date (the newest), and why')
  .option('--json', 'as the admin API gives it')
  .action(async (options) => (await import('./ledger.js')).showLedger(options));
const run = program
  .command('run')
  .description('hold, release or end the run of a date; send one digest again');
for (const order of ['pause', 'resume', 'cancel'] as const) {
  run
    .command(order)
    .description(RUN_WORDS[order])
    .argument('<date>')
    .option('--reason <words>', 'stands in the ledger')
    .action(async (date, options) => (await import('./run.js')).steerRun(order, date, options.reason));
}
run
  .command('again')
  .description('send the digest of that date once more to one reader')
  .argument('<date>')
  .argument('<address>')
  .action(async (date, address) => (await import('./run.js')).sendAgain(date, address));
program
  .command('consent')
  .description('the proof of what an address agreed to, as JSON; of one that was erased, what is left')
  .argument('<address>')
  .action(async (address) => (await import('./consent.js')).showConsent(address));
program
  .command('languages')
  .description('check the language files: what each of them lacks')
  .action(async () => (await import('./languages.js')).showLanguages());
const admin = program.command('admin').description('what only an operator may do');
admin
  .command('create-key')
  .description('make a key to the admin API; it is shown once')
  .option('--name <name>', 'what it is for', 'admin')
  .action(async (options) => (await import('./create-admin-key.js')).createAdminKey(options));
const db = program.command('db').description('for developers: the schema');
db.command('diff')
  .description('write the next migration: what separates the migrations from prisma/schema.prisma')
  .argument('<name>')
  .action(async (name) => (await import('./next-migration.js')).nextMigration(name));
program
  .command('docs')
  .description(
    'for developers: write docs/configuration.md and .env.example from the schema of the environment',
  )
  .action(async () => (await import('./docs.js')).writeDocs());

try {
  loadDotEnv();
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.exit(exitCodeOf(error));
  // It has said what it expects. Its own code is 1, which says of `ledger` that an equation does not hold.
  process.exit(error.exitCode === 0 ? 0 : EX_USAGE);
}
