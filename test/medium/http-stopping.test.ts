// A process that is told to stop: which connections it waits for, and how long.
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { hangUpOnStop } from '../../src/platform/http/hang-up.js';

let server: FastifyInstance | undefined;
let finish: () => void;
let asked: Promise<void>;

/** @returns its port */
async function start(answerWithinMs?: number): Promise<number> {
  server = fastify({ forceCloseConnections: 'idle' });
  hangUpOnStop(server, answerWithinMs);
  const answer = new Promise<void>((resolve) => (finish = resolve));
  asked = new Promise((resolve) => {
    server?.get('/', async () => {
      resolve();
      await answer;
      return 'the answer';
    });
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  return (server.server.address() as { port: number }).port;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Until the server has noticed. */
const noticed = () => new Promise((resolve) => setTimeout(resolve, 100));

afterEach(async () => {
  finish();
  await server?.close();
});

describe('a server that stops', () => {
  it('hangs up on connections nobody has used, or not to the end of a first request', async () => {
    const port = await start();
    const [unused, begun] = [await open(port), await open(port)];
    begun.write('GET / HTTP/1.1\r\nHost: x\r\n');
    await noticed();
    // Node alone would wait a minute for them, longer than this test may take.
    await server?.close();
    for (const socket of [unused, begun]) if (!socket.closed) await once(socket, 'close');
  });

  it('answers what was asked before', async () => {
    const port = await start();
    const socket = await open(port);
    let heard = '';
    socket.on('data', (text: string) => (heard += text));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked;
    const closed = server?.close();
    await noticed();
    finish();
    await closed;
    if (!socket.closed) await once(socket, 'close');
    expect(heard).toMatch(/^HTTP\/1.1 200 [\s\S]*connection: close[\s\S]*the answer$/);
  });

  it('does not wait for ever for an answer that does not come', async () => {
    const port = await start(50);
    const socket = await open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked;
    await server?.close();
    if (!socket.closed) await once(socket, 'close');
  });
});
