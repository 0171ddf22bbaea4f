// A process that is told to stop does not wait for a source that says nothing.
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { CourantProcess, killLeftovers } from '../support/courant-process.js';
import { testEnvironment } from '../support/courant-under-test.js';
import { hang, MisbehavingHttpServer } from '../support/misbehaving-http-server.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let sink: SmtpSink;
let server: MisbehavingHttpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await new SmtpSink().start();
  server = await new MisbehavingHttpServer().start();
  server.on('/rss/cs', hang);
});
afterEach(killLeftovers);
afterAll(async () => {
  await server.stop();
  await sink.stop();
  await database.drop();
});

it('leaves in time, with 0, and says nothing bad of the source', async () => {
  const worker = new CourantProcess({
    env: {
      ...testEnvironment(database.url, sink.url),
      ROLE: 'worker',
      SOURCES: 'arxiv',
      ARXIV_ARCHIVES: 'cs',
      ARXIV_FEED_URL: server.url(''),
      ARXIV_OAI_URL: server.url('/oai'),
    },
  });
  await worker.untilReady();
  await until('the question', () => (server.to('/rss/cs').length > 0 ? true : undefined), 20);
  const askedAt = performance.now();
  expect(await worker.stop()).toEqual({ code: 0, signal: null });
  // The source would be waited for 20 s, and asked again.
  expect(performance.now() - askedAt).toBeLessThan(15_000);
  expect(worker.output).not.toMatch(/failed/i);
});
