// Lets the scripts of chosen sites sign somebody up, and every site load the scripts that do so. Nothing else is shared:
// no cookie goes with it, and no other path answers to another origin.
import type { FastifyReply, FastifyRequest } from 'fastify';

const OPEN_PATHS = new Set(['/api/subscriptions', '/api/challenge']);
const OPEN_ASSETS = new Set(['/assets/embed.js', '/assets/work.js']);

/** @returns whether the request was a question of the browser's, which is answered with that */
export function shareWith(origins: readonly string[], request: FastifyRequest, reply: FastifyReply): boolean {
  const [path = ''] = request.url.split('?');
  if (!OPEN_PATHS.has(path)) return false;
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return false;
  void reply.header('access-control-allow-origin', origin);
  void reply.header('access-control-expose-headers', 'retry-after');
  if (request.method !== 'OPTIONS') return false;
  void reply
    .header('access-control-allow-methods', 'GET, POST')
    .header('access-control-allow-headers', 'content-type')
    .header('access-control-max-age', '600')
    .status(204)
    .send();
  return true;
}

/** Caches are told that the answer depends on who asks, besides whatever else it depends on. */
export function varyByOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const [path = ''] = request.url.split('?');
  if (!OPEN_PATHS.has(path)) return;
  const others = reply.getHeader('vary');
  void reply.header('vary', others === undefined ? 'origin' : `${String(others)}, origin`);
}

/** The policies that keep our files to our pages do not hold for scripts that are made for other sites. */
export function shareAssets(request: FastifyRequest, reply: FastifyReply): void {
  const [path = ''] = request.url.split('?');
  if (!OPEN_ASSETS.has(path)) return;
  void reply
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('access-control-allow-origin', '*');
}
