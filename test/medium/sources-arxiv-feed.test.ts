// arXiv's daily feeds: who is news, what a replacement changes, which category is the primary one, and when to look again.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AskedSources, openSources } from '../support/asked-sources.js';
import { body, status } from '../support/misbehaving-http-server.js';
import { dailyPapersOf, type Facts, feedOf, JSON_TYPE, RSS_TYPE } from '../support/source-documents.js';

let sources: AskedSources;

beforeAll(async () => {
  sources = await openSources({ ARXIV_ARCHIVES: 'cs,math,stat' });
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  await sources.courant.prisma.paper.deleteMany();
  sources.courant.clock.set('2026-06-29T12:00:00Z');
  for (const archive of ['cs', 'math', 'stat']) serve(archive, []);
});

const PUBLISHED = 'Mon, 29 Jun 2026 00:00:00 -0400';
const serve = (archive: string, papers: readonly Facts[], headers: Record<string, string> = {}) =>
  sources.server.on(
    `/rss/${archive}`,
    body(feedOf(papers, headers['x-published'] ?? PUBLISHED), RSS_TYPE, headers),
  );
const sync = () => sources.sync('arxiv', { force: true });
const rows = () => sources.courant.prisma.paper.findMany({ orderBy: { key: 'asc' } });
const row = (key: string) => sources.courant.prisma.paper.findUniqueOrThrow({ where: { key } });
const asked = (archive: string) => sources.server.to(`/rss/${archive}`);

describe('an announcement', () => {
  it('of new and of newly listed papers is news; of replacements, and of old papers listed anew, it is not', async () => {
    serve('cs', [
      { id: '2606.20001', title: 'New' },
      { id: '2606.20002', title: 'Listed here too', announceType: 'cross', categories: ['stat.ML', 'cs.LG'] },
      { id: '2606.20003', version: 2, title: 'Replaced', announceType: 'replace' },
      { id: '2606.20004', version: 2, title: 'Replaced and listed', announceType: 'replace-cross' },
      { id: '2404.00001', title: 'Long known', announceType: 'cross', categories: ['stat.ML', 'cs.LG'] },
      { id: 'math/0309136', title: 'Older yet', announceType: 'cross', categories: ['math.GT', 'cs.LG'] },
    ]);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 6, faults: [] });
    expect((await rows()).map(({ title }) => title)).toEqual(['New', 'Listed here too']);
  });

  it('of a later version changes the text and never the date; what is withdrawn is marked', async () => {
    serve('cs', [
      { title: 'The first', abstract: 'Once.' },
      { id: '2606.20002', title: 'Wrong' },
    ]);
    await sync();
    sources.courant.clock.set('2026-07-01T12:00:00Z');
    const published = 'Wed, 01 Jul 2026 00:00:00 -0400';
    const replaced = [
      { version: 2, title: 'The second', abstract: 'Twice.', announceType: 'replace' },
      {
        id: '2606.20002',
        version: 2,
        title: 'Wrong',
        abstract: 'This paper has been withdrawn by the authors.',
        announceType: 'replace',
      },
    ];
    serve('cs', replaced, { 'x-published': published });
    await sync();
    expect(await row('2606.20001')).toMatchObject({
      version: 2,
      title: 'The second',
      abstract: 'Twice.',
      announcedOn: new Date('2026-06-29'),
      withdrawnAt: null,
    });
    expect(await row('2606.20002')).toMatchObject({
      announcedOn: new Date('2026-06-29'),
      withdrawnAt: sources.courant.clock.now(),
    });
  });

  it('of a later version leaves the date that Hugging Face gave, too', async () => {
    const known = { submittedAt: '2026-06-16T15:00:00Z', title: 'Known' };
    sources.server.on('/api/daily_papers', body(dailyPapersOf([known]), JSON_TYPE));
    await sources.sync('huggingface', { force: true });
    expect(await row('2606.20001')).toMatchObject({ announcedOn: new Date('2026-06-17') });
    serve('cs', [{ version: 3, title: 'The third', announceType: 'replace' }]);
    await sync();
    expect(await row('2606.20001')).toMatchObject({
      version: 3,
      title: 'The third',
      announcedOn: new Date('2026-06-17'),
    });
  });
});

describe('a paper in the feeds of several archives', () => {
  const everywhere = { title: 'Everywhere', categories: ['math.ST', 'stat.ML', 'cs.LG', 'stat.TH'] };

  it('is one row, with the primary category first, whatever comes first; and again changes nothing', async () => {
    serve('cs', [{ ...everywhere, announceType: 'cross' }]);
    serve('math', [{ ...everywhere, announceType: 'cross' }]);
    serve('stat', [{ ...everywhere, categories: ['math.ST', 'cs.LG', 'stat.ML', 'stat.TH'] }]);
    await sync();
    const [first, ...others] = await rows();
    expect(others).toEqual([]);
    expect(first?.categories[0]).toBe('stat.ML');
    // stat.TH is another name of math.ST.
    expect(first?.categories.toSorted()).toEqual(['cs.LG', 'math.ST', 'stat.ML']);
    sources.courant.clock.advance(3_600_000);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 3 });
    expect(await rows()).toEqual([first]);
  });

  it('is counted once under its two names', async () => {
    serve('math', [
      { title: 'Physics', announceType: 'cross', categories: ['math-ph', 'math.MP', 'math.AP'] },
    ]);
    await sync();
    expect(await row('2606.20001')).toMatchObject({ categories: ['math-ph', 'math.AP'] });
  });
});

describe('a feed is asked again', () => {
  const day = { etag: '"one"', 'cache-control': 'public, max-age=57600' };
  const at = async (instant: string) => {
    sources.courant.clock.set(instant);
    sources.server.requests.length = 0;
    expect(await sync()).toMatchObject({ state: 'succeeded' });
    return asked('cs').length;
  };

  it('when it is no longer fresh, with the etag it had', async () => {
    serve('cs', [{ title: 'A title' }], day);
    expect(await at('2026-06-29T12:00:00Z')).toBe(1);
    expect(await at('2026-06-30T03:59:00Z')).toBe(0);
    sources.server.on('/rss/cs', status(304, day));
    expect(await at('2026-06-30T04:12:00Z')).toBe(1);
    expect(asked('cs')[0]?.['if-none-match']).toBe('"one"');
    expect(await rows()).toHaveLength(1);
  });

  it('soon, when at midnight it still is that of the day before, however long it says it holds', async () => {
    serve('cs', [{ title: 'A title' }], day);
    await at('2026-06-29T12:00:00Z');
    sources.server.on('/rss/cs', status(304, { ...day, 'cache-control': 'max-age=86000' }));
    expect(await at('2026-06-30T04:12:00Z')).toBe(1);
    expect(await at('2026-06-30T04:22:00Z')).toBe(0);
    serve('cs', [{ id: '2606.20002', title: 'The next' }], {
      ...day,
      'x-published': 'Tue, 30 Jun 2026 00:00:00 -0400',
    });
    expect(await at('2026-06-30T04:32:00Z')).toBe(1);
    expect(await row('2606.20002')).toMatchObject({ announcedOn: new Date('2026-06-30') });
    expect(await at('2026-06-30T04:52:00Z')).toBe(0);
  });

  it('soon, when it is empty on a day with announcements; not on a day without', async () => {
    serve('cs', [], day);
    expect(await at('2026-06-29T04:12:00Z')).toBe(1);
    expect(await at('2026-06-29T04:33:00Z')).toBe(1);
    expect(asked('cs')[0]).not.toHaveProperty('if-none-match');
    for (const archive of ['cs', 'math', 'stat']) {
      serve(archive, [], { ...day, 'x-published': 'Sat, 27 Jun 2026 00:00:00 -0400' });
    }
    await sources.forget();
    expect(await at('2026-06-27T04:12:00Z')).toBe(1);
    expect(await at('2026-06-27T19:00:00Z')).toBe(0);
  });

  it('each time, when it does not say how long it holds', async () => {
    serve('cs', [{ title: 'A title' }]);
    expect([await at('2026-06-29T12:00:00Z'), await at('2026-06-29T12:20:00Z')]).toEqual([1, 1]);
  });
});

describe('trouble', () => {
  it('with one archive does not hide the others, and is told', async () => {
    sources.server.on('/rss/cs', status(400, { 'content-type': RSS_TYPE }, 'Feed error'));
    sources.server.on('/rss/math', status(404));
    serve('stat', [{ title: 'A title', categories: ['stat.ML'] }]);
    const { state, words } = await sync();
    expect([state, await rows()]).toMatchObject(['failed', [{ title: 'A title' }]]);
    expect(words).toMatch(
      /^cs: .*\/rss\/cs answered 400 \(Bad Request\)\. math: .* answered 404 \(Not Found\)\.$/,
    );
  });

  it('with what one archive sends does not hide the others either', async () => {
    sources.server.on('/rss/cs', body('<rss><channel>', RSS_TYPE));
    sources.server.on('/rss/math', body('<html>', 'text/html'));
    serve('stat', [{ title: 'A title', categories: ['stat.ML'] }]);
    const { state, words } = await sync();
    expect([state, await rows()]).toMatchObject(['failed', [{ title: 'A title' }]]);
    expect(words).toMatch(/^cs: arXiv's feed sent XML that cannot be read .* math: .* sent "text\/html"/);
  });

  it('of a server that is away ends the round: nobody else is asked', async () => {
    sources.server.on('/rss/cs', status(503));
    expect(await sync()).toMatchObject({ state: 'failed' });
    expect([asked('cs').length, asked('math').length]).toEqual([3, 0]);
  });

  it('is told for a feed that was cut off, whose papers are kept', async () => {
    serve(
      'cs',
      Array.from({ length: 2_000 }, (_, index) => ({
        id: `2606.${String(index).padStart(5, '0')}`,
        title: 'T',
      })),
    );
    const { state, read, faults } = await sync();
    expect([state, read, faults]).toEqual([
      'succeeded',
      2_000,
      ['cs: cut off at 2000 rows; the rest comes by OAI-PMH'],
    ]);
  });

  it('a hundred thousand times over is counted, and does not fill memory or the status row', async () => {
    const items = '<item><guid>x</guid></item>'.repeat(100_000);
    sources.server.on('/rss/cs', body(feedOf([]).replace('</channel>', `${items}</channel>`), RSS_TYPE));
    const { state, words, faults } = await sync();
    expect([state, faults.length]).toEqual(['failed', 1_000]);
    expect(words).toBe(
      'None of what it sent could be read (100000 faults). cs, item 1: not an arXiv identifier: x',
    );
  });
});
