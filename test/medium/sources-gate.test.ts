// arXiv's wish, kept by the real client in two processes: one request at a time over all three services, and a pause.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { killScripts, startScript } from '../support/own-script.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { feedOf, oaiOf, queryOf } from '../support/source-documents.js';

/** Of three seconds. */
const LANE_FACTOR = 0.05;
const PAUSE_MS = 150;
const ROUNDS = 2;

let database: TestDatabase;
let server: Server;
const visits: { path: string; user: string; beganAt: number }[] = [];
let open = 0;
let connections = 0;
let mostOpen = 0;
let mostConnections = 0;

const papers = [{ title: 'A title' }];
const answers: Record<string, [type: string, content: string]> = {
  '/rss/cs': ['application/rss+xml', feedOf(papers)],
  '/oai': ['text/xml', oaiOf(papers)],
  '/api/query': ['application/atom+xml', queryOf(papers)],
};

beforeAll(async () => {
  database = await createTestDatabase();
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    visits.push({ path, user: request.headers['user-agent'] ?? '', beganAt: performance.now() });
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on('close', () => {
      open -= 1;
    });
    const [type, content] = answers[path] ?? ['text/plain', ''];
    if (path === '/old-oai') return void response.writeHead(301, { location: '/oai' }).end();
    // Long enough for another to come in between, if it could.
    setTimeout(() => response.writeHead(200, { 'content-type': type }).end(content), 40);
  });
  server.on('connection', (socket) => {
    connections += 1;
    mostConnections = Math.max(mostConnections, connections);
    socket.on('close', () => (connections -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(killScripts);
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});

/** A process that asks all three services at once, again and again, as the built service would. */
function asker(name: string): Promise<string> {
  const dist = new URL('../../dist/', import.meta.url).href;
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const code = `
    const [{ PrismaService }, { RequestGate }, { SourceClient, SourcePace }, { SystemClock }, sources] = await Promise.all([
      import('${dist}platform/prisma/prisma.service.js'),
      import('${dist}platform/fetch/request-gate.js'),
      import('${dist}papers/sources/source-client.js'),
      import('${dist}shared/clock.js'),
      import('${dist}papers/sources/polled-sources.js'),
    ]);
    class Pace extends SourcePace { laneFactor = ${LANE_FACTOR} }
    const config = {
      production: false, databaseUrl: process.env.DATABASE_URL, http: { publicUrl: 'http://${name}.example.org' },
      sources: { names: ['arxiv'], archives: ['cs'], moreHosts: [], huggingFaceToken: undefined, urls: {
        huggingFace: '${base}', arxivFeed: '${base}', arxivOai: '${base}/old-oai', arxivApi: '${base}/api/query', biorxiv: '${base}' } },
    };
    const prisma = new PrismaService(config);
    const clock = new SystemClock();
    const client = new SourceClient(config, clock, new RequestGate(prisma), new Pace());
    const polled = new sources.PolledSources(config, clock, client);
    const readAll = async (source) => { for await (const item of source.read()) void item; };
    for (let round = 0; round < ${ROUNDS}; round += 1) {
      const all = [polled.open('arxiv', undefined), polled.open('arxiv-oai', undefined), polled.openIds(['2606.20001'])];
      await Promise.all(all.map(readAll));
    }
    await prisma.$disconnect();`;
  return startScript(code, { DATABASE_URL: database.url }).ended;
}

describe('two processes that ask arXiv at its three services', () => {
  it('are one visitor to it: one connection, one request at a time, and a pause after each, redirects included', async () => {
    expect(await Promise.all([asker('one'), asker('two')])).toEqual(['', '']);
    expect(visits).toHaveLength(2 * 4 * ROUNDS);
    expect(new Set(visits.map(({ user }) => user)).size).toBe(2);
    expect(new Set(visits.map(({ path }) => path))).toEqual(
      new Set(['/rss/cs', '/old-oai', '/oai', '/api/query']),
    );
    expect([mostOpen, mostConnections]).toEqual([1, 1]);
    const gaps = visits.slice(1).map(({ beganAt }, index) => beganAt - (visits[index]?.beganAt ?? 0));
    // The pause is kept by the database's clock, and seen here by another: give that a few milliseconds.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(PAUSE_MS - 5);
  });
});
