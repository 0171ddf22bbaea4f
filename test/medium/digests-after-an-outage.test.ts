// What waits while nobody plans or builds: what is late is sent, what is too late is merged, nothing is lost or repeated.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { BUILD_BATCH } from '../../src/digests/digests.jobs.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PlanDigests } from '../../src/digests/plan-digests.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { SweepDigests } from '../../src/digests/sweep-digests.js';
import { newPaper, newReaders, papersOfDigests } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let courant: UseCases;

beforeAll(async () => {
  courant = await openUseCases([DigestsModule]);
});
afterAll(() => courant.stop());
beforeEach(async () => {
  courant.clock.set('2026-06-29T12:00:00Z');
  courant.queue.jobs.length = 0;
  await courant.prisma.subscriber.deleteMany();
  await courant.prisma.paper.deleteMany();
});

const plan = () => courant.get(PlanDigests).run();
const due = (instant: string) => ({ nextDueAt: new Date(instant), deliverAtHour: 8 });
/** Digest ids of the build jobs since the test began. */
const asked = () =>
  courant.queue.jobs
    .filter(({ name }) => name === 'build')
    .map(({ payload }) => (payload as { digestIds: string[] }).digestIds);
async function buildAll(): Promise<void> {
  const planned = await courant.prisma.digest.findMany({ where: { state: 'planned' }, select: { id: true } });
  await courant.get(BuildDigests).run({ digestIds: planned.map(({ id }) => id) });
}
const delivered = async () =>
  (await papersOfDigests(courant.prisma)).map(({ paperKey }) => paperKey).toSorted();

describe('planning', () => {
  it.each([
    ['2026-06-29T00:00:00.001Z', 1],
    ['2026-06-29T00:00:00.000Z', 0],
  ])('after twelve hours: a digest due at %s is planned %i times', async (instant, planned) => {
    await newReaders(courant.prisma, 1, due(instant));
    expect(await plan()).toEqual({ planned });
    const [reader] = await courant.prisma.subscriber.findMany();
    expect(reader?.nextDueAt).toEqual(new Date('2026-06-30T08:00:00Z'));
  });

  it('brings what a date left out would have brought with the next digest, once', async () => {
    await newReaders(courant.prisma, 1, due('2026-06-27T08:00:00Z'));
    await newPaper(courant.prisma, { key: '2606.00001', announcedOn: new Date('2026-06-26') });
    expect(await plan()).toEqual({ planned: 0 });
    courant.clock.set('2026-06-30T08:00:30Z');
    await newPaper(courant.prisma, { key: '2606.00002', announcedOn: new Date('2026-06-29') });
    expect(await plan()).toEqual({ planned: 1 });
    await buildAll();
    courant.clock.set('2026-07-01T08:00:30Z');
    expect(await plan()).toEqual({ planned: 1 });
    await buildAll();
    expect(await delivered()).toEqual(['2606.00001', '2606.00002']);
    expect(await courant.prisma.digest.findMany({ orderBy: { localDate: 'asc' } })).toMatchObject([
      { localDate: new Date('2026-06-30'), state: 'built' },
      { localDate: new Date('2026-07-01'), state: 'empty', reason: 'no_new_papers' },
    ]);
  });

  it('gets through any number of readers, in portions a job can build', async () => {
    await newReaders(courant.prisma, 2 * BUILD_BATCH + 50, due('2026-06-29T11:59:00Z'));
    expect(await plan()).toEqual({ planned: 2 * BUILD_BATCH + 50 });
    expect(asked().map((ids) => ids.length)).toEqual([BUILD_BATCH, BUILD_BATCH, 50]);
    expect(new Set(asked().flat()).size).toBe(2 * BUILD_BATCH + 50);
  });
});

describe('building', () => {
  it('late brings what came in between, too', async () => {
    await newReaders(courant.prisma, 1, due('2026-06-29T11:59:00Z'));
    await plan();
    await newPaper(courant.prisma, { key: '2606.00001' });
    await buildAll();
    expect(await delivered()).toEqual(['2606.00001']);
  });

  it('never takes back how far a reader was served', async () => {
    await newReaders(courant.prisma, 1, { ...due('2026-06-29T11:59:00Z'), watermark: 1_000_000n });
    await plan();
    await buildAll();
    expect(await courant.prisma.subscriber.findFirst()).toMatchObject({ watermark: 1_000_000n });
  });

  it('of digests whose jobs were lost is asked for again, in portions, oldest first', async () => {
    await newReaders(courant.prisma, BUILD_BATCH + 1, due('2026-06-29T11:59:00Z'));
    await plan();
    courant.queue.jobs.length = 0;
    courant.clock.advance(60_000);
    expect(await courant.get(SweepDigests).run()).toEqual({ enqueued: BUILD_BATCH + 1 });
    expect(asked().map((ids) => ids.length)).toEqual([BUILD_BATCH, 1]);
    await buildAll();
    expect(await courant.get(SweepDigests).run()).toEqual({ enqueued: 0 });
  });
});

describe('the ledger', () => {
  const read = (date = '2026-06-29') => courant.get(ReadLedger).run({ date });

  it('of a date without digests is empty, balanced and done', async () => {
    expect(await read()).toMatchObject({ due: 0, excluded: {}, isBalanced: true, isDone: true });
  });

  it('tells by reason who gets no mail, and is done when nothing is under way', async () => {
    await newReaders(courant.prisma, 4, due('2026-06-29T11:59:00Z'));
    await plan();
    expect(await read()).toMatchObject({ due: 4, inFlight: 4, isBalanced: true, isDone: false });
    const [left, gone] = await courant.prisma.subscriber.findMany();
    await courant.prisma.subscriber.update({
      where: { id: left?.id ?? '' },
      data: { state: 'unsubscribed' },
    });
    await courant.prisma.subscriber.update({ where: { id: gone?.id ?? '' }, data: { state: 'suppressed' } });
    await buildAll();
    expect(await read()).toMatchObject({
      due: 4,
      inFlight: 0,
      excluded: { no_new_papers: 2, unsubscribed: 1, suppressed: 1 },
      isBalanced: true,
      isDone: true,
    });
    expect(await read('2026-06-30')).toMatchObject({ due: 0 });
  });

  it('counts a mail that waits for its next attempt as not done', async () => {
    await newReaders(courant.prisma, 1, due('2026-06-29T11:59:00Z'));
    await newPaper(courant.prisma);
    await plan();
    await buildAll();
    await courant.prisma.delivery.updateMany({ data: { state: 'deferred' } });
    expect(await read()).toMatchObject({ due: 1, deferred: 1, inFlight: 0, isBalanced: true, isDone: false });
  });

  it('does not balance when a digest that was built has no mail', async () => {
    await newReaders(courant.prisma, 2, due('2026-06-29T11:59:00Z'));
    await newPaper(courant.prisma);
    await plan();
    await buildAll();
    await courant.prisma.delivery.deleteMany();
    expect(await read()).toMatchObject({ due: 2, isBalanced: false });
  });
});
