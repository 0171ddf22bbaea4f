// What stands in for servers nobody configured: an embedded PostgreSQL and a local mailbox.
import { join } from 'node:path';
import { dataDir, type Resolved } from '../../config/config.js';
import type { Environment } from '../../config/env.js';
import type { Clock } from '../../shared/clock.js';
import { startLocalMailbox } from './mailbox.js';
import { startEmbeddedPostgres } from './postgres.js';

export interface StandIns extends Resolved {
  /** Sentences for the operator about what was started. */
  notes: string[];
  close(): Promise<void>;
}

const MAILBOX_PORT = 1025;

export interface Wanted {
  /** Whoever sends mail wants the mailbox; the database everybody. */
  mailbox: boolean;
  mailboxDir?: string | undefined;
}

export async function openStandIns(env: Environment, clock: Clock, wanted: Wanted): Promise<StandIns> {
  const directory = dataDir(env);
  const mailboxDir = wanted.mailboxDir ?? join(directory, 'mailbox');
  const notes: string[] = [];
  const closers: (() => Promise<void>)[] = [];
  let databaseUrl = env.DATABASE_URL;
  if (databaseUrl === undefined) {
    const postgres = await startEmbeddedPostgres({
      dataDir: directory,
      onProgress: (text) => notes.push(text),
    });
    closers.push(() => postgres.stop());
    databaseUrl = postgres.url;
    notes.push(`${postgres.started ? 'Started' : 'Joined'} the embedded PostgreSQL in ${postgres.dataDir}.`);
    if (postgres.note) notes.push(postgres.note);
  }
  let smtpUrl = env.SMTP_URL;
  if (smtpUrl === undefined && wanted.mailbox) {
    const mailbox = await startLocalMailbox({
      directory: mailboxDir,
      port: MAILBOX_PORT,
      now: () => clock.now(),
    });
    closers.push(() => mailbox.stop());
    smtpUrl = `smtp://127.0.0.1:${mailbox.port}`;
    notes.push(`No mail leaves this machine: the local mailbox takes it all on port ${mailbox.port}.`);
  }
  return {
    databaseUrl,
    smtpUrl: smtpUrl ?? `smtp://127.0.0.1:${MAILBOX_PORT}`,
    mailboxDir: env.SMTP_URL === undefined ? mailboxDir : undefined,
    notes,
    close: async () => {
      for (const close of closers.toReversed()) await close();
    },
  };
}
