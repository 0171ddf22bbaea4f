// The local mailbox over a real socket: what is sent is what is kept.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { startLocalMailbox } from '../../src/platform/embedded/mailbox.js';
import type { LocalMailbox } from '../../src/platform/embedded/mailbox.js';
import { listMessages, readMessage, storeMessage } from '../../src/platform/embedded/mailbox-store.js';
import type { StoredMessage } from '../../src/platform/embedded/mailbox-store.js';
import { parseStored } from '../../src/platform/embedded/mailbox-view.js';

const RECEIVED_AT = new Date('2026-03-04T05:06:07.089Z');

let root: string;
let directory: string;
let mailbox: LocalMailbox | undefined;
let announced: StoredMessage[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'courant-mailbox-'));
  directory = join(root, 'mail');
  announced = [];
});

afterEach(async () => {
  await mailbox?.stop();
  mailbox = undefined;
  await rm(root, { recursive: true, force: true });
});

async function start(port = 0): Promise<LocalMailbox> {
  mailbox = await startLocalMailbox({
    directory,
    port,
    now: () => RECEIVED_AT,
    onMessage: (message) => announced.push(message),
  });
  return mailbox;
}

async function send(raw: Buffer, to: string[] = ['reader@example.org']): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: mailbox?.port, secure: false });
  await transport.sendMail({ envelope: { from: 'bounces+1@example.com', to }, raw });
  transport.close();
}

describe('startLocalMailbox', () => {
  it('keeps the bytes exactly as they were sent, with the envelope SMTP gave', async () => {
    await start();
    const raw = Buffer.from(
      'From: Courant <digest@example.com>\r\nTo: a@example.org\r\nSubject: =?UTF-8?Q?Caf=C3=A9_=E2=9C=93?=\r\n' +
        'Content-Type: text/plain; charset=utf-8\r\n\r\n.dot first\r\n..\r\n.\r\nünïcode\r\n\r\n.\r\nend\r\n',
    );
    await send(raw, ['a@example.org', 'b@example.org']);

    const [listed] = await listMessages(directory, 10);
    expect(listed).toMatchObject({
      from: 'bounces+1@example.com',
      to: ['a@example.org', 'b@example.org'],
      subject: 'Café ✓',
      receivedAt: RECEIVED_AT,
      size: raw.length,
    });
    const stored = await readMessage(directory, listed?.id ?? '');
    expect(stored?.raw.equals(raw)).toBe(true);
    expect(announced).toEqual([stored?.envelope]);
  });

  it('accepts an address outside ASCII', async () => {
    await start();
    await send(Buffer.from('Subject: x\r\n\r\nx\r\n'), ['jürgen@example.org']);
    expect((await listMessages(directory, 1))[0]?.to).toEqual(['jürgen@example.org']);
  });

  it('steps over ports that are in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = (other.address() as AddressInfo).port;
    const { port } = await start(taken);
    other.close();
    expect(port).toBeGreaterThan(taken);
    expect(port).toBeLessThanOrEqual(taken + 50);
  });

  it('keeps nothing of a message that was cut off', async () => {
    const { port } = await start();
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    let said = '';
    socket.on('data', (text) => (said += String(text)));
    // Who talks before the greeting is sent away.
    while (!said.includes('220 ')) await once(socket, 'data');
    socket.write('EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n');
    while (!said.includes('354 ')) await once(socket, 'data');
    await new Promise((resolve) => socket.write('Subject: half\r\n\r\nonly half of', resolve));
    socket.destroy();
    await mailbox?.stop();
    expect(await listMessages(directory, 10)).toEqual([]);
  });

  it('refuses a message above 10 MB and keeps nothing of it', async () => {
    await start();
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'x'.repeat(76) + '\r\n');
    const raw = Buffer.concat([Buffer.from('Subject: big\r\n\r\n'), body, Buffer.from('\r\n')]);
    await expect(send(raw)).rejects.toThrow(/552|exceeds/i);
    expect(await listMessages(directory, 10)).toEqual([]);
  });

  it('answers with a temporary failure, not 250, when the message cannot be written', async () => {
    await writeFile(directory, 'a file where the folder should be');
    await start();
    await expect(send(Buffer.from('Subject: x\r\n\r\nx\r\n'))).rejects.toThrow(/452/);
    await rm(directory);
  });
});

describe('the store', () => {
  const raw = Buffer.from('Subject: x\r\n\r\nx\r\n');
  const envelope = { from: '', to: ['a@example.org'] };

  it('lists the newest first, also within one millisecond', async () => {
    const first = await storeMessage(directory, envelope, raw, RECEIVED_AT);
    const second = await storeMessage(directory, envelope, raw, RECEIVED_AT);
    const third = await storeMessage(directory, envelope, raw, new Date(RECEIVED_AT.getTime() + 1));
    const ids = (await listMessages(directory, 2)).map(({ id }) => id);
    expect(ids).toEqual([third.id, second.id]);
    expect(first.id < second.id).toBe(true);
  });

  it('gives out nothing that lies outside its folder', async () => {
    await storeMessage(directory, envelope, raw, RECEIVED_AT);
    await writeFile(join(root, 'secret.json'), '{"receivedAt":"2026-03-04T05:06:07Z"}');
    await writeFile(join(root, 'secret.eml'), 'secret');
    for (const id of [
      '../secret',
      '..%2fsecret',
      join(root, 'secret'),
      '',
      '.',
      '20260304T050607089Z-0000-zz',
    ]) {
      expect(await readMessage(directory, id)).toBeUndefined();
    }
  });

  it('lists nothing before the first message', async () => {
    expect(await listMessages(join(root, 'none'), 10)).toEqual([]);
  });

  it('keeps the newest 2,000', async () => {
    for (let n = 0; n < 2_101; n += 1) {
      await storeMessage(directory, envelope, raw, new Date(RECEIVED_AT.getTime() + n));
    }
    const files = await readdir(directory);
    expect(files).toHaveLength(2 * 2_000);
    const listed = await listMessages(directory, 5_000);
    expect(listed).toHaveLength(2_000);
    expect(listed[0]?.receivedAt).toEqual(new Date(RECEIVED_AT.getTime() + 2_100));
  });
});

describe('parseStored', () => {
  it('takes a digest apart into what the web view shows', async () => {
    const raw = Buffer.from(
      'From: =?UTF-8?Q?Caf=C3=A9?= <digest@example.com>\r\nTo: Ann <a@example.org>, b@example.org\r\nSubject: Today\r\n' +
        'List-Unsubscribe: <https://example.com/u>\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n' +
        '--x\r\nContent-Type: text/plain\r\n\r\nplain\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--x--\r\n',
    );
    const view = await parseStored(raw);
    expect(view).toMatchObject({
      subject: 'Today',
      from: 'Café <digest@example.com>',
      to: ['Ann <a@example.org>', 'b@example.org'],
      text: expect.stringContaining('plain'),
      html: expect.stringContaining('<p>rich</p>'),
    });
    expect(view.headers).toContainEqual({ name: 'List-Unsubscribe', value: '<https://example.com/u>' });
  });
});
