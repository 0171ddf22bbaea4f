// Two schedulers and eight workers on clocks that are up to ten minutes apart, all after the same work at the same time.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PlanDigests } from '../../src/digests/plan-digests.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { MINUTE } from '../../src/shared/clock.js';
import { MisbehavingServer } from '../support/misbehaving-server.js';
import { newPaper, newReaders } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const READERS = 400;
const NOON = '2026-06-29T12:00:00Z';
let server: MisbehavingServer;
let home: UseCases;
const schedulers: UseCases[] = [];
const workers: UseCases[] = [];

async function processAt(minutes: number): Promise<UseCases> {
  const modules = [DigestsModule, DeliveriesModule];
  const one = await openUseCases(modules, { SMTP_URL: server.url, DATABASE_URL: home.databaseUrl });
  one.clock.set(NOON);
  one.clock.advance(minutes * MINUTE);
  return one;
}

beforeAll(async () => {
  server = await new MisbehavingServer().start();
  home = await openUseCases([DigestsModule]);
  await newPaper(home.prisma, { title: 'Sparse experts', upvotes: 3 });
  for (const minutes of [-5, 5]) schedulers.push(await processAt(minutes));
  for (const minutes of [-5, -4, -2, -1, 1, 2, 4, 5]) workers.push(await processAt(minutes));
});
afterAll(async () => {
  for (const one of [...workers, ...schedulers, home]) await one.stop();
  await server.stop();
});

const shuffled = (ids: readonly string[]) =>
  ids
    .map((id) => [Math.random(), id] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, id]) => id);

const leftOver = () => home.prisma.delivery.count({ where: { settledAt: null } });

it('plan, build and send each digest once', async () => {
  // Due from five minutes before to five after noon: one scheduler thinks that all of them are, the other none or few.
  const noon = new Date(NOON).getTime();
  const readers: string[] = [];
  for (const minutes of [-5, -3, 0, 4]) {
    const nextDueAt = new Date(noon + minutes * MINUTE);
    readers.push(
      ...(await newReaders(home.prisma, READERS / 4, { nextDueAt, deliverAtHour: nextDueAt.getUTCHours() })),
    );
  }
  const planned = await Promise.all(
    [...schedulers, ...schedulers].map((scheduler) => scheduler.get(PlanDigests).run()),
  );
  expect(planned.reduce((sum, one) => sum + one.planned, 0)).toBe(READERS);
  const digestIds = (await home.prisma.digest.findMany()).map(({ id }) => id);
  expect(digestIds).toHaveLength(READERS);

  await Promise.all(
    workers.map((worker) => worker.get(BuildDigests).run({ digestIds: shuffled(digestIds) })),
  );
  const deliveryIds = (await home.prisma.delivery.findMany()).map(({ id }) => id);
  expect(deliveryIds).toHaveLength(READERS);

  await Promise.all(
    workers.map((worker) => worker.get(SendDeliveries).run({ deliveryIds: shuffled(deliveryIds) })),
  );
  // What one with a fast clock has queued is not yet due to one with a slow clock, and a busy machine makes a domain look
  // slow: those are sent a little later, by anybody.
  for (let round = 1; round <= 5 && (await leftOver()) > 0; round += 1) {
    for (const worker of workers) {
      worker.clock.advance(10 * MINUTE);
      await worker.get(SweepDeliveries).run();
    }
    await Promise.all(workers.map((worker) => worker.get(SendDeliveries).run({ deliveryIds })));
  }

  expect(await home.get(ReadLedger).run({ date: '2026-06-29' })).toMatchObject({
    due: READERS,
    accepted: READERS,
    isBalanced: true,
    isDone: true,
  });
  const arrived = server.messages.map((text) => /^To: (\S+)/im.exec(text)?.[1] ?? '');
  expect(arrived.toSorted()).toEqual(readers.toSorted());
  expect(await home.prisma.deliveryAttempt.count()).toBe(READERS);
  // Nobody is due a second time today, whichever clock one asks.
  const again = await Promise.all(schedulers.map((scheduler) => scheduler.get(PlanDigests).run()));
  expect(again).toEqual([{ planned: 0 }, { planned: 0 }]);
});
