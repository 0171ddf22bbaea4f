// How connections end when the process stops: what is being answered is answered, within a time; nobody else is waited for.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** An answer that takes longer is cut off. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Browsers and clients open connections they may never use. Node counts such a connection as busy and waits a minute for
 * its first request, so we hang up ourselves.
 */
export function hangUpOnStop(
  fastify: Pick<FastifyInstance, 'addHook' | 'server'>,
  answerWithinMs = ANSWER_WITHIN_MS,
): void {
  const server: Server = fastify.server;
  const unused = new Set<Socket>();
  let isStopping = false;
  server.on('connection', (socket: Socket) => {
    if (isStopping) return void socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  fastify.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close');
  });
  fastify.addHook('preClose', async () => {
    isStopping = true;
    for (const socket of unused) socket.destroy();
    setTimeout(() => server.closeAllConnections(), answerWithinMs).unref();
  });
}
