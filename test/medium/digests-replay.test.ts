// A replay of days that are known from beginning to end.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { ReplayDigests } from '../../src/digests/replay/replay-digests.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import { newPaper, newSubscriber } from '../support/rows.js';
import { tableContents } from '../support/table-contents.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const MONDAY = '2026-06-22';
const TUESDAY = '2026-06-23';
const at = (date: string, hour: number) => new Date(`${date}T${String(hour).padStart(2, '0')}:00:00Z`);

let courant: UseCases;
let ada: Subscriber;

const replay = (from = MONDAY, to = TUESDAY, readers = 10) =>
  courant.get(ReplayDigests).run({ from, to, readers });

/** Papers of a date come at six, digests are built at eight. */
async function paper(key: string, title: string, date: string, more: object = {}) {
  const announcedOn = new Date(date);
  await newPaper(courant.prisma, { key, title, announcedOn, importedAt: at(date, 6), ...more });
}

async function wants(subscriber: Subscriber, value: string, createdAt = at('2026-06-01', 9)) {
  const interest = { kind: 'query' as const, value, createdAt, subscriberId: subscriber.id };
  await courant.prisma.interest.create({ data: interest });
}

async function build(subscriber: Subscriber, date: string): Promise<string> {
  const dueAt = at(date, 8);
  courant.clock.set(dueAt.toISOString());
  const data = { subscriberId: subscriber.id, localDate: new Date(date), dueAt, plannedAt: dueAt };
  const { id } = await courant.prisma.digest.create({ data });
  await courant.get(BuildDigests).run({ digestIds: [id] });
  return id;
}

async function says(paperKey: string, verdict: 'more' | 'less', date = TUESDAY) {
  const said = { subscriberId: ada.id, paperKey, verdict, givenAt: at(date, 20) };
  await courant.prisma.feedback.create({ data: said });
}

beforeEach(async () => {
  courant = await (courant ?? openUseCases([DigestsModule]));
  await courant.prisma.subscriber.deleteMany();
  await courant.prisma.paper.deleteMany();
  ada = await newSubscriber(courant.prisma);
  await wants(ada, 'experts OR knots');
  await paper('2606.00001', 'Routing in sparse experts', MONDAY);
  await paper('2606.00002', 'Dwarf galaxies', MONDAY);
  await build(ada, MONDAY);
  await paper('2606.00003', 'Invariants of knots', TUESDAY);
  await paper('2606.00004', 'Halos of galaxies', TUESDAY);
  await build(ada, TUESDAY);
}, 60_000);
afterAll(() => courant.stop());

describe('a replay', () => {
  it('of what has not changed finds what was sent, day by day', async () => {
    await says('2606.00001', 'more');
    const report = await replay();
    expect(report).toMatchObject({ digests: 2, readers: 1, judgedDigests: 1 });
    expect(report.changes).toMatchObject({ kept: 2, come: 0, go: 0 });
    expect(report.sent).toEqual(report.now);
    expect(report.now.recall).toMatchObject({ mean: 1, count: 1 });
    expect(report.now.coverage).toMatchObject({ mean: 1 });
  });

  it('writes nothing', async () => {
    await says('2606.00001', 'more');
    const before = await tableContents(courant.databaseUrl);
    await replay();
    expect(await tableContents(courant.databaseUrl)).toEqual(before);
  });

  it('shows what a better choice would have brought, by what she liked afterwards', async () => {
    await courant.prisma.$executeRaw`
      UPDATE digest_papers SET paper_keys = ARRAY['2606.00004'],
        items = replace(items::text, '2606.00003', '2606.00004')::json WHERE '2606.00003' = ANY(paper_keys)`;
    await says('2606.00003', 'more');
    await says('2606.00004', 'less');
    const { sent, now, gain, changes } = await replay();
    expect(sent).toMatchObject({ recall: { mean: 0 }, unwanted: { mean: 1 } });
    expect(now).toMatchObject({ recall: { mean: 1 }, unwanted: { mean: 0 } });
    expect(gain.ndcg).toMatchObject({ mean: 1, count: 1 });
    expect(changes).toMatchObject({
      kept: 1,
      mostCome: [{ paperKey: '2606.00003', readers: 1 }],
      mostGone: [{ paperKey: '2606.00004', readers: 1 }],
    });
  });

  it('knows nothing of what came later: interests, feedback, papers', async () => {
    await wants(ada, 'galaxies', at('2026-06-25', 9));
    await says('2606.00002', 'more', '2026-06-25');
    await paper('2606.00005', 'Experts who came later', MONDAY, { importedAt: at('2026-06-25', 6) });
    const { changes } = await replay();
    expect(changes).toMatchObject({ kept: 2, come: 0, go: 0 });
  });

  it('uses what she said before the day', async () => {
    await wants(ada, 'galaxies', at(MONDAY, 20));
    const { changes } = await replay();
    expect(changes).toMatchObject({ kept: 2, come: 1, mostCome: [{ paperKey: '2606.00004', readers: 1 }] });
  });

  it('still has papers that were withdrawn since, and none that were withdrawn before', async () => {
    const withdraw = (key: string, withdrawnAt: Date) =>
      courant.prisma.paper.update({ where: { key }, data: { withdrawnAt } });
    await withdraw('2606.00001', at('2026-06-25', 6));
    await withdraw('2606.00003', at(TUESDAY, 7));
    expect((await replay()).changes).toMatchObject({
      kept: 1,
      go: 1,
      mostGone: [{ paperKey: '2606.00003' }],
    });
  });

  it('counts quiet days', async () => {
    await courant.prisma.interest.deleteMany();
    await wants(ada, 'tapestry');
    const { sent, now } = await replay();
    expect([sent.quietDays, now.quietDays]).toEqual([0, 2]);
  });

  it('takes the days and as many readers as asked for, always the same ones', async () => {
    const grace = await newSubscriber(courant.prisma);
    await wants(grace, 'experts');
    await build(grace, TUESDAY);
    expect(await replay(MONDAY, MONDAY)).toMatchObject({ digests: 1 });
    expect(await replay(TUESDAY, TUESDAY)).toMatchObject({ digests: 2, readers: 2 });
    expect(await replay(TUESDAY, TUESDAY, 1)).toEqual(await replay(TUESDAY, TUESDAY, 1));
    expect(await replay(MONDAY, TUESDAY, 1)).toMatchObject({ readers: 1 });
  });

  it('says so when there is nothing to replay', async () => {
    await expect(replay('2025-01-01', '2025-01-31')).rejects.toMatchObject({
      code: 'not_found',
      message: 'No digest was built from 2025-01-01 to 2025-01-31: nothing to replay.',
    });
  });

  it('tells how far it has come', async () => {
    const seen: [number, number][] = [];
    const onProgress = (done: number, all: number) => seen.push([done, all]);
    await courant.get(ReplayDigests).run({ from: MONDAY, to: TUESDAY, readers: 10, onProgress });
    expect(seen).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });
});
