// Real mails as they go over the wire, judged by others: two verifiers of DKIM, and parsers of MIME.
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
import { brandOf } from '../../src/mails/brand-of.js';
import { SPECIMEN_LINKS, specimenBrand } from '../../src/mails/specimens/specimen-mails.js';
import { MessageComposer } from '../../src/platform/smtp/message-composer.js';
import { quotedPart } from '../../src/shared/quoted-printable.js';
import { type WrittenSpecimen, writtenSpecimens } from '../support/mail-specimens.js';
import { pngOf } from '../support/pictures.js';

const directory = mkdtempSync(join(tmpdir(), 'courant-verifiers-'));
afterAll(() => rmSync(directory, { recursive: true }));

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const specimens = writtenSpecimens();
interface Judged {
  name: string;
  message: Buffer;
  parsed: Email;
}
const messages: Judged[] = [];
const logo = pngOf(300, 120);
let withLogo: Judged;
const listHeaders = ['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id', 'Feedback-ID'];

function configured(change: Record<string, string> = {}): Config {
  const file = join(directory, 'dkim.pem');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const env = readEnvironment({
    MAIL_FROM: 'digest@news.example.org',
    PUBLIC_URL: 'https://news.example.org',
    MAIL_THREADS: 'month',
    DKIM_DOMAIN: 'news.example.org',
    DKIM_SELECTOR: 'courant2026',
    DKIM_KEY_FILE: file,
    ...change,
  });
  return makeConfig(env, { databaseUrl: '', smtpUrl: 'smtp://mail', mailboxDir: undefined });
}

beforeAll(async () => {
  const config = configured();
  for (const specimen of specimens) messages.push(await composed(config, specimen));
  const file = join(directory, 'logo.png');
  writeFileSync(file, logo);
  const branded = configured({ BRAND_LOGO: file });
  const [digest] = writtenSpecimens({ ...specimenBrand, ...brandOf(branded) });
  if (digest) withLogo = await composed(branded, digest);
});

async function composed(config: Config, { name, content }: WrittenSpecimen): Promise<Judged> {
  const message = await new MessageComposer(config).compose({
    from: config.mail.from,
    to: 'ada@example.net',
    messageId: '<018f3c5e-7a10@news.example.org>',
    subject: content.subject,
    html: quotedPart(content.html),
    text: quotedPart(content.text),
    date: new Date('2026-11-21T07:00:00Z'),
    headers: {
      ...messageHeaders(config, 'digest', SPECIMEN_LINKS.unsubscribeUrl, '202611'),
      ...threadHeaders(config, 'ada', '2026-11-21'),
    },
  });
  return { name, message, parsed: await PostalMime.parse(message) };
}

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
    for (const { name, message } of [...messages, withLogo]) {
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
const withPython = spawnSync('python3', ['--version']).status === 0 ? it : it.skip;
const withDkimpy = python === undefined ? it.skip : it;

describe('dkimpy', () => {
  withDkimpy('verifies every mail (skipped where python3-dkim is not installed)', () => {
    const script = [
      'import dkim, sys',
      'record = sys.argv[1].encode()',
      'for path in sys.argv[2:]:',
      '    print(dkim.verify(open(path, "rb").read(), dnsfunc=lambda name, timeout=5: record))',
    ].join('\n');
    const all = [...messages, withLogo];
    const files = all.map(({ message }, index) => {
      const file = join(directory, `${index}.eml`);
      writeFileSync(file, message);
      return file;
    });
    const verdicts = execFileSync(python ?? '', ['-c', script, record, ...files])
      .toString()
      .trim()
      .split('\n');
    expect(verdicts).toEqual(all.map(() => 'True'));
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

describe('a mail that brings its logo along', () => {
  it('shows it where the name stands, once and inline, as the file has it', () => {
    const { html, text, attachments } = withLogo.parsed;
    expect(html).toMatch(
      /<h1[^>]*><img class="logo" src="cid:logo@news\.example\.org" alt="Courant" height="48"/,
    );
    expect(attachments).toEqual([
      expect.objectContaining({
        filename: 'logo.png',
        mimeType: 'image/png',
        disposition: 'inline',
        related: true,
        contentId: '<logo@news.example.org>',
      }),
    ]);
    expect(Buffer.from(attachments[0]?.content as ArrayBuffer).equals(logo)).toBe(true);
    expect([text, html]).toEqual([expect.stringContaining('COURANT'), expect.stringContaining('</html>')]);
  });

  it('is one octet for another as large as its parts, in lines that SMTP takes', () => {
    const plain = messages[0]?.message.length ?? 0;
    const encoded = Math.ceil(logo.length / 3) * 4;
    expect(withLogo.message.length - plain).toBeGreaterThan(encoded);
    expect(withLogo.message.length - plain).toBeLessThan(encoded * 1.03 + 800);
    for (const line of withLogo.message.toString('latin1').split('\r\n')) {
      expect(line).toMatch(/^(?!\.)[\x20-\x7e]{0,998}$/);
    }
  });

  withPython(
    'is to a second parser an alternative of text, and of HTML with its picture (skipped without Python)',
    () => {
      const file = join(directory, 'logo.eml');
      writeFileSync(file, withLogo.message);
      const script = [
        'import email, email.policy, sys',
        'mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)',
        'print([part.get_content_type() for part in mail.walk()], sum(len(part.defects) for part in mail.walk()))',
      ].join('\n');
      expect(execFileSync('python3', ['-c', script, file]).toString().trim()).toBe(
        "['multipart/alternative', 'text/plain', 'multipart/related', 'text/html', 'image/png'] 0",
      );
    },
  );
});
