// Use cases on a real database, without workers: the queue only notes what was asked of it, so that a test decides when
// each step runs.
import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { makeConfig } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { readEnvironment } from '../../src/config/env.js';
import { PrismaModule } from '../../src/platform/prisma/prisma.module.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import type { JobDefinition } from '../../src/platform/queue/job-definition.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { QueueModule } from '../../src/platform/queue/queue.module.js';
import { testEnvironment } from './courant-under-test.js';
import { TestClock } from './test-clock.js';
import { createTestDatabase } from './test-database.js';

/** Takes every job and runs none. */
export class NotedJobs {
  readonly jobs: { name: string; payload: unknown }[] = [];

  enqueue(definition: JobDefinition, payload: unknown): Promise<boolean> {
    this.jobs.push({ name: definition.name, payload });
    return Promise.resolve(true);
  }

  schedule(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

class NoQueueModule {}

export interface UseCases {
  prisma: PrismaService;
  clock: TestClock;
  queue: NotedJobs;
  databaseUrl: string;
  get<T>(type: abstract new (...args: never[]) => T): T;
  stop(): Promise<void>;
}

/** Instead of what the modules provide. */
type Override = readonly [token: abstract new (...args: never[]) => unknown, value: unknown];

/**
 * @param modules features, e.g. `[DigestsModule]`
 * @param env variables beyond the defaults, e.g. SMTP_URL; with DATABASE_URL they share the database of another
 */
export async function openUseCases(
  modules: Type[],
  env: Record<string, string> = {},
  overrides: readonly Override[] = [],
): Promise<UseCases> {
  const shared = env['DATABASE_URL'];
  const database = shared ? { url: shared, drop: () => Promise.resolve() } : await createTestDatabase();
  const clock = new TestClock();
  const queue = new NotedJobs();
  const environment = readEnvironment({ ...testEnvironment(database.url, 'smtp://127.0.0.1:1'), ...env });
  const smtpUrl = environment.SMTP_URL ?? '';
  const config = makeConfig(environment, { databaseUrl: database.url, smtpUrl, mailboxDir: undefined });
  const builder = Test.createTestingModule({
    imports: [ConfigModule.of(config, clock), PrismaModule, ...modules],
  })
    .overrideModule(QueueModule)
    .useModule({
      module: NoQueueModule,
      providers: [{ provide: JobQueue, useValue: queue }],
      exports: [JobQueue],
    });
  for (const [token, value] of overrides) builder.overrideProvider(token).useValue(value);
  const module: TestingModule = await builder.compile();
  await module.init();
  const get = <T>(type: abstract new (...args: never[]) => T) =>
    module.get<T>(type as never, { strict: false });
  return {
    prisma: get(PrismaService),
    clock,
    queue,
    databaseUrl: database.url,
    get,
    stop: async () => {
      await module.close();
      await database.drop();
    },
  };
}
