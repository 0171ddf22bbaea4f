// What goes into a digest, what never does again, and where every digest that was due is found.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { SweepDigests } from '../../src/digests/sweep-digests.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import { newPaper, newSubscriber, papersOfDigests } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const DATE = '2026-06-29';

describe('building digests', () => {
  let courant: UseCases;
  const build = (...digestIds: string[]) => courant.get(BuildDigests).run({ digestIds });

  async function planned(subscriber: Subscriber, date = DATE): Promise<string> {
    const now = courant.clock.now();
    const data = { subscriberId: subscriber.id, localDate: new Date(date), dueAt: now, plannedAt: now };
    return (await courant.prisma.digest.create({ data })).id;
  }
  async function reader(description = 'sparse experts'): Promise<Subscriber> {
    const subscriber = await newSubscriber(courant.prisma);
    const interest = { kind: 'description' as const, value: description, createdAt: courant.clock.now() };
    await courant.prisma.interest.create({ data: { ...interest, subscriberId: subscriber.id } });
    return subscriber;
  }
  const keysOf = async (digestId: string) =>
    (await papersOfDigests(courant.prisma, digestId)).map(({ paperKey }) => paperKey);
  const digestOf = (id: string) => courant.prisma.digest.findUniqueOrThrow({ where: { id } });

  beforeAll(async () => {
    courant = await openUseCases([DigestsModule]);
  });
  beforeEach(async () => {
    await courant.prisma.subscriber.deleteMany();
    await courant.prisma.paper.deleteMany();
    await newPaper(courant.prisma, { key: '2606.00001', title: 'Routing in sparse experts' });
    await newPaper(courant.prisma, {
      key: '2606.00002',
      title: 'Dwarf galaxies',
      categories: ['astro-ph.GA'],
    });
  });
  afterAll(() => courant.stop());

  it('chooses what matches, keeps the reason, and queues one mail', async () => {
    const ada = await reader();
    const id = await planned(ada);
    expect(await build(id)).toEqual({ built: 1 });
    const [item] = await papersOfDigests(courant.prisma, id);
    expect(item).toMatchObject({ paperKey: '2606.00001', section: 'for_you', rank: 1 });
    expect(JSON.stringify(item?.reasons)).toContain('sparse');
    const delivery = await courant.prisma.delivery.findUniqueOrThrow({ where: { digestId: id } });
    expect(delivery).toMatchObject({ kind: 'digest', state: 'queued', recipient: ada.address });
    expect(courant.queue.jobs.at(-1)).toEqual({ name: 'send', payload: { deliveryIds: [delivery.id] } });
  });

  it('never brings a paper twice, and brings what came later', async () => {
    const ada = await reader();
    await build(await planned(ada, '2026-06-28'));
    await newPaper(courant.prisma, { key: '2606.00003', title: 'Merging sparse experts' });
    const second = await planned(ada, DATE);
    await build(second);
    expect(await keysOf(second)).toEqual(['2606.00003']);
  });

  it('builds two digests of one reader one after the other, even when asked for both at once', async () => {
    const ada = await reader();
    const [first, second] = [await planned(ada, '2026-06-28'), await planned(ada, DATE)];
    expect(await build(first, second)).toEqual({ built: 1 });
    expect(await keysOf(first)).toEqual(['2606.00001']);
    await build(second);
    expect(await digestOf(second)).toMatchObject({ state: 'empty', reason: 'no_new_papers' });
  });

  it('brings no paper twice when two processes build digests of one reader at the same moment', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => reader()));
    const dates = ['2026-06-27', '2026-06-28', DATE];
    const ids = await Promise.all(
      dates.map((date) => Promise.all(readers.map((subscriber) => planned(subscriber, date)))),
    );
    await Promise.all(ids.map((ofOneDate) => build(...ofOneDate)));
    // What one process held, the other passed over: the sweep asks again.
    for (const ofOneDate of ids) await build(...ofOneDate);
    const brought = await Promise.all(ids.flat().map(keysOf));
    expect(brought.flat()).toHaveLength(readers.length);
    expect(await courant.prisma.digest.count({ where: { state: 'planned' } })).toBe(0);
  });

  it('knows what she got however late its digest was built', async () => {
    const ada = await reader();
    await build(await planned(ada, '2026-05-30'));
    const today = await planned(
      await courant.prisma.subscriber.update({ where: { id: ada.id }, data: { watermark: 0n } }),
    );
    await build(today);
    expect(await digestOf(today)).toMatchObject({ state: 'empty' });
  });

  it('heeds what she said of single papers: more and saved bring their like, less keeps it away', async () => {
    const { prisma, clock } = courant;
    const abstract = 'Tokens bid for slots in a learned auction, which keeps the load balanced.';
    await newPaper(prisma, {
      key: '2605.00001',
      title: 'Token auctions',
      abstract,
      announcedOn: new Date('2026-05-01'),
    });
    await newPaper(prisma, { key: '2606.00009', title: 'Balanced token auctions', abstract });
    const says = async (verdict: 'more' | 'less') => {
      const ada = verdict === 'less' ? await reader('sparse experts') : await newSubscriber(prisma);
      const auctions = { kind: 'description' as const, value: 'token auctions', createdAt: clock.now() };
      if (verdict === 'less') await prisma.interest.create({ data: { ...auctions, subscriberId: ada.id } });
      const said = { subscriberId: ada.id, paperKey: '2605.00001', verdict, givenAt: clock.now() };
      await prisma.feedback.create({ data: said });
      const id = await planned(ada);
      await build(id);
      return keysOf(id);
    };
    expect(await says('more')).toContain('2606.00009');
    expect(await says('less')).toEqual(['2606.00001']);
  });

  it('tells a reader who asked for it that there is nothing', async () => {
    const silent = await newSubscriber(courant.prisma, { watermark: 10_000n });
    const told = await newSubscriber(courant.prisma, { watermark: 10_000n, tellsWhenEmpty: true });
    const ids = [await planned(silent), await planned(told)];
    await build(...ids);
    const mails = await courant.prisma.delivery.findMany({ where: { digestId: { in: ids } } });
    expect(mails.map(({ subscriberId }) => subscriberId)).toEqual([told.id]);
    expect(await courant.get(ReadLedger).run({ date: DATE })).toMatchObject({
      due: 2,
      inFlight: 1,
      excluded: { no_new_papers: 1 },
      isBalanced: true,
    });
  });

  it('says why a digest is empty', async () => {
    const nothingNew = await newSubscriber(courant.prisma, { watermark: 10_000n });
    const nothingFits = await reader('medieval tapestry restoration');
    const [a, b] = [await planned(nothingNew), await planned(nothingFits)];
    await build(a, b);
    expect(await digestOf(a)).toMatchObject({ state: 'empty', reason: 'no_new_papers' });
    expect(await digestOf(b)).toMatchObject({ state: 'empty', reason: expect.stringMatching(/^nothing_/) });
    expect(await courant.prisma.delivery.count()).toBe(0);
  });

  it('adds what the community votes for, not repeating what was picked', async () => {
    await courant.prisma.paper.updateMany({ data: { upvotes: 9, trendScore: 1 } });
    const id = await planned(await reader());
    await build(id);
    const items = await papersOfDigests(courant.prisma, id);
    expect(items.map(({ section, paperKey }) => [section, paperKey])).toEqual([
      ['for_you', '2606.00001'],
      ['trending', '2606.00002'],
    ]);
  });

  it('leaves out papers that were withdrawn', async () => {
    await courant.prisma.paper.update({
      where: { key: '2606.00001' },
      data: { withdrawnAt: courant.clock.now() },
    });
    const id = await planned(await reader());
    await build(id);
    expect(await keysOf(id)).toEqual([]);
  });

  it('excludes who left between planning and building', async () => {
    const ada = await reader();
    const id = await planned(ada);
    await courant.prisma.subscriber.update({ where: { id: ada.id }, data: { state: 'unsubscribed' } });
    await build(id);
    expect(await digestOf(id)).toMatchObject({ state: 'excluded', reason: 'unsubscribed' });
  });

  it('builds each digest once when several builders get the same ids', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => planned(await reader())));
    const results = await Promise.all([build(...ids), build(...ids), build(...ids)]);
    expect(results.reduce((sum, { built }) => sum + built, 0)).toBe(12);
    expect(await courant.prisma.delivery.count()).toBe(12);
  });

  it('finds forgotten digests again, and leaves fresh ones to their job', async () => {
    const id = await planned(await reader());
    expect(await courant.get(SweepDigests).run()).toEqual({ enqueued: 0 });
    courant.clock.advance(60_000);
    expect(await courant.get(SweepDigests).run()).toEqual({ enqueued: 1 });
    expect(courant.queue.jobs.at(-1)).toEqual({ name: 'build', payload: { digestIds: [id] } });
  });

  it('accounts for every digest of a date in every state', async () => {
    const states = [
      'accepted',
      'deferred',
      'rejected',
      'unknown',
      'expired',
      'cancelled',
      'queued',
      'claimed',
    ] as const;
    const ids = await Promise.all(states.map(async () => planned(await reader())));
    await build(...ids);
    for (const [index, digestId] of ids.entries()) {
      await courant.prisma.delivery.update({
        where: { digestId },
        data: { state: states[index] ?? 'queued' },
      });
    }
    const { id: deliveryId } = await courant.prisma.delivery.findFirstOrThrow({
      where: { state: 'accepted' },
    });
    const attempt = { deliveryId, fencingToken: 1, worker: 'w', startedAt: courant.clock.now() };
    await courant.prisma.deliveryAttempt.create({ data: { ...attempt, outcome: 'accepted' } });
    await planned(await reader());
    await build(await planned(await reader('medieval tapestry restoration')));
    expect(await courant.get(ReadLedger).run({ date: DATE })).toMatchObject({
      due: 10,
      accepted: 1,
      deferred: 1,
      rejected: 1,
      unknown: 1,
      expired: 1,
      cancelled: 1,
      inFlight: 3,
      digests: { planned: 10, empty: 1, waiting: 1 },
      isBalanced: true,
      isDone: false,
    });
  });
});
