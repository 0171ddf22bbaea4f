// Real mails as they go over the wire, judged by others: two verifiers of DKIM, and a parser of MIME.
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authenticate } from 'mailauth';
import PostalMime, { type Email } from 'postal-mime';
import { type Config, makeConfig } from '../../src/config/config.js';
import { readEnvironment } from '../../src/config/env.js';
import { messageHeaders, threadHeaders } from '../../src/deliveries/message-headers.js';
import { SPECIMEN_LINKS } from '../../src/mails/specimens/specimen-mails.js';
import { MessageComposer } from '../../src/platform/smtp/message-composer.js';
import { quotedLines } from '../../src/shared/quoted-printable.js';
import { writtenSpecimens } from '../support/mail-specimens.js';

const directory = mkdtempSync(join(tmpdir(), 'courant-verifiers-'));
afterAll(() => rmSync(directory, { recursive: true }));

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const specimens = writtenSpecimens();
const messages: { name: string; message: Buffer; parsed: Email }[] = [];
const listHeaders = ['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id', 'Feedback-ID'];

function configured(): Config {
  const file = join(directory, 'dkim.pem');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const env = readEnvironment({
    MAIL_FROM: 'digest@news.example.org',
    PUBLIC_URL: 'https://news.example.org',
    MAIL_THREADS: 'month',
    DKIM_DOMAIN: 'news.example.org',
    DKIM_SELECTOR: 'courant2026',
    DKIM_KEY_FILE: file,
  });
  return makeConfig(env, { databaseUrl: '', smtpUrl: 'smtp://mail', mailboxDir: undefined });
}

beforeAll(async () => {
  const config = configured();
  const composer = new MessageComposer(config);
  for (const { name, content } of specimens) {
    const message = await composer.compose({
      from: config.mail.from,
      to: 'ada@example.net',
      messageId: '<018f3c5e-7a10@news.example.org>',
      subject: content.subject,
      html: quotedLines(content.html),
      text: quotedLines(content.text),
      date: new Date('2026-11-21T07:00:00Z'),
      headers: {
        ...messageHeaders(config, 'digest', SPECIMEN_LINKS.unsubscribeUrl, '202611'),
        ...threadHeaders(config, 'ada', '2026-11-21'),
      },
    });
    messages.push({ name, message, parsed: await PostalMime.parse(message) });
  }
});

/** As DNS would answer. */
async function resolver(name: string, type: string): Promise<string[][]> {
  if (name === 'courant2026._domainkey.news.example.org' && type === 'TXT') return [[record]];
  throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' });
}

async function judged(message: Buffer): Promise<{ verdict: string | undefined; signed: string[] }> {
  const { dkim } = await authenticate(message, {
    resolver: resolver as never,
    disableArc: true,
    disableBimi: true,
  });
  // Its types leave out what it says of the headers.
  const [result] = (dkim.results ?? []) as {
    status: { result: string };
    signingHeaders?: { keys: string };
  }[];
  return {
    verdict: result?.status.result,
    signed: (result?.signingHeaders?.keys ?? '').split(':').map((name) => name.trim().toLowerCase()),
  };
}

describe('mailauth', () => {
  it('verifies every mail, and that the headers of a list are signed', async () => {
    for (const { name, message } of messages) {
      const { verdict, signed } = await judged(message);
      expect([name, verdict]).toEqual([name, 'pass']);
      for (const header of ['From', 'To', 'Subject', 'Date', 'Message-ID', ...listHeaders]) {
        expect([name, signed.includes(header.toLowerCase()), header]).toEqual([name, true, header]);
      }
    }
  });

  it('refuses a mail whose way out was changed', async () => {
    const [first] = messages;
    const forged = first?.message.toString('latin1').replace('/u/018f', '/u/eeee') ?? '';
    expect((await judged(Buffer.from(forged, 'latin1'))).verdict).toBe('fail');
  });
});

const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import dkim']).status === 0,
);
const withDkimpy = python === undefined ? it.skip : it;

describe('dkimpy', () => {
  withDkimpy('verifies every mail (skipped where python3-dkim is not installed)', () => {
    const script = [
      'import dkim, sys',
      'record = sys.argv[1].encode()',
      'for path in sys.argv[2:]:',
      '    print(dkim.verify(open(path, "rb").read(), dnsfunc=lambda name, timeout=5: record))',
    ].join('\n');
    const files = messages.map(({ message }, index) => {
      const file = join(directory, `${index}.eml`);
      writeFileSync(file, message);
      return file;
    });
    const verdicts = execFileSync(python ?? '', ['-c', script, record, ...files])
      .toString()
      .trim()
      .split('\n');
    expect(verdicts).toEqual(messages.map(() => 'True'));
  });
});

describe('an independent parser', () => {
  it('finds both parts as they were written, and no header or attachment of anybody else', () => {
    for (const [index, { name, parsed }] of messages.entries()) {
      const { subject, html, text } = specimens[index]?.content ?? { subject: '', html: '', text: '' };
      expect([name, parsed.subject]).toEqual([name, subject]);
      expect([name, parsed.html?.trim()]).toEqual([name, html.trim()]);
      expect([name, parsed.text?.trim()]).toEqual([name, text.trim()]);
      expect(parsed.attachments).toEqual([]);
      const keys = parsed.headers.map(({ key }) => key);
      expect([name, keys.toSorted()]).toEqual([name, [...new Set(keys)].toSorted()]);
      expect(keys).not.toContain('bcc');
      expect(parsed.inReplyTo).toBe('<digests.2026-11.ada@news.example.org>');
    }
  });
});
