// Several mail servers, each with its share; encryption that means what its policy says; addresses in Unicode.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import type { Config } from '../../src/config/config.js';
import { SmtpPeer } from '../../src/platform/smtp/smtp-peer.js';
import { MisbehavingServer } from '../support/misbehaving-server.js';
import { noteLog } from '../support/noted-log.js';

const envelope = { from: 'b@news.example.org', to: 'ada@example.org', envid: 'an-id' };
const message = Buffer.from('Subject: papers\r\n\r\nThe first line.\r\n');
const yes = () => Promise.resolve(true);
const peers: SmtpPeer[] = [];
noteLog();

function peer(url: string, more: Partial<Config['smtp']> = {}): SmtpPeer {
  const made = new SmtpPeer({ smtp: { url, connections: 4, tls: 'opportunistic', ...more } } as Config);
  peers.push(made);
  return made;
}
afterEach(() => {
  for (const made of peers.splice(0)) made.onApplicationShutdown();
});

describe('several servers', () => {
  let first: MisbehavingServer;
  let second: MisbehavingServer;
  beforeEach(async () => {
    first = await new MisbehavingServer().start();
    second = await new MisbehavingServer().start();
  });
  afterEach(() => Promise.all([first.stop(), second.stop()]));

  async function handOver(ours: SmtpPeer, mails: number): Promise<void> {
    for (let sent = 0; sent < mails; sent += 1) {
      expect(await ours.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    }
  }

  it('share the mail by their weights', async () => {
    await handOver(peer(`${first.url}?weight=2, ${second.url}`), 30);
    expect([first.messages.length, second.messages.length]).toEqual([20, 10]);
  });

  it('have connections of their own', async () => {
    const ours = peer(`${first.url}?connections=1, ${second.url}?connections=3`);
    expect(ours.connections).toBe(4);
    await Promise.all(Array.from({ length: 20 }, () => ours.handOver(envelope, message, yes)));
    expect([first.mostOpen, second.mostOpen]).toEqual([1, 3]);
  });

  it('stand in for each other, and the one that was away gets mail again', async () => {
    const ours = peer(`${first.url}, ${second.url}`);
    first.answer = (stage) => (stage === 'connect' ? { last: '421 4.3.2 away' } : undefined);
    await handOver(ours, 10);
    expect(second.messages).toHaveLength(10);
    expect(first.connections).toBeLessThanOrEqual(2);
    first.answer = () => undefined;
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    await handOver(ours, 10);
    expect(first.messages.length).toBeGreaterThanOrEqual(4);
  }, 20_000);

  it('that are all away take nothing, and say why', async () => {
    for (const server of [first, second])
      server.answer = (stage) => (stage === 'connect' ? { last: '554 5.7.1 not you' } : undefined);
    const result = await peer(`${first.url}, ${second.url}`).handOver(envelope, message, yes);
    expect(result).toMatchObject({ outcome: 'not_taken', reply: expect.stringContaining('554 5.7.1') });
  });
});

describe('addresses in Unicode', () => {
  let server: MisbehavingServer;
  beforeEach(async () => {
    server = await new MisbehavingServer().start();
  });
  afterEach(() => server.stop());

  it('go to servers that offer SMTPUTF8', async () => {
    server.answer = (stage) =>
      stage === 'EHLO' ? '250-mail.example.org\r\n250-8BITMIME\r\n250 SMTPUTF8' : undefined;
    const result = await peer(server.url).handOver({ ...envelope, to: 'josé@example.org' }, message, yes);
    expect(result).toMatchObject({ outcome: 'accepted' });
    expect(server.commands.find((line) => line.startsWith('MAIL'))).toMatch(/ BODY=8BITMIME SMTPUTF8$/);
  });

  it('are refused here, without a word to the server, where it does not', async () => {
    const result = await peer(server.url).handOver({ ...envelope, to: 'josé@example.org' }, message, yes);
    expect(result).toMatchObject({ outcome: 'refused', code: 553, reply: expect.stringContaining('5.6.7') });
    expect(server.commands.filter((line) => line.startsWith('MAIL'))).toEqual([]);
  });

  it('have their domain in A-labels, and then need no such server', async () => {
    const result = await peer(server.url).handOver({ ...envelope, to: 'ada@exämple.org' }, message, yes);
    expect(result).toMatchObject({ outcome: 'accepted' });
    expect(server.commands.find((line) => line.startsWith('RCPT'))).toContain('<ada@xn--exmple-cua.org>');
  });
});

describe('encryption', () => {
  const withOpenssl = isThere('openssl') ? it : it.skip;
  let folder: string;
  let server: SMTPServer | undefined;
  let ca = '';
  const seen: boolean[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'courant-smtp-tls-'));
    if (withOpenssl === it.skip) return;
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
      stdio: 'ignore',
    });
    ca = readFileSync(join(folder, 'cert.pem'), 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    const ending = server;
    server = undefined;
    if (ending) await new Promise<void>((resolve) => ending.close(resolve));
  });

  /** @returns the port of a server that notes whether each mail came encrypted, and asks for a login */
  async function listen(disabledCommands: string[] = []): Promise<number> {
    seen.length = 0;
    const started = new SMTPServer({
      key: readFileSync(join(folder, 'key.pem')),
      cert: ca,
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands,
      disableReverseLookup: true,
      closeTimeout: 100,
      onAuth: (login, _session, done) => done(null, { user: login.username }),
      onData: (stream, session, done) => {
        seen.push(session.secure);
        stream.resume().on('end', () => done());
      },
    });
    server = started;
    started.on('error', () => undefined);
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return (started.server.address() as AddressInfo).port;
  }

  withOpenssl('is used when it is offered, with any certificate', async () => {
    const port = await listen();
    expect(await peer(`smtp://localhost:${port}`).handOver(envelope, message, yes)).toMatchObject({
      outcome: 'accepted',
    });
    expect(seen).toEqual([true]);
  });

  withOpenssl('is done without where it is not offered', async () => {
    const port = await listen(['STARTTLS']);
    await peer(`smtp://localhost:${port}`).handOver(envelope, message, yes);
    expect(seen).toEqual([false]);
  });

  withOpenssl('that is required is required', async () => {
    const bare = await listen(['STARTTLS']);
    const result = await peer(`smtp://localhost:${bare}?tls=require`).handOver(envelope, message, yes);
    expect(result).toMatchObject({
      outcome: 'not_taken',
      reply: expect.stringContaining('offers no encryption'),
    });
    expect(seen).toEqual([]);
  });

  withOpenssl('that is required asks for a certificate of a known authority', async () => {
    const port = await listen();
    const url = `smtp://localhost:${port}?tls=require`;
    expect(await peer(url).handOver(envelope, message, yes)).toMatchObject({
      outcome: 'not_taken',
      reply: expect.stringMatching(/certificate/i),
    });
    expect(await peer(url, { ca: [ca] }).handOver(envelope, message, yes)).toMatchObject({
      outcome: 'accepted',
    });
    expect(seen).toEqual([true]);
  });

  withOpenssl('guards the login as well', async () => {
    const port = await listen();
    const url = `smtp://me:secret@localhost:${port}`;
    expect(await peer(url, { tls: 'require', ca: [ca] }).handOver(envelope, message, yes)).toMatchObject({
      outcome: 'accepted',
    });
  });
});

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
