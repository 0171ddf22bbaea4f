// The papers digests are chosen from: kept while nothing changes, loaded anew when anything does.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PaperPool } from '../../src/digests/paper-pool.js';
import { RankEditions } from '../../src/papers/rank-editions.js';
import { PapersModule } from '../../src/papers/papers.module.js';
import { newPaper } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let courant: UseCases;
let pool: PaperPool;
const key = '2606.00001';

beforeAll(async () => {
  courant = await openUseCases([DigestsModule, PapersModule]);
  pool = courant.get(PaperPool);
});
afterAll(() => courant.stop());
beforeEach(async () => {
  await courant.prisma.paper.deleteMany();
  await newPaper(courant.prisma, { key, upvotes: 7, trendScore: null });
});

const keys = async () => [...(await pool.get()).papers.keys()].toSorted();

describe('the pool', () => {
  it('stays the same while nothing changes', async () => {
    const first = await pool.get();
    expect(await pool.get()).toBe(first);
  });

  it('is loaded once for all who ask at the same time', async () => {
    const pools = await Promise.all([1, 2, 3, 4].map(() => pool.get()));
    expect(new Set(pools).size).toBe(1);
  });

  it('has a paper as soon as it is there, and not once it is withdrawn', async () => {
    await pool.get();
    await newPaper(courant.prisma, { key: '2606.00002' });
    expect(await keys()).toEqual([key, '2606.00002']);
    await courant.prisma.paper.update({ where: { key }, data: { withdrawnAt: courant.clock.now() } });
    expect(await keys()).toEqual(['2606.00002']);
  });

  it('knows what is trending as soon as the edition is ranked', async () => {
    expect((await pool.get()).papers.get(key)?.trendScore).toBeNull();
    await courant.get(RankEditions).run({ dates: ['2026-06-29'] });
    expect((await pool.get()).papers.get(key)?.trendScore).toBeGreaterThan(0);
  });

  it('that could not be loaded is loaded when the database is well again', async () => {
    await courant.prisma.$executeRaw`ALTER TABLE papers RENAME COLUMN summary TO summary_`;
    await expect(pool.get()).rejects.toThrow();
    await courant.prisma.$executeRaw`ALTER TABLE papers RENAME COLUMN summary_ TO summary`;
    expect(await keys()).toEqual([key]);
  });

  it('marks how far a reader is served by its newest arrival', async () => {
    await newPaper(courant.prisma, { key: '2606.00002', announcedOn: new Date('2026-06-01') });
    const { arrival } = await courant.prisma.paper.findUniqueOrThrow({ where: { key: '2606.00002' } });
    expect((await pool.get()).watermark).toBe(arrival);
  });
});

describe('how far it reaches back', () => {
  async function editions(days: number, papersEach: number): Promise<void> {
    const now = courant.clock.now();
    await courant.prisma.paper.deleteMany();
    await courant.prisma.paper.createMany({
      data: Array.from({ length: days * papersEach }, (_, index) => ({
        key: `test-${index}`,
        source: 'test',
        title: `Paper ${index}`,
        url: 'https://example.org/',
        announcedOn: new Date(Date.UTC(2026, 5, 1 + Math.floor(index / papersEach))),
        importedAt: now,
        updatedAt: now,
      })),
    });
  }
  const dates = async () =>
    new Set(
      [...(await pool.get()).papers.values()].map(({ announcedOn }) =>
        announcedOn.toISOString().slice(0, 10),
      ),
    );

  it('is seven editions when they are full', async () => {
    await editions(10, 100);
    expect([...(await dates())].toSorted()).toEqual(
      ['04', '05', '06', '07', '08', '09', '10'].map((day) => `2026-06-${day}`),
    );
  });

  it('is more when they are thin, thirty at most', async () => {
    await editions(20, 30);
    expect((await dates()).size).toBe(17);
    await editions(40, 1);
    expect((await dates()).size).toBe(30);
  });
});
