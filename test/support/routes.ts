// Every route the service answers to, from Fastify's own table.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RunningCourant } from '../../src/courant.js';

export interface Route {
  method: string;
  /** With its parameters: `/confirm/:token`. */
  path: string;
}

/** Reads the tree that Fastify prints: each line adds to the path of the line it hangs from. */
export function routesOf(service: RunningCourant): Route[] {
  const fastify = (service.app as NestFastifyApplication).getHttpAdapter().getInstance();
  const parents: string[] = [];
  const routes: Route[] = [];
  for (const line of fastify.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line);
    if (!found) continue;
    const [, indent = '', segment = '', methods = ''] = found;
    const depth = indent.length / 4;
    const path = `${parents[depth - 1] ?? ''}${segment}`.replaceAll('//', '/');
    parents[depth] = path;
    for (const method of methods.split(', ').filter(Boolean)) routes.push({ method, path });
  }
  return routes;
}
