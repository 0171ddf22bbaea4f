// Hugging Face's daily papers: which dates are asked for, page by page, how politely, and what a later look changes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AskedSources, openSources } from '../support/asked-sources.js';
import { body, status } from '../support/misbehaving-http-server.js';
import { dailyPapersOf, type Facts, feedOf, JSON_TYPE, RSS_TYPE } from '../support/source-documents.js';

const TOKEN = 'hf_abcdefghijklmnop';
let sources: AskedSources;

beforeAll(async () => {
  sources = await openSources({ HF_TOKEN: TOKEN });
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  await sources.courant.prisma.paper.deleteMany();
  sources.courant.clock.set('2026-06-29T12:00:00Z');
  for (const date of ['2026-06-26', '2026-06-27', '2026-06-28', '2026-06-29']) onDate(date, list([]));
  sources.server.on(PATH, list([]));
});

const PATH = '/api/daily_papers';
const list = (papers: readonly Facts[], paper: object = {}, headers: Record<string, string> = {}) =>
  body(dailyPapersOf(papers, paper), JSON_TYPE, headers);
const onDate = (date: string, ...behaviours: Parameters<AskedSources['server']['on']>[1][]) =>
  sources.server.on(`${PATH}?date=${date}&limit=100`, ...behaviours);
const sync = () => sources.sync('huggingface', { force: true });
const only = () => sources.courant.prisma.paper.findUniqueOrThrow({ where: { key: '2606.20001' } });

describe('Hugging Face', () => {
  it('is asked for today and the three days before, in UTC, with the token', async () => {
    sources.courant.clock.set('2026-06-30T00:05:00Z');
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 0 });
    const dates = sources.server.requests.map(({ path }) =>
      new URL(path, 'http://x').searchParams.get('date'),
    );
    expect(dates).toEqual(['2026-06-30', '2026-06-29', '2026-06-28', '2026-06-27']);
    const senders = sources.server.requests.map(({ headers }) => headers.authorization);
    expect(new Set(senders)).toEqual(new Set([`Bearer ${TOKEN}`]));
  });

  it('is asked for all pages, also beyond one on which nothing can be read, and not for pages in circles', async () => {
    const next = (page: number) => ({ link: `<${PATH}?date=2026-06-29&p=${page}>; rel="next"` });
    onDate('2026-06-29', list([{ title: 'One' }], {}, next(1)));
    sources.server.on(`${PATH}?date=2026-06-29&p=1`, body('[{}]', JSON_TYPE, next(2)));
    sources.server.on(`${PATH}?date=2026-06-29&p=2`, list([{ id: '2606.20002', title: 'Two' }], {}, next(3)));
    sources.server.on(`${PATH}?date=2026-06-29&p=3`, list([], {}, next(4)));
    expect(await sync()).toMatchObject({
      state: 'succeeded',
      read: 2,
      faults: [expect.stringContaining('2026-06-29, item 1')],
    });
    expect(sources.server.requests).toHaveLength(4 + 3);
    await sources.forget();
    sources.server.on(`${PATH}?date=2026-06-29&p=2`, list([{ title: 'One' }], {}, next(2)));
    expect(await sync()).toMatchObject({ state: 'succeeded' });
    expect(sources.server.requests).toHaveLength(20 + 3);
    expect(await sources.courant.prisma.paper.count()).toBe(2);
  });

  it('is left alone until its window ends, once it says that no request is left', async () => {
    onDate('2026-06-29', list([{ title: 'One' }], {}, { ratelimit: '"api";r=0;t=3' }));
    onDate('2026-06-28', list([]));
    expect(await sync()).toMatchObject({ state: 'succeeded' });
    const [first = 0, second = 0, third = 0] = sources.server.requests.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(3_000);
    expect(third - second).toBeLessThan(2_900);
  });

  it('that refuses a date is quoted, and what it sent before is kept', async () => {
    onDate('2026-06-29', list([{ title: 'One' }]));
    onDate('2026-06-28', body('{"error":"Invalid date"}', JSON_TYPE));
    const { state, words } = await sync();
    expect(`${state}: ${words}`).toBe('failed: Hugging Face refused: Invalid date');
    expect(await only()).toMatchObject({ title: 'One' });
  });

  it('may say little: an id and a title are a paper', async () => {
    onDate('2026-06-29', body('[{"paper":{"id":"2606.20001","title":"Bare"}}]', JSON_TYPE));
    await sync();
    expect(await only()).toMatchObject({
      title: 'Bare',
      abstract: '',
      authors: [],
      upvotes: null,
      announcedOn: new Date('2026-06-29'),
    });
  });

  it('may send what no database takes: NUL, halves of characters, and text as long as a book', async () => {
    const hostile = {
      title: 'A\0 title \ud800',
      summary: 'x'.repeat(100_000),
      submittedOnDailyBy: { name: `${'y'.repeat(99)}\u{1f600}\0` },
      organization: { fullname: `${'z'.repeat(199)}\u{1f600}` },
      ai_keywords: ['a\0', '\udc00'],
      publishedAt: '0001-01-01T00:00:00Z',
    };
    onDate('2026-06-29', list([{}], hostile));
    expect(await sync()).toMatchObject({ state: 'succeeded', read: 1 });
    expect(await only()).toMatchObject({ submittedBy: 'y'.repeat(99), organization: 'z'.repeat(199) });
    expect((await only()).title).toMatch(/^A title/);
  });

  it('changes votes and summary day after day, and nothing that it does not speak of', async () => {
    onDate('2026-06-29', list([{ title: 'One' }], { githubRepo: 'o/r', ai_summary: 'In short.' }));
    await sync();
    onDate('2026-06-29', list([{ title: 'One' }], { upvotes: 40 }));
    expect(await sync()).toMatchObject({ state: 'succeeded' });
    expect(await only()).toMatchObject({
      upvotes: 40,
      summary: 'In short.',
      codeUrl: 'https://github.com/o/r',
    });
  });

  it('adds its summary and votes to a paper of arXiv, whose text, date and categories stay', async () => {
    sources.server.on(
      '/rss/cs',
      body(feedOf([{ title: 'As it is', categories: ['cs.CV', 'stat.ML'] }]), RSS_TYPE),
    );
    await sources.sync('arxiv', { force: true });
    const before = await only();
    onDate('2026-06-29', list([{ title: 'AS IT WAS', abstract: 'Else.' }], { ai_summary: 'In short.' }));
    await sync();
    const { title, abstract, announcedOn, categories, source, version } = before;
    expect(await only()).toMatchObject({ title, abstract, announcedOn, categories, source, version });
    expect(await only()).toMatchObject({ summary: 'In short.', upvotes: 12 });
  });

  it('sends the token nowhere else', async () => {
    onDate('2026-06-29', status(302, { location: sources.server.url('/elsewhere', 'localhost') }));
    sources.server.on('/elsewhere', list([]));
    await sync();
    expect(JSON.stringify(sources.server.to('/elsewhere'))).not.toContain(TOKEN);
    expect(sources.server.to('/elsewhere')).toHaveLength(1);
  });
});
