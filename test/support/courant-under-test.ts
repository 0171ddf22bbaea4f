// Courant as tests start it: the real service on a database of its own, the queue backend the run asks for, and an SMTP
// server that keeps what it takes.
import { randomBytes } from 'node:crypto';
import { readEnvironment } from '../../src/config/env.js';
import { type RunningCourant, startCourant } from '../../src/courant.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import type { Clock } from '../../src/shared/clock.js';
import { SmtpSink } from './smtp-sink.js';
import { createTestDatabase } from './test-database.js';

// A start loads these when it needs them; here before the time of any test runs.
await Promise.all([
  import('../../src/web.module.js'),
  import('../../src/worker.module.js'),
  import('../../src/platform/http/http-app.js'),
]);

export interface CourantUnderTest {
  url: string;
  databaseUrl: string;
  sink: SmtpSink;
  service: RunningCourant;
  prisma: PrismaService;
  get<T>(type: abstract new (...args: never[]) => T): T;
  stop(): Promise<void>;
}

/** Environment for a service on this database; the queue is Redis when the run says TEST_QUEUE=redis. */
export function testEnvironment(databaseUrl: string, smtpUrl: string): Record<string, string> {
  const redisUrl = process.env['COURANT_TEST_REDIS'];
  return {
    NODE_ENV: 'test',
    SOURCES: 'none',
    DATABASE_URL: databaseUrl,
    SMTP_URL: smtpUrl,
    QUEUE_PREFIX: `t${randomBytes(5).toString('hex')}`,
    MAIL_FROM: 'digest@news.example.org',
    // Every visitor of a test comes from one machine, and types fast.
    SIGN_UP_LIMIT_NETWORK: 'none',
    SIGN_UP_FILL_SECONDS: '0',
    ...(redisUrl && { REDIS_URL: redisUrl }),
  };
}

export async function startCourantUnderTest(
  options: { env?: Record<string, string>; clock?: Clock } = {},
): Promise<CourantUnderTest> {
  const database = await createTestDatabase();
  const sink = await new SmtpSink().start();
  const service = await startCourant(
    readEnvironment({ ...testEnvironment(database.url, sink.url), ...options.env }),
    {
      anyPort: true,
      logger: quiet,
      ...(options.clock && { clock: options.clock }),
    },
  );
  const get = <T>(type: abstract new (...args: never[]) => T) =>
    service.app.get<T>(type as never, { strict: false });
  return {
    url: service.config.http.publicUrl,
    databaseUrl: database.url,
    sink,
    service,
    prisma: get(PrismaService),
    get,
    stop: async () => {
      await service.stop();
      await sink.stop();
      await database.drop();
    },
  };
}

/** Only what nobody expects is printed. */
const quiet = {
  log: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: () => undefined,
  error: (message: unknown, ...rest: unknown[]) =>
    process.stderr.write(`${String(message)} ${rest.join(' ')}\n`),
  fatal: (message: unknown) => process.stderr.write(`${String(message)}\n`),
};
