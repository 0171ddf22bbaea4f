// bioRxiv and medRxiv: all pages of the last days, versions, withdrawals, and articles that are known already.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AskedSources, openSources } from '../support/asked-sources.js';
import { body } from '../support/misbehaving-http-server.js';
import { detailsOf, type Facts, feedOf, JSON_TYPE, RSS_TYPE } from '../support/source-documents.js';

let sources: AskedSources;

beforeAll(async () => {
  sources = await openSources();
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  await sources.courant.prisma.paper.deleteMany();
  sources.courant.clock.set('2026-06-29T12:00:00Z');
});

const serve = (
  from: number,
  papers: readonly Facts[],
  total: number | null = papers.length,
  more: object = {},
) =>
  sources.server.on(
    `/details/biorxiv/2026-06-26/2026-06-29/${from}/json`,
    body(detailsOf(papers, total, more), JSON_TYPE),
  );
const nothing = (from: number) =>
  sources.server.on(
    `/details/biorxiv/2026-06-26/2026-06-29/${from}/json`,
    body('{"messages":[{"status":"no posts found"}],"collection":[]}', JSON_TYPE),
  );
const sync = () => sources.sync('biorxiv', { force: true });
const papers = () => sources.courant.prisma.paper.findMany({ orderBy: { key: 'asc' } });
const A: Facts = { id: '2026.06.28.000001', title: 'Cells', postedOn: '2026-6-28' };
const B: Facts = { id: '2026.06.28.000002', title: 'More cells' };

describe('bioRxiv', () => {
  it('is read page by page to the end, and again without a change', async () => {
    serve(0, [A], 2);
    serve(1, [B], 2);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 2 });
    const before = await papers();
    expect(before).toMatchObject([
      {
        key: '10.1101/2026.06.28.000001',
        announcedOn: new Date('2026-06-28'),
        categories: ['biorxiv.cell-biology'],
      },
      { key: '10.1101/2026.06.28.000002', source: 'biorxiv' },
    ]);
    sources.courant.clock.advance(60_000);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 2 });
    expect(await papers()).toEqual(before);
    expect(sources.server.requests).toHaveLength(4);
  });

  it('is read to an empty page when it does not say how many there are', async () => {
    serve(0, [A], null);
    serve(1, [B], null);
    nothing(2);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 2 });
    expect(sources.server.requests).toHaveLength(3);
  });

  it('of days without posts has nothing', async () => {
    nothing(0);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 0, words: '' });
  });

  it('brings later versions of what is known, never as news; the date stays, withdrawn is withdrawn', async () => {
    serve(0, [A]);
    await sync();
    serve(0, [
      { ...A, version: 2, title: 'WITHDRAWN: Cells', postedOn: '2026-06-29' },
      { ...B, version: 2 },
    ]);
    await sync();
    expect(await papers()).toMatchObject([
      { version: 2, announcedOn: new Date('2026-06-28'), withdrawnAt: sources.courant.clock.now() },
    ]);
  });

  it('may call by its DOI what is known by its arXiv id', async () => {
    const doi = '<arxiv:DOI>10.1101/2026.06.28.000001</arxiv:DOI>';
    sources.server.on('/rss/cs', body(feedOf([{ title: 'Cells', more: doi }]), RSS_TYPE));
    await sources.sync('arxiv', { force: true });
    serve(0, [A]);
    await sync();
    expect(await papers()).toMatchObject([{ key: '2606.20001' }]);
  });

  it('may send what no database takes', async () => {
    serve(0, [A, { id: '10.1101/\ud800', title: 'Odd' }], 2, { license: 'cc\0by\ud800', category: '\0' });
    const { state, faults } = await sync();
    expect([state, faults]).toEqual(['succeeded', ['after 0, item 2: doi: not a DOI']]);
    expect(await papers()).toMatchObject([{ title: 'Cells', license: expect.stringContaining('ccby') }]);
  });
});
