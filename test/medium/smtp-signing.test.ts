// What the composer signs is verified by others: a verifier of our own from the RFC, and dkimpy where it is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeConfig } from '../../src/config/config.js';
import { quotedPart } from '../../src/shared/quoted-printable.js';
import { readEnvironment } from '../../src/config/env.js';
import { messageHeaders } from '../../src/deliveries/message-headers.js';
import { type Message, MessageComposer } from '../../src/platform/smtp/message-composer.js';
import { verifyDkim } from '../support/verify-dkim.js';

const directory = mkdtempSync(join(tmpdir(), 'courant-dkim-'));
afterAll(() => rmSync(directory, { recursive: true }));

const at = new Date('2026-06-29T12:00:00Z');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const dnsKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

function configOf(key: string | undefined) {
  const file = join(directory, 'dkim.pem');
  if (key !== undefined) writeFileSync(file, key);
  const dkim = { DKIM_DOMAIN: 'news.example.org', DKIM_SELECTOR: 'courant2026', DKIM_KEY_FILE: file };
  const env = readEnvironment({ MAIL_FROM: 'digest@news.example.org', ...(key === undefined ? {} : dkim) });
  return makeConfig(env, { databaseUrl: '', smtpUrl: 'smtp://mail', mailboxDir: undefined });
}

const composerWith = (key: string | undefined) => new MessageComposer(configOf(key));

function digest(change: Partial<Message> = {}): Message {
  const config = configOf(undefined);
  return {
    from: config.mail.from,
    to: 'ada@example.org',
    messageId: '<0192f0c4@news.example.org>',
    subject: 'Übermut: 7 papers for you — and a subject so long that it has to be folded in the header',
    text: quotedPart('Hello  there, \n\n.a line with a dot\nΣ and trailing spaces   \n\n\n'),
    html: quotedPart(`<p>Hello</p>${'<b>Σ long line</b> '.repeat(100)}\n\n`),
    date: at,
    headers: messageHeaders(config, 'digest', 'https://news.example.org/u/token', '202606'),
    ...change,
  };
}

describe('a signed mail', () => {
  it('is verified by the rules of RFC 6376', async () => {
    const message = await composerWith(pem).compose(digest());
    expect(verifyDkim(message, dnsKey)).toMatchObject({
      domain: 'news.example.org',
      selector: 'courant2026',
    });
  });

  it('covers what receivers ask to be covered', async () => {
    const { signed } = verifyDkim(await composerWith(pem).compose(digest()), dnsKey);
    expect(signed).toEqual(
      expect.arrayContaining([
        'from',
        'to',
        'subject',
        'date',
        'message-id',
        'list-id',
        'list-unsubscribe',
        'list-unsubscribe-post',
        'feedback-id',
      ]),
    );
  });

  it.each([
    ['Subject:', 'Subject: Re:'],
    ['To: ada@', 'To: eve@'],
    ['/u/token', '/u/other'],
    ['List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Click'],
    ['Feedback-ID: digest', 'Feedback-ID: other'],
    ['a line with a dot', 'a line with a cat'],
  ])('does not survive a change of %j', async (before, after) => {
    const message = (await composerWith(pem).compose(digest())).toString('latin1');
    expect(message).toContain(before);
    const changed = Buffer.from(message.replace(before, after), 'latin1');
    expect(() => verifyDkim(changed, dnsKey)).toThrow();
  });

  it('survives white space that is changed on the way', async () => {
    const message = (await composerWith(pem).compose(digest())).toString('latin1');
    const changed = message.replace('Subject: ', 'subject:    ').replace(/$/, '\r\n\r\n');
    expect(() => verifyDkim(Buffer.from(changed, 'latin1'), dnsKey)).not.toThrow();
  });

  const python = ['python3', '/usr/bin/python3'].find(
    (program) => spawnSync(program, ['-c', 'import dkim']).status === 0,
  );
  const test = python === undefined ? it.skip : it;
  test('is verified by dkimpy (skipped where python3-dkim is not installed)', async () => {
    const script = [
      'import dkim, sys',
      'record = b"v=DKIM1; k=rsa; p=" + sys.argv[1].encode()',
      'name = []',
      'ask = lambda asked, timeout=5: name.append(asked) or record',
      'print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=ask), name[0].decode())',
    ].join('\n');
    const message = await composerWith(pem).compose(digest());
    const verdict = (input: Buffer) =>
      execFileSync(python ?? '', ['-c', script, dnsKey], { input })
        .toString()
        .trim();
    expect(verdict(message)).toBe('True courant2026._domainkey.news.example.org.');
    const forged = Buffer.from(message.toString('latin1').replace('/u/token', '/u/other'), 'latin1');
    expect(verdict(forged)).toMatch(/^False/);
  });
});

describe('checkSigning', () => {
  it('is content with an RSA key, in either PEM form', async () => {
    const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    await expect(composerWith(pem).checkSigning(at)).resolves.toBeUndefined();
    await expect(composerWith(pkcs1).checkSigning(at)).resolves.toBeUndefined();
  });

  it('is content without a key', async () => {
    const composer = composerWith(undefined);
    await expect(composer.checkSigning(at)).resolves.toBeUndefined();
    expect((await composer.compose(digest())).toString()).not.toMatch(/^DKIM-Signature:/im);
  });

  const refused: [string, string][] = [
    [
      'an Ed25519 key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    [
      'an elliptic-curve key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    [
      'a key behind a passphrase',
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    ],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['no key at all', 'not a key\n'],
    ['an empty file', ''],
  ];
  it.each(refused)('refuses %s in a sentence that says what is expected', async (_, key) => {
    await expect(composerWith(key).checkSigning(at)).rejects.toThrow(
      /^DKIM_KEY_FILE does not sign: .*RSA private key in PEM form.*Check DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE\.$/,
    );
  });

  it('refuses a key that is too short for anyone to trust', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 768 }).privateKey;
    const key = short.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(composerWith(key).checkSigning(at)).rejects.toThrow(/768 bits.*fewer than 1024/);
  });
});
