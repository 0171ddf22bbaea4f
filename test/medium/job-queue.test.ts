// Jobs reach their handlers, and a queue that is gone holds nobody up. On the backend that TEST_QUEUE names.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { getQueueToken, Processor } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';
import { makeConfig } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { readEnvironment } from '../../src/config/env.js';
import { deliveryJobs } from '../../src/deliveries/deliveries.jobs.js';
import { DeliveriesProcessor } from '../../src/deliveries/deliveries.processor.js';
import { digestJobs } from '../../src/digests/digests.jobs.js';
import { syncJobs } from '../../src/papers/papers.jobs.js';
import { POLLED_SOURCES } from '../../src/papers/sources/source-names.js';
import { subscriberJobs } from '../../src/subscribers/subscribers.jobs.js';
import { SubscribersProcessor } from '../../src/subscribers/subscribers.processor.js';
import { modelJobs } from '../../src/models/models.jobs.js';
import { ModelsProcessor } from '../../src/models/models.processor.js';
import { PapersProcessor } from '../../src/papers/papers.processor.js';
import { DigestsProcessor } from '../../src/digests/digests.processor.js';
import { defineJob } from '../../src/platform/queue/job-definition.js';
import { handle, JobProcessor } from '../../src/platform/queue/job-processor.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { QueueModule } from '../../src/platform/queue/queue.module.js';
import { HOUR, SystemClock } from '../../src/shared/clock.js';
import { testEnvironment } from '../support/courant-under-test.js';
import { noteLog } from '../support/noted-log.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const probe = defineJob({
  queue: 'digests',
  name: 'probe',
  payload: z.object({ ids: z.array(z.uuid()), on: z.iso.date().default('2026-06-29') }),
});
const often = defineJob({ queue: 'digests', name: 'often', payload: z.object({}), repeat: { everyMs: 400 } });
const id = '0192f0c4-7b1a-7cc3-9d5e-3f7a9b1c4d5e';

const heard: unknown[] = [];
let ticks = 0;

@Injectable()
@Processor('digests')
class ProbeProcessor extends JobProcessor {
  protected readonly handlers = [
    handle(probe, (payload) => Promise.resolve(heard.push(payload))),
    handle(often, () => Promise.resolve((ticks += 1))),
  ];
}

async function openQueue(env: Record<string, string>, processors: (typeof ProbeProcessor)[] = []) {
  const environment = readEnvironment(env);
  const databaseUrl = environment.DATABASE_URL ?? '';
  const config = makeConfig(environment, { databaseUrl, smtpUrl: '', mailboxDir: undefined });
  return Test.createTestingModule({
    imports: [ConfigModule.of(config, new SystemClock()), QueueModule],
    providers: processors,
  }).compile();
}

describe('the job queue', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let queue: JobQueue;
  let log: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    module = await openQueue(testEnvironment(database.url, 'smtp://127.0.0.1:1'), [ProbeProcessor]);
    await module.init();
    queue = module.get(JobQueue);
    log = noteLog();
  });
  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  it('brings a job to its handler, with its payload parsed', async () => {
    expect(await queue.enqueue(probe, { ids: [id] } as z.infer<typeof probe.payload>)).toBe(true);
    await until('the job', () => heard.length > 0, 10);
    expect(heard).toEqual([{ ids: [id], on: '2026-06-29' }]);
  });

  it('keeps a payload that does not fit away from the handler, and says so', async () => {
    heard.length = 0;
    await queue.enqueue(probe, { ids: ['no id'], on: '2026-06-29' });
    await until('the refusal', () => log.find((line) => line.includes('Job probe failed')), 10);
    expect(heard).toEqual([]);
  });

  it('says of a job nobody handles where a handler is missing', async () => {
    await queue.enqueue({ ...probe, name: 'forgotten' }, { ids: [], on: '2026-06-29' });
    const line = await until('the complaint', () => log.find((one) => one.includes('forgotten')), 10);
    expect(line).toContain('No handler for job forgotten; add it to ProbeProcessor');
  });

  it('runs a scheduled job by itself, no more often for being said again and again', async () => {
    const said = await Promise.all([1, 2, 3].map(() => queue.schedule(often)));
    expect(said).toEqual([true, true, true]);
    const bull = module.get<Queue>(getQueueToken('digests'));
    const start = performance.now();
    await until('three runs', async () => (await queue.schedule(often)) && ticks >= 3, 10);
    // The first at once, the others at multiples of the time.
    expect(performance.now() - start).toBeGreaterThan(300);
    expect(await bull.getJobSchedulersCount()).toBe(1);
    await bull.removeJobScheduler('often');
  });

  it('runs a scheduled job though the clock that said when was an hour ahead', async () => {
    const bull = module.get<Queue>(getQueueToken('digests'));
    const inAnHour = { every: 400, startDate: new SystemClock().now().getTime() + HOUR };
    await bull.upsertJobScheduler('often', inAnHour, { name: 'often', data: {} });
    const before = ticks;
    await until('two runs', async () => (await queue.schedule(often)) && ticks >= before + 2, 10);
    await bull.removeJobScheduler('often');
  });

  it('refuses to schedule what says not how often', async () => {
    await expect(queue.schedule(probe)).rejects.toThrow('Job probe does not repeat');
  });

  it('answers when asked whether it is there', async () => {
    expect(await queue.isReachable('digests')).toBe(true);
  });
});

describe('a queue that is gone', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let url: string;

  beforeAll(async () => {
    // Takes connections and never says a word: worse than one that refuses them.
    server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  // To a Redis client both are the same; but one that is refused goes on trying when it was closed, and Jest waits for it.
  const kinds = process.env['COURANT_TEST_REDIS'] ? ['silent'] : ['silent', 'refusing'];
  it.each(kinds)('(%s) costs little time and no error', async (kind) => {
    const place = kind === 'silent' ? url : '127.0.0.1:1';
    const env = testEnvironment(`postgresql://courant@${place}/none`, 'smtp://127.0.0.1:1');
    if (env['REDIS_URL']) env['REDIS_URL'] = `redis://${place}`;
    const module = await openQueue(env);
    await module.init();
    const queue = module.get(JobQueue);
    const log = noteLog();
    const start = performance.now();
    const answers = await Promise.all([
      queue.enqueue(probe, { ids: [id], on: '2026-06-29' }),
      queue.schedule(often),
      queue.isReachable('digests'),
    ]);
    expect(answers).toEqual([false, false, false]);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(log.filter((line) => line.includes('The sweep will do it.'))).toHaveLength(3);
    for (const socket of sockets) socket.destroy();
    await module.close();
  });
});

describe('every job', () => {
  const nothing = { run: () => Promise.resolve('done') } as never;
  const processors = {
    digests: new DigestsProcessor(nothing, nothing, nothing, nothing, nothing),
    deliveries: new DeliveriesProcessor(nothing, nothing, nothing),
    subscribers: new SubscribersProcessor(nothing),
    models: new ModelsProcessor({ run: () => Promise.resolve({ state: 'done' }) } as never, nothing),
    papers: new PapersProcessor(
      { enabled: () => POLLED_SOURCES } as never,
      { run: () => Promise.resolve({ state: 'done' }) } as never,
    ),
  };
  const jobs = [
    ...modelJobs,
    ...digestJobs,
    ...deliveryJobs,
    ...subscriberJobs,
    ...Object.values(syncJobs),
  ].map(({ queue, name }) => [queue, name] as const);

  it.each(jobs)('%s: %s has a handler in the processor of its queue', async (queue, name) => {
    const job = { name, data: { digestIds: [id], deliveryIds: [id] } } as Job;
    await expect(processors[queue].process(job)).resolves.toBe('done');
  });

  it('has a name of its own in its queue', () => {
    const names = jobs.map((job) => job.join('/'));
    expect(new Set(names).size).toBe(names.length);
  });
});
