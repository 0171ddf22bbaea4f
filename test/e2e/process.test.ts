// The service as a process: how it starts, how it refuses to start, how it ends.
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeConfig } from '../../src/config/config.js';
import { readEnvironment } from '../../src/config/env.js';
import { chooseOwnPort } from '../support/own-port.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { CourantProcess, killLeftovers, runCourant } from '../support/courant-process.js';
import { testEnvironment } from '../support/courant-under-test.js';
import { ordinaryAccount } from '../support/ordinary-account.js';
import { confirmLink, submitForm } from '../support/reader.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const scratch = mkdtempSync(join(tmpdir(), 'courant-process-'));
const account = ordinaryAccount();
const privileged = Number(readPrivilegedPorts());
const asOrdinary = account && privileged > 80 ? it : it.skip;
let database: TestDatabase;
let sink: SmtpSink;

beforeAll(async () => {
  // The embedded PostgreSQL does not run as root, and must get in here.
  chmodSync(scratch, 0o755);
  database = await createTestDatabase();
  sink = await new SmtpSink().start();
});
afterEach(killLeftovers);
afterAll(async () => {
  await sink.stop();
  await database.drop();
  await rm(scratch, { recursive: true, force: true });
});

const environment = () => testEnvironment(database.url, sink.url);

describe('a process that cannot start', () => {
  it('lists every wrong variable, shows no secret, and exits 78', async () => {
    const env = {
      ROLE: 'both',
      PORT: '99999',
      SMTP_CONNECTIONS: '0',
      MAIL_FROM: 'nobody',
      DATABASE_URL: 'mysql://courant:hunter2@db/courant',
      SECRET_KEY: 'too-short-a-secret',
    };
    const wrong = Object.keys(env);
    for (const options of [{}, { script: 'cli/courant.js' as const, args: ['migrate'] }]) {
      const { code, stdout, stderr } = await runCourant({ ...options, env });
      expect(code).toBe(78);
      const lines = stderr.trim().split('\n');
      expect(lines[0]).toBe('courant: The configuration is not usable:');
      expect(
        lines
          .slice(1)
          .map((line) => /^ {2}- (\w+): expected .*, was given /.exec(line)?.[1])
          .sort(),
      ).toEqual(wrong.toSorted());
      expect(stdout + stderr).not.toMatch(/hunter2|too-short-a-secret/);
    }
  });

  it('asks in production for what nothing stands in for', async () => {
    const { code, stderr } = await runCourant({ env: { NODE_ENV: 'production' } });
    expect(code).toBe(78);
    for (const name of ['DATABASE_URL', 'SMTP_URL', 'MAIL_FROM', 'MAIL_POSTAL_ADDRESS', 'PUBLIC_URL'])
      expect(stderr).toContain(name);
  });

  const DOWN = 'postgresql://courant:hunter2@127.0.0.1:1/courant';
  const change = (part: Partial<URL>) => Object.assign(new URL(database.url), part).href;
  it.each<[string, string, () => Record<string, string>]>([
    ['no database answers', 'DATABASE_URL', () => ({ DATABASE_URL: DOWN })],
    ['the password is wrong', 'DATABASE_URL', () => ({ DATABASE_URL: change({ password: 'hunter2' }) })],
    ['there is no such database', 'DATABASE_URL', () => ({ DATABASE_URL: change({ pathname: '/nowhere' }) })],
    ['no Redis answers', 'REDIS_URL', () => ({ REDIS_URL: 'redis://:hunter2@127.0.0.1:1' })],
    [
      'the data folder cannot be made',
      'courant',
      () => ({ DATABASE_URL: '', DATA_DIR: '/dev/null/courant' }),
    ],
  ])('says in one sentence that %s, names %s, and exits 69 within ten seconds', async (_, name, wrong) => {
    const env = { ...environment(), PORT: String(await chooseOwnPort()), ...wrong() };
    const { code, stdout, stderr, seconds } = await runCourant({ env });
    expect([code, stderr]).toEqual([69, expect.stringMatching(/^courant: .*\.\n$/)]);
    expect(stderr).toContain(name);
    expect(stdout + stderr).not.toContain('hunter2');
    expect(seconds).toBeLessThan(10);
  });

  it('says that its port is in use, and exits 69', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const bound = other.address();
    const PORT = String(typeof bound === 'object' && bound?.port);
    const { code, stderr } = await runCourant({ env: { ...environment(), PORT } });
    other.close();
    expect([code, stderr]).toEqual([69, expect.stringMatching(/^courant: Port \d+ is in use\..*\n$/)]);
    expect(stderr).toContain(PORT);
  });

  asOrdinary('says to a user without privileges that its port needs them, and exits 77', async () => {
    const { code, stderr } = await runCourant({ env: { ...environment(), PORT: '80' }, ...account });
    expect([code, stderr]).toEqual([77, expect.stringMatching(/^courant: Port 80 is privileged.*\n$/)]);
  });

  (account ? it : it.skip)('says to a user who may not write there where it wanted to', async () => {
    const env = { DATA_DIR: join(scratch, 'forbidden', 'data'), PORT: String(await chooseOwnPort()) };
    mkdirSync(join(scratch, 'forbidden'), { mode: 0o555 });
    const { code, stderr } = await runCourant({ env, ...account });
    expect([code, stderr]).toEqual([69, expect.stringMatching(/^courant: .*\.\n$/)]);
    expect(stderr).toContain(join(scratch, 'forbidden'));
  });
});

describe('two processes', () => {
  it('on one database, web and worker, bring a confirmation mail to the reader', async () => {
    const PORT = String(await chooseOwnPort());
    const env = { ...environment(), PORT };
    const web = new CourantProcess({ env: { ...env, ROLE: 'web' } });
    const worker = new CourantProcess({ env: { ...env, ROLE: 'worker' } });
    await Promise.all([web.untilReady(), worker.untilReady()]);
    const url = `http://127.0.0.1:${PORT}`;
    const form = { email: 'pair@example.org', description: 'sparse experts', timeZone: 'UTC' };
    expect((await submitForm(url, form)).status).toBe(303);
    const mail = await sink.waitFor('pair@example.org');
    const page = await fetch(confirmLink(mail).replace('localhost', '127.0.0.1'), { method: 'POST' });
    expect(page.status).toBe(200);
    await sink.waitFor('pair@example.org', 2);
    expect(await Promise.all([web.stop(), worker.stop('SIGINT')])).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
  });

  it('without a database of their own share the embedded one, and the last to leave stops it', async () => {
    const PORT = String(await chooseOwnPort());
    // As most people start it: the very files they run, and nothing installed.
    const env = { DATA_DIR: join(scratch, 'data'), PORT, QUEUE_PREFIX: 'embedded' };
    const web = new CourantProcess({ asShipped: true, env: { ...env, ROLE: 'web' } });
    const worker = new CourantProcess({ asShipped: true, env: { ...env, ROLE: 'worker' } });
    await Promise.all([web.untilReady(), worker.untilReady()]);
    const [started, joined] = [web, worker].map(
      ({ output }) => /\b(Started|Joined) the embedded/.exec(output)?.[1],
    );
    expect([started, joined].toSorted()).toEqual(['Joined', 'Started']);
    const url = `http://127.0.0.1:${PORT}`;
    await submitForm(url, { email: 'shared@example.org', description: 'sparse experts', timeZone: 'UTC' });
    await until('the mail on the mailbox page', async () => {
      const page = await (await fetch(`${url}/mailbox`)).text();
      return page.includes('shared@example.org');
    });
    const pidFile = join(scratch, 'data', 'postgres', 'data', 'postmaster.pid');
    expect(existsSync(pidFile)).toBe(true);
    expect(await worker.stop()).toEqual({ code: 0, signal: null });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(existsSync(pidFile)).toBe(true);
    expect(await web.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(pidFile)).toBe(false);
  }, 90_000);
});

describe('a worker that is told to stop in the middle of its work', () => {
  const COUNT = 250;

  it('finishes what it has in hand, exits 0, loses nothing and sends nothing twice', async () => {
    const prisma = new PrismaService(
      makeConfig(readEnvironment(environment()), {
        databaseUrl: database.url,
        smtpUrl: sink.url,
        mailboxDir: undefined,
      }),
    );
    const now = new Date();
    const subscriber = await newSubscriber(prisma, { address: 'many@example.org' });
    const soon = { nextAt: now, expiresAt: new Date(now.getTime() + 3_600_000) };
    const recipients = Array.from({ length: COUNT }, () => `${randomUUID()}@many.example.org`);
    for (const recipient of recipients) await newDelivery(prisma, subscriber, { recipient, ...soon });
    sink.delayMs = 100;
    const env = { ...environment(), ROLE: 'worker', SMTP_CONNECTIONS: '10' };
    const arrived = () =>
      sink.received.filter(({ to }) => to.endsWith('@many.example.org')).map(({ to }) => to);
    const states = async () => {
      const rows = await prisma.delivery.findMany({
        where: { recipient: { endsWith: '@many.example.org' } },
      });
      return rows.map(({ recipient, state }) => [recipient, state] as const);
    };

    const first = await new CourantProcess({ env }).untilReady();
    await until('the first mails', () => arrived().length > 20);
    const stoppedAt = performance.now();
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - stoppedAt).toBeLessThan(30_000);
    const after = await states();
    expect(new Set(after.map(([, state]) => state))).toEqual(new Set(['accepted', 'queued']));
    const accepted = after.filter(([, state]) => state === 'accepted').map(([recipient]) => recipient);
    expect(arrived().toSorted()).toEqual(accepted.toSorted());
    expect(accepted.length).toBeLessThan(COUNT);

    // A queue of its own, so that it need not wait for the next sweep to fall due.
    const second = await new CourantProcess({ env: { ...env, ...environment() } }).untilReady();
    await until('the rest', async () => (await states()).every(([, state]) => state === 'accepted'), 45);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(arrived().toSorted()).toEqual(recipients.toSorted());
    await prisma.$disconnect();
  }, 90_000);
});

/** The first port that anybody may listen on; containers may allow them all. */
function readPrivilegedPorts(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8');
  } catch {
    return '1024';
  }
}
