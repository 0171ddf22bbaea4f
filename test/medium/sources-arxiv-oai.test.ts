// arXiv's OAI-PMH server: page by page to the end, on from where it broke off, and never without an end.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AskedSources, openSources } from '../support/asked-sources.js';
import { type Behaviour, body, status } from '../support/misbehaving-http-server.js';
import {
  dailyPapersOf,
  deletedRecord,
  type Facts,
  JSON_TYPE,
  oaiDocument,
  oaiOf,
  XML_TYPE,
} from '../support/source-documents.js';

let sources: AskedSources;

beforeAll(async () => {
  sources = await openSources();
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  await sources.courant.prisma.paper.deleteMany();
  sources.courant.clock.set('2026-06-29T12:00:00Z');
  sources.server.on('/oai', status(404));
});

const page = (papers: readonly Facts[], token = ''): Behaviour => body(oaiOf(papers, token), XML_TYPE);
const refused = body(oaiDocument('<error code="badResumptionToken">expired</error>'), XML_TYPE);
const serve = (...pages: Behaviour[]) => sources.server.on('/oai', ...pages);
const sync = () => sources.sync('arxiv-oai', { force: true });
const asked = () => {
  const queries = sources.server.requests.map(({ path }) => new URL(path, 'http://x').searchParams);
  sources.server.requests.length = 0;
  return queries.map((query) => query.get('resumptionToken') ?? query.get('from'));
};
const keys = async () =>
  (await sources.courant.prisma.paper.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key);
const numbered = (...numbers: number[]) =>
  numbers.map((number) => ({ id: `2606.2000${number}`, title: `Paper ${number}` }));

describe('a harvest', () => {
  it('reads all pages, the token as it was given, and not again on the same day', async () => {
    serve(page(numbered(1, 2), 'a|b+c&amp;d 1'), page(numbered(3), 'two'), page(numbered(4)));
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 4, faults: [] });
    expect(asked()).toEqual(['2026-06-25', 'a|b+c&d 1', 'two']);
    expect(await keys()).toHaveLength(4);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 0 });
    expect(asked()).toEqual([]);
    sources.courant.clock.set('2026-06-30T12:00:00Z');
    serve(page(numbered(4)));
    await sync();
    expect(asked()).toEqual(['2026-06-28']);
  });

  it("waits for the server's day: it catches up at half past ten in the evening in New York", async () => {
    serve(page(numbered(1)));
    await sync();
    sources.courant.clock.set('2026-06-30T00:25:00Z');
    await sync();
    expect(asked()).toEqual(['2026-06-25']);
    sources.courant.clock.set('2026-06-30T03:25:00Z');
    await sync();
    expect(asked()).toEqual(['2026-06-28']);
  });

  it('that broke off between two pages goes on with the next, and loses and doubles nothing', async () => {
    serve(page(numbered(1, 2), 'two'), status(503));
    expect(await sync()).toMatchObject({ state: 'failed', read: 2 });
    expect(await keys()).toHaveLength(2);
    asked();
    serve(page(numbered(3, 4)));
    sources.courant.clock.advance(3_600_000);
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 2, words: '' });
    expect(asked()).toEqual(['two']);
    expect(await keys()).toEqual(['2606.20001', '2606.20002', '2606.20003', '2606.20004']);
  });

  it('that broke off on another day begins again, where that one began', async () => {
    serve(page(numbered(1), 'two'), status(503));
    await sync();
    asked();
    sources.courant.clock.set('2026-06-30T12:00:00Z');
    serve(page(numbered(1, 2)));
    await sync();
    expect(asked()).toEqual(['2026-06-24']);
  });

  it('whose token is refused in the middle begins again, once', async () => {
    serve(page(numbered(1), 'two'), refused, page(numbered(1), 'new'), page(numbered(2)));
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 3 });
    expect(asked()).toEqual(['2026-06-25', 'two', '2026-06-25', 'new']);
    expect(await keys()).toEqual(['2606.20001', '2606.20002']);
  });

  it('whose every token is refused ends, and says so', async () => {
    serve(page(numbered(1), 'two'), refused, page(numbered(1), 'three'), refused);
    const { state, words } = await sync();
    expect(`${state}: ${words}`).toBe("failed: arXiv's OAI server refused (badResumptionToken): expired");
    expect(asked()).toHaveLength(4);
  });

  it('that goes in circles ends, and says so', async () => {
    serve(page(numbered(1), 'again'));
    expect(await sync()).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('goes in circles'),
    });
    expect(asked()).toEqual(['2026-06-25', 'again']);
  });

  it('of a day on which nothing changed is done', async () => {
    serve(body(oaiDocument('<error code="noRecordsMatch">none</error>'), XML_TYPE));
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 0 });
    await sync();
    expect(asked()).toHaveLength(1);
  });
});

describe('a record', () => {
  const only = () => sources.courant.prisma.paper.findUniqueOrThrow({ where: { key: '2606.20001' } });
  const fromHuggingFace = async (facts: Facts) => {
    sources.server.on(
      '/api/daily_papers',
      body(dailyPapersOf([facts], { ai_summary: 'In short.' }), JSON_TYPE),
    );
    await sources.sync('huggingface', { force: true });
  };

  it('of a paper that came from Hugging Face gives it its date, categories and text; votes and summary stay', async () => {
    await fromHuggingFace({ title: 'As they have it', submittedAt: '2026-06-25T20:00:00Z' });
    await sources.courant.prisma.paper.updateMany({ data: { announcedOn: new Date('2026-06-28') } });
    serve(page([{ title: 'As it is', categories: ['stat.ML', 'cs.LG'] }]));
    await sync();
    const paper = await only();
    expect(paper).toMatchObject({
      source: 'arxiv',
      version: 1,
      title: 'As it is',
      categories: ['stat.ML', 'cs.LG'],
      announcedOn: new Date('2026-06-29'),
      upvotes: 12,
      summary: 'In short.',
    });
    // And the other way round: what Hugging Face says afterwards is only votes and summary.
    await sources.forget();
    await fromHuggingFace({ title: 'As they have it' });
    expect(await only()).toEqual(paper);
    expect(await keys()).toHaveLength(1);
  });

  it('of one that was deleted marks it, and takes nothing away', async () => {
    await fromHuggingFace({ title: 'Gone' });
    const before = await only();
    serve(
      body(
        oaiDocument(
          `<ListRecords>${deletedRecord('2606.20001')}${deletedRecord('2606.20002')}</ListRecords>`,
        ),
        XML_TYPE,
      ),
    );
    sources.courant.clock.advance(60_000);
    await sync();
    const { withdrawnAt, ...after } = await only();
    expect(withdrawnAt).toEqual(sources.courant.clock.now());
    expect(after).toMatchObject({
      title: 'Gone',
      abstract: before.abstract,
      announcedOn: before.announcedOn,
    });
    expect(await keys()).toEqual(['2606.20001']);
  });

  it('of a paper of long ago that was touched is no news', async () => {
    serve(
      page([
        { id: 'math.GT/0309136', title: 'Old', submittedAt: '2003-09-08T10:00:00Z', categories: ['cs.CG'] },
      ]),
    );
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 1 });
    expect(await keys()).toEqual([]);
  });

  it('of an archive that is not read is left out', async () => {
    serve(
      page([
        { title: 'Elsewhere', categories: ['hep-th'] },
        { ...numbered(2)[0], categories: ['hep-th', 'cs.LG'] },
      ]),
    );
    await sync();
    expect(await keys()).toEqual(['2606.20002']);
  });
});
