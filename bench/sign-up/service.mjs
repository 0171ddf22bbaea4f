// What the sign-up benchmarks share: a PostgreSQL and processes of Courant of their own, a client that keeps its
// connections, and the line that says on what machine it was.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/platform/embedded/postgres.js';

export const SECRET = 'a key of the benchmarks, 32 and more characters';
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** @param count how many processes share the database */
export async function startCourant(count = 1, env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'courant-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = new pg.Pool({ connectionString: postgres.url, max: 4 });
  const processes = [];
  const urls = [];
  for (let each = 0; each < count; each += 1) {
    const port = await freePort();
    urls.push(`http://localhost:${port}`);
    processes.push(
      spawn(process.execPath, [main], {
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'test',
          DATABASE_URL: postgres.url,
          DATA_DIR: dataDir,
          PORT: String(port),
          SOURCES: 'none',
          SECRET_KEY: SECRET,
          TRUST_PROXY: '127.0.0.1,::1',
          SIGN_UP_FILL_SECONDS: '0',
          ...env,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    await untilUp(urls.at(-1));
  }
  return {
    urls,
    database,
    stop: async () => {
      const ended = processes.map((one) => new Promise((resolve) => one.once('exit', resolve)));
      for (const one of processes) one.kill('SIGTERM');
      await Promise.all(ended);
      await database.end();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilUp(url) {
  for (let tries = 0; tries < 240; tries += 1) {
    try {
      if ((await fetch(`${url}/health/ready`)).ok) return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the service did not start');
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** @returns status, body and milliseconds from the first byte sent to the last received */
export function send(url, method, fields, headers = {}) {
  const isJson = headers['content-type'] === 'application/json';
  const body = fields && (isJson ? JSON.stringify(fields) : new URLSearchParams(fields).toString());
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const asked = request(
      url,
      {
        method,
        agent,
        headers: {
          ...(body && {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(body),
          }),
          ...headers,
        },
      },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: Buffer.concat(parts).toString('utf8'),
            ms: performance.now() - startedAt,
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Calls `act` with 0, 1, 2 … up to `count`, so many at a time. */
export async function inParallel(count, width, act) {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const mine = next;
      next += 1;
      await act(mine);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export function machine() {
  const load = loadavg().map((one) => one.toFixed(1));
  return `${cpus().length} × ${cpus()[0].model}, Node ${process.version}, load ${load.join(' ')}, ${new Date().toISOString().slice(0, 16)}`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
