#!/usr/bin/env node
// `courant …`: the commands of an operator. Each has a file; this one lists them.
import { Command } from 'commander';
import { loadDotEnv } from '../config/env.js';
import { RUN_ORDERS } from '../digests/steer-run.js';
import { POLLED_SOURCES } from '../papers/sources/polled-sources.js';
import { createAdminKey } from './create-admin-key.js';
import { demo } from './demo.js';
import { writeDocs } from './docs.js';
import { exitCodeOf } from './exit-code.js';
import { importPapers } from './import-papers.js';
import { showLanguages } from './languages.js';
import { migrateDatabase } from './migrate.js';
import { nextMigration } from './next-migration.js';
import { showLedger } from './ledger.js';
import { sendAgain, steerRun } from './run.js';
import { replay } from './replay.js';
import { showSources } from './sources.js';

const RUN_WORDS = {
  pause: 'send no more of its mails until it is resumed',
  resume: 'go on with what was held',
  cancel: 'never send what was not sent yet',
} as const;

const program = new Command('courant').description(
  'Trending papers in the inbox, once a day, picked for each reader.',
);

program
  .command('demo')
  .description('show the whole way on this machine: papers in, four readers, a digest in each mailbox')
  .option('--papers <file>', 'import this JSON Lines file (plain or .gz) instead of the bundled sample')
  .option('--once', 'end after the last mail was accepted')
  .action(demo);
program.command('migrate').description('bring the database up to date').action(migrateDatabase);
program
  .command('import')
  .description('fetch papers from a source now, or import a JSON Lines file (plain or .gz)')
  .argument('<source or file>', `${POLLED_SOURCES.join(', ')}, or a path`)
  .option('--date <date>', 'the edition of this date, YYYY-MM-DD')
  .option('--from <date>', 'editions from this date on')
  .option('--to <date>', 'editions up to this date (default: today)')
  .option('--ids <ids>', 'arxiv only: these papers, with commas between')
  .action(importPapers);
program.command('sources').description('show where papers come from and how that goes').action(showSources);
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
  .action(replay);
program
  .command('ledger')
  .description('account for every digest of a run; exit code 1 when the equation does not hold')
  .option('--date <date>', 'the run of this date instead of those of the last week')
  .option('--missing', 'who did not get the digest of that date (the newest), and why')
  .option('--json', 'as the admin API gives it')
  .action(showLedger);
const run = program
  .command('run')
  .description('hold, release or end the run of a date; send one digest again');
for (const order of RUN_ORDERS) {
  run
    .command(order)
    .description(RUN_WORDS[order])
    .argument('<date>')
    .option('--reason <words>', 'stands in the ledger')
    .action((date: string, options: { reason?: string }) => steerRun(order, date, options.reason));
}
run
  .command('again')
  .description('send the digest of that date once more to one reader')
  .argument('<date>')
  .argument('<address>')
  .action(sendAgain);
program
  .command('languages')
  .description('check the language files: what each of them lacks')
  .action(showLanguages);
const admin = program.command('admin').description('what only an operator may do');
admin
  .command('create-key')
  .description('make a key to the admin API; it is shown once')
  .option('--name <name>', 'what it is for', 'admin')
  .action(createAdminKey);
const db = program.command('db').description('for developers: the schema');
db.command('diff')
  .description('write the next migration: what separates the migrations from prisma/schema.prisma')
  .argument('<name>')
  .action(nextMigration);
program
  .command('docs')
  .description(
    'for developers: write docs/configuration.md and .env.example from the schema of the environment',
  )
  .action(writeDocs);

try {
  loadDotEnv();
  await program.parseAsync();
} catch (error) {
  process.exit(exitCodeOf(error));
}
