// The few connections to the mail server: used again, replaced when they went stale, never more than agreed.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { SmtpPeer } from '../../src/platform/smtp/smtp-peer.js';
import { HANG_UP, MisbehavingServer, PIPELINING } from '../support/misbehaving-server.js';
import { until } from '../support/until.js';

const envelope = { from: 'b@news.example.org', to: 'ada@example.org', envid: 'an-id' };
const message = Buffer.from('Subject: papers\r\n\r\nThe first line.\r\n');
const yes = () => Promise.resolve(true);

let server: MisbehavingServer;
let peer: SmtpPeer;

function connect(connections: number): SmtpPeer {
  peer = new SmtpPeer({ smtp: { url: server.url, connections } } as Config);
  return peer;
}

beforeEach(async () => {
  server = await new MisbehavingServer().start();
});
afterEach(async () => {
  peer.onApplicationShutdown();
  await server.stop();
});

describe('connections', () => {
  it('are never more than agreed, and are used again', async () => {
    connect(3);
    const results = await Promise.all(
      Array.from({ length: 30 }, () => peer.handOver(envelope, message, yes)),
    );
    expect(results.every((result) => result?.outcome === 'accepted')).toBe(true);
    expect(server.messages).toHaveLength(30);
    expect(server.mostOpen).toBe(3);
    expect(server.connections).toBe(3);
  });

  it('stay within that number while the server keeps hanging up', async () => {
    server.answer = (stage, connection) => (stage === 'dot' && connection % 2 === 1 ? HANG_UP : undefined);
    connect(2);
    const results = await Promise.all(
      Array.from({ length: 12 }, () => peer.handOver(envelope, message, yes)),
    );
    expect(new Set(results.map((result) => result?.outcome))).toEqual(new Set(['accepted', 'unknown']));
    expect(server.mostOpen).toBeLessThanOrEqual(2);
  });

  it('that went stale without a word are replaced, and no mail is lost or sent twice', async () => {
    server.answer = (stage, connection) =>
      stage === 'MAIL' && connection === 1 && used ? HANG_UP : undefined;
    let used = false;
    connect(1);
    await peer.handOver(envelope, message, yes);
    used = true;
    expect(await peer.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    expect(server.messages).toHaveLength(2);
    expect(server.connections).toBe(2);
  });

  it.each([
    ['hangs up on', () => server.hangUpOnAll()],
    ['takes leave of', () => server.sayToAll('421 4.4.2 idle for too long')],
  ])('that the server %s while nobody speaks are replaced', async (_, end) => {
    connect(1);
    await peer.handOver(envelope, message, yes);
    end();
    await until('the connection to end', () => server.open === 0);
    expect(await peer.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    expect(server.messages).toHaveLength(2);
  });

  it('are ended politely at shutdown', async () => {
    connect(2);
    await Promise.all([1, 2].map(() => peer.handOver(envelope, message, yes)));
    peer.onApplicationShutdown();
    await until('both connections to end', () => server.open === 0);
    expect(server.commands.filter((line) => line === 'QUIT')).toHaveLength(2);
  });
});

describe('a reply that comes too soon', () => {
  it('says nothing of a mail that is still on its way, whose memory must not serve another yet', async () => {
    const said: Partial<Record<string, string>> = { message: '250 2.0.0 taken', dot: '250 2.0.0 taken' };
    server.answer = (stage) => said[stage];
    const long = Buffer.from(`Subject: papers\r\n\r\n${'The first line.\r\n'.repeat(400_000)}`);
    const asItWas = long.toString('latin1');
    const handOver = await connect(1).handOver(envelope, long, yes);
    long.fill('x');
    await until('the mail to come', () => server.messages.length > 0);
    expect(handOver).toMatchObject({ outcome: 'accepted' });
    expect(server.messages[0] === asItWas).toBe(true);
  });

  it('is not about the mail when nothing of it was sent', async () => {
    const said: Partial<Record<string, string>> = {
      EHLO: PIPELINING,
      DATA: '354 go ahead\r\n250 2.0.0 taken',
    };
    server.answer = (stage, connection) => (connection === 1 ? said[stage] : undefined);
    const first = await connect(1).handOver(envelope, message, yes);
    expect(first).toMatchObject({ outcome: 'not_taken', reply: expect.stringContaining('Out of turn') });
    expect(await peer.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    expect(server.messages).toHaveLength(1);
  });
});

describe('permission', () => {
  it('is asked with the connection ready; refused, nothing is sent', async () => {
    connect(1);
    expect(await peer.handOver(envelope, message, () => Promise.resolve(false))).toBeUndefined();
    expect(server.connections).toBe(1);
    expect(server.commands.filter((line) => /^(MAIL|RCPT|DATA)/.test(line))).toEqual([]);
    expect(await peer.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    expect(server.connections).toBe(1);
  });

  it('that cannot be got fails, and leaves the connection to the next mail', async () => {
    connect(1);
    const noAnswer = () => Promise.reject(new Error('the database is gone'));
    await expect(peer.handOver(envelope, message, noAnswer)).rejects.toThrow('the database is gone');
    expect(await peer.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    expect(server.connections).toBe(1);
    expect(server.messages).toHaveLength(1);
  });
});

describe('verify', () => {
  it('passes when the server greets, and gives its words when it does not', async () => {
    connect(1);
    await expect(peer.verify()).resolves.toBeUndefined();
    server.answer = (stage) => (stage === 'connect' ? '554 5.7.1 not you' : undefined);
    await expect(peer.verify()).rejects.toThrow('554 5.7.1 not you');
  });
});
