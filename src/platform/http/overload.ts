// What becomes of requests when there are more than this process can answer: they are told to come again, at once and in a
// line, instead of waiting until nobody waits for them any more.
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Answered one after the other these take about half a minute on two slow cores. */
const MOST_AT_ONCE = 1_500;
export const RETRY_AFTER_S = 5;

/** @param say the line, in the language of who asks */
export function refuseOverload(
  fastify: Pick<FastifyInstance, 'addHook'>,
  say: (request: FastifyRequest) => string,
  most = MOST_AT_ONCE,
): void {
  let underWay = 0;
  fastify.addHook('onRequest', async (request, reply) => {
    underWay += 1;
    // Whether the process lives is asked by whoever would end it.
    if (underWay <= most || request.url.startsWith('/health/')) return;
    reply.status(503).header('retry-after', RETRY_AFTER_S).type('text/plain; charset=utf-8');
    await reply.send(say(request));
  });
  // Also comes when the other side hangs up.
  fastify.addHook('onResponse', async () => {
    underWay -= 1;
  });
}

/** Prisma's words for a database that has no connection free for us; the same request may do in a moment. */
const PASSING = new Set(['P1008', 'P2024', 'P2028', 'P2034', 'P2037']);
/** And for one that is not there, or went away. */
const AWAY = new Set(['P1001', 'P1002', 'P1017']);
/** Those of a query in SQL, whose code is always the same. */
const AWAY_WORDS = /Can't reach database server|Server has closed the connection/;

/** Whether a request failed because the database does not answer. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && AWAY.has(code)) || AWAY_WORDS.test(error.message);
}

/** Whether a request failed for want of room, and not by a fault of ours. */
export function isOverload(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return (
    statusCode === 503 ||
    (typeof code === 'string' && PASSING.has(code)) ||
    /timeout exceeded when trying to connect/.test(error.message)
  );
}
