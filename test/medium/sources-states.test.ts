// The status row of a source: rests that grow and end, counts of the last days, and where to go on.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReadSources } from '../../src/papers/sync/read-sources.js';
import { SyncSource } from '../../src/papers/sync/sync-source.js';
import { type AskedSources, openSources } from '../support/asked-sources.js';
import { type Behaviour, body, status } from '../support/misbehaving-http-server.js';
import { detailsOf, JSON_TYPE } from '../support/source-documents.js';

let sources: AskedSources;

beforeAll(async () => {
  sources = await openSources({ SOURCES: 'biorxiv' });
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  sources.courant.clock.set('2026-06-29T12:00:00Z');
});

/** At the first page of whichever days. */
const serve = (behaviour: Behaviour) => {
  for (let day = 1; day <= 30; day += 1) {
    const to = new Date(Date.UTC(2026, 5, 28 + day));
    const from = new Date(to.getTime() - 3 * 86_400_000);
    const days = [from, to].map((instant) => instant.toISOString().slice(0, 10)).join('/');
    sources.server.on(`/details/biorxiv/${days}/0/json`, behaviour);
  }
};
const good = body(
  detailsOf([{ id: '2026.06.28.000001', title: 'Cells', postedOn: '2026-06-28' }]),
  JSON_TYPE,
);
const bad = status(400);
const statusOf = async () =>
  (await sources.courant.get(ReadSources).run()).find(({ name }) => name === 'biorxiv');
const MINUTE = 60_000;

describe('a source that fails', () => {
  it('rests longer and longer, up to six hours, and is not asked meanwhile', async () => {
    serve(bad);
    const rests: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      expect((await sources.sync('biorxiv')).state).toBe('failed');
      const { notBefore } = (await statusOf()) ?? {};
      const now = sources.courant.clock.now().getTime();
      rests.push(((notBefore?.getTime() ?? 0) - now) / MINUTE);
      sources.courant.clock.advance((notBefore?.getTime() ?? 0) - now - 1);
      expect(await sources.courant.get(SyncSource).run({ name: 'biorxiv' })).toEqual({
        state: 'resting',
        until: notBefore,
      });
      sources.courant.clock.advance(1);
    }
    expect(rests).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    expect(sources.server.requests).toHaveLength(9);
    expect(await statusOf()).toMatchObject({ state: 'failing', failures: 9, lastSucceededAt: null });
  });

  it('is asked all the same when an operator wishes, and a success ends all rest', async () => {
    serve(bad);
    await sources.sync('biorxiv');
    serve(good);
    expect((await sources.sync('biorxiv')).state).toBe('resting');
    expect((await sources.sync('biorxiv', { force: true })).state).toBe('succeeded');
    expect(await statusOf()).toMatchObject({
      state: 'ok',
      failures: 0,
      lastError: null,
      notBefore: null,
      lagMs: 0,
    });
    serve(bad);
    await sources.sync('biorxiv');
    const { notBefore } = (await statusOf()) ?? {};
    expect((notBefore?.getTime() ?? 0) - sources.courant.clock.now().getTime()).toBe(5 * MINUTE);
  });

  it('stays away for as long as it is asked to, but not for longer than a day', async () => {
    serve(status(429, { 'retry-after': '7200' }));
    await sources.sync('biorxiv');
    expect((await statusOf())?.notBefore?.toISOString()).toBe('2026-06-29T14:00:00.000Z');
    await sources.forget();
    serve(status(429, { 'retry-after': '99999999' }));
    await sources.sync('biorxiv');
    expect((await statusOf())?.notBefore?.toISOString()).toBe('2026-06-30T12:00:00.000Z');
  });
});

describe('the counts of a source', () => {
  it('add up over a day, and are kept for two weeks', async () => {
    serve(good);
    for (let day = 29; day <= 48; day += 1) {
      sources.courant.clock.set(new Date(Date.UTC(2026, 5, day, 12)).toISOString());
      await sources.courant.prisma.$executeRaw`DELETE FROM request_gates`;
      await sources.sync('biorxiv');
      await sources.sync('biorxiv');
    }
    const { days = {}, newestOn } = (await statusOf()) ?? {};
    expect(Object.keys(days).toSorted()).toEqual(
      Array.from({ length: 14 }, (_, index) =>
        new Date(Date.UTC(2026, 6, 5 + index)).toISOString().slice(0, 10),
      ),
    );
    expect(days['2026-07-18']).toEqual({ read: 2, added: 0, updated: 0 });
    expect(newestOn).toBe('2026-06-28');
  });
});

describe('two who would ask the same source at once', () => {
  it('are one: the other is told that it is busy, and sends nothing', async () => {
    serve((request, response) => void setTimeout(() => good(request, response), 200));
    const both = await Promise.all([sources.sync('biorxiv'), sources.sync('biorxiv')]);
    expect(both.map(({ state }) => state).toSorted()).toEqual(['busy', 'succeeded']);
    expect(sources.server.requests).toHaveLength(1);
  });
});
