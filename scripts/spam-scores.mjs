// What SpamAssassin makes of every mail in every state, without asking the network: `node scripts/spam-scores.mjs`. Ends with
// 1 when one scores 1.0 or more. Needs the program (Debian: spamassassin).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeConfig } from '../dist/config/config.js';
import { readEnvironment } from '../dist/config/env.js';
import { messageHeaders } from '../dist/deliveries/message-headers.js';
import { specimenMails, SPECIMEN_LINKS } from '../dist/mails/specimens/specimen-mails.js';
import { asSent } from '../dist/mails/specimens/as-sent.js';
import { MessageComposer } from '../dist/platform/smtp/message-composer.js';
import { quotedPart } from '../dist/shared/quoted-printable.js';

const MOST = 1;
const config = makeConfig(
  readEnvironment({ MAIL_FROM: 'digest@news.example.org', PUBLIC_URL: 'https://news.example.org' }),
  { databaseUrl: '', smtpUrl: 'smtp://localhost', mailboxDir: undefined },
);
const composer = new MessageComposer(config);
const kinds = { 'sign-in': 'sign_in', 'change-address': 'change_address' };
const folder = mkdtempSync(join(tmpdir(), 'courant-spam-'));

/** The bytes that go over the wire. */
async function composed({ kind, content: { subject, html, text } }, number) {
  const unsubscribeUrl = ['digest', 'welcome'].includes(kind) ? SPECIMEN_LINKS.unsubscribeUrl : undefined;
  return composer.compose({
    from: config.mail.from,
    to: 'ada@example.net',
    messageId: `<018f3c5e-7a10-7c3e-9d2b-4f6a8b0c${String(number).padStart(4, '0')}@news.example.org>`,
    subject,
    html: quotedPart(html),
    text: quotedPart(text),
    date: new Date(),
    headers: messageHeaders(config, kinds[kind] ?? kind, unsubscribeUrl, '202611'),
  });
}

/** One process for all: it takes seconds to start. */
function judge(files) {
  const { stdout, stderr, error, status } = spawnSync(
    'spamassassin',
    ['-L', '-t', '--nocreate-prefs', ...files],
    {
      encoding: 'latin1',
      maxBuffer: 64e6,
    },
  );
  if (error?.code === 'ENOENT')
    throw new Error('there is no spamassassin here: apt-get install spamassassin');
  if (status !== 0) throw new Error(`spamassassin ended with ${status}: ${stderr}`);
  const verdicts = stdout
    .replace(/\r?\n[ \t]+/g, ' ')
    .matchAll(/^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=(\S*(?:, ?\S+)*?) autolearn/gm);
  return Array.from(verdicts, ([, score, tests]) => ({
    score: Number(score),
    tests: tests.replace(/\s/g, ''),
  }));
}

try {
  const mails = specimenMails(asSent).map(({ kind, state, write }) => ({
    kind,
    name: `${kind}-${state}`,
    content: write(),
  }));
  const files = [];
  for (const [index, mail] of mails.entries()) {
    files.push(join(folder, `${mail.name}.eml`));
    writeFileSync(files[index], await composed(mail, index));
  }
  const verdicts = judge(files);
  if (verdicts.length !== mails.length)
    throw new Error(`${verdicts.length} verdicts on ${mails.length} mails`);
  for (const [index, { score, tests }] of verdicts.entries()) {
    console.log(`${score.toFixed(1).padStart(5)}  ${mails[index].name.padEnd(26)} ${tests}`);
  }
  const highest = Math.max(...verdicts.map(({ score }) => score));
  console.log(`\nhighest ${highest.toFixed(1)} of ${mails.length} mails; below ${MOST.toFixed(1)} is wanted`);
  if (highest >= MOST) process.exitCode = 1;
} catch (error) {
  console.error(`spam-scores: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
