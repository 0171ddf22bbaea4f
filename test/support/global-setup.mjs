// Once before all tests: a PostgreSQL of our own with a migrated template database, and a Redis when TEST_QUEUE=redis.
// Every test file clones the template. Processes that tests start run the built code, bundled; `npm test` builds first.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bundleProgram, keepCode } from './bundle-program.mjs';
import { loadTypeScript } from './jest/load-typescript.cjs';

loadTypeScript();
// The same modules that tests import when they run in this process: the schema engine bears no second one beside it.
const { startEmbeddedPostgres } = await import('../../src/platform/embedded/postgres.js');
const { chooseOwnPort } = await import('./own-port.js');
const { createTestDatabase } = await import('./test-database.js');
const { migrate } = await import('../../src/platform/prisma/migrate.js');

export const TEMPLATE = 'courant_template';

export default async function setUp() {
  const servers = [];
  const [program, serverUrl] = await Promise.all([
    bundleProgram(),
    process.env.TEST_DATABASE_URL ?? startPostgres(servers),
  ]);
  process.env.COURANT_TEST_PROGRAM = program;
  await makeTemplate(serverUrl);
  process.env.COURANT_TEST_SERVER = serverUrl;
  const database = await createTestDatabase();
  await keepCode({ DATABASE_URL: database.url, PORT: String(await chooseOwnPort()) });
  await database.drop();
  if (process.env.TEST_QUEUE === 'redis') {
    process.env.COURANT_TEST_REDIS = process.env.TEST_REDIS_URL ?? (await startRedis(servers));
  }
  globalThis.stopTestServers = async () => {
    for (const stop of servers.toReversed()) await stop();
  };
}

async function startPostgres(servers) {
  // Its own directory beside the service's: programs are copied once and stay.
  const dataDir = process.env.TEST_DATA_DIR ?? join(process.cwd(), '.courant', 'test');
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  servers.push(() => postgres.stop());
  return postgres.url;
}

async function makeTemplate(serverUrl) {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const leftovers = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'courant_test_%'");
  for (const { datname } of leftovers.rows)
    await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = TEMPLATE;
  await migrate(url.href);
}

async function startRedis(servers) {
  const port = await chooseOwnPort();
  const directory = mkdtempSync(join(tmpdir(), 'courant-redis-'));
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory];
  const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve, reject) => {
    redis.once('error', () =>
      reject(new Error('TEST_QUEUE=redis needs redis-server; install it or set TEST_REDIS_URL')),
    );
    redis.stdout.on('data', (chunk) => chunk.toString().includes('Ready to accept') && resolve());
  });
  servers.push(() => {
    redis.kill();
    return Promise.resolve();
  });
  return `redis://127.0.0.1:${port}`;
}
