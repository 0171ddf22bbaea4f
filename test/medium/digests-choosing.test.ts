// Choosing over days: what is kept with each paper, and what the digests after it make of that.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import type { Breakdown } from '../../src/digests/breakdown.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import type { InterestKind, Prisma } from '../../src/generated/prisma/client.js';
import { newPaper, newSubscriber, papersOfDigests } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let courant: UseCases;

beforeAll(async () => {
  courant = await openUseCases([DigestsModule]);
});
beforeEach(async () => {
  await courant.prisma.subscriber.deleteMany();
  await courant.prisma.paper.deleteMany();
});
afterAll(() => courant.stop());

async function reader(
  interests: [InterestKind, string][],
  values: Partial<Prisma.SubscriberUncheckedCreateInput>,
) {
  const subscriber = await newSubscriber(courant.prisma, values);
  const createdAt = courant.clock.now();
  await courant.prisma.interest.createMany({
    data: interests.map(([kind, value]) => ({ subscriberId: subscriber.id, kind, value, createdAt })),
  });
  return subscriber;
}

async function digestOn(day: number, subscriberId: string) {
  const dueAt = courant.clock.now();
  const localDate = new Date(`2026-06-${String(day).padStart(2, '0')}`);
  const data = { subscriberId, localDate, dueAt, plannedAt: dueAt };
  const { id } = await courant.prisma.digest.create({ data });
  await courant.get(BuildDigests).run({ digestIds: [id] });
  const digest = await courant.prisma.digest.findUniqueOrThrow({ where: { id } });
  const items = await papersOfDigests(courant.prisma, id);
  return { ...digest, items: items.filter(({ section }) => section === 'for_you') };
}

describe('choosing over days', () => {
  it('serves each interest within a week, though one has more and stronger papers every day', async () => {
    const topics = ['tensor', 'galaxy', 'knot'];
    const ada = await reader(
      [
        ['query', 'tensor'],
        ['category', 'astro-ph.GA'],
        ['category', 'math.GT'],
      ],
      { maxPapers: 2 },
    );
    const served = new Set<string>();
    for (let day = 1; day <= 3; day += 1) {
      for (const [i, category] of ['cs.LG', 'astro-ph.GA', 'math.GT'].entries()) {
        for (const [at, extra] of ['alpha', 'beta', 'gamma'].entries()) {
          const key = `2606.${day}${i}${at}00`;
          const title = `${topics[i]} ${extra}${day} study`;
          await newPaper(courant.prisma, { key, title, categories: [category], authors: [] });
        }
      }
      const { items } = await digestOn(day, ada.id);
      expect(items).toHaveLength(2);
      const breakdowns = items.map(({ breakdown }) => breakdown as unknown as Breakdown);
      for (const key of breakdowns.flatMap(({ serves }) => serves)) served.add(key);
    }
    expect(served).toEqual(new Set(['query:tensor', 'category:astro-ph.ga', 'category:math.gt']));
  });

  it('never brings a work again under another key: the DOI says it is the same', async () => {
    const ada = await reader([['query', 'knots']], {});
    await newPaper(courant.prisma, { key: '2606.00001', title: 'Invariants of knots', doi: '10.1000/knots' });
    expect((await digestOn(1, ada.id)).items).toHaveLength(1);
    await newPaper(courant.prisma, { key: '10.1000/knots', title: 'Knots and their invariants' });
    await newPaper(courant.prisma, { key: 'x1', title: 'Knots, a third version', doi: '10.1000/knots' });
    expect(await digestOn(2, ada.id)).toMatchObject({ state: 'empty', reason: 'no_new_papers' });
  });

  it('says that there was not more, and why there was nothing', async () => {
    await newPaper(courant.prisma, { key: '2606.00001', title: 'Invariants of knots' });
    const ada = await reader([['query', 'knots']], {});
    const strict = await reader([['category', 'cs.LG']], { strictness: 1 });
    expect(await digestOn(1, ada.id)).toMatchObject({ state: 'built', reason: 'few_matched' });
    expect(await digestOn(1, strict.id)).toMatchObject({ state: 'empty', reason: 'nothing_strong_enough' });
  });

  it('names the nearest paper she saved, and keeps the parts of the score', async () => {
    const abstract = 'Tokens bid for slots in a learned auction, which keeps the load balanced.';
    await newPaper(courant.prisma, { key: '2605.00001', title: 'Token auctions', abstract });
    const ada = await reader([['category', 'cs.LG']], {});
    const said = { subscriberId: ada.id, paperKey: '2605.00001', savedAt: courant.clock.now() };
    await courant.prisma.feedback.create({ data: { ...said, givenAt: courant.clock.now() } });
    await digestOn(1, ada.id);
    await newPaper(courant.prisma, { key: '2606.00009', title: 'Balanced token auctions', abstract });
    const [item] = (await digestOn(2, ada.id)).items;
    expect(item).toMatchObject({
      paperKey: '2606.00009',
      reasons: expect.arrayContaining([{ kind: 'paper', title: 'Token auctions', because: 'saved' }]),
      breakdown: {
        serves: expect.arrayContaining(['category:cs.lg', 'paper:token auctions']),
        nearest: { title: 'Token auctions', because: 'saved', likeness: expect.any(Number) },
        text: expect.any(Number),
        asked: expect.any(Number),
        signs: expect.arrayContaining([expect.objectContaining({ interest: 'category:cs.lg' })]),
      },
    });
  });
});
