// Single papers from arXiv's query API, also as it really answered, if those answers are at hand.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AskedSources, openSources } from '../support/asked-sources.js';
import { ATOM, body, status } from '../support/misbehaving-http-server.js';
import { queryOf } from '../support/source-documents.js';

let sources: AskedSources;

beforeAll(async () => {
  sources = await openSources();
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  await sources.courant.prisma.paper.deleteMany();
});

const papers = () => sources.courant.prisma.paper.findMany({ orderBy: { key: 'asc' } });

describe('papers by their ids', () => {
  it('are asked for by the hundred, and those that are not there are told', async () => {
    sources.server.on('/api/query', body(queryOf([{ title: 'A title' }])));
    const ids = Array.from({ length: 101 }, (_, index) => `2606.2${String(index + 1).padStart(4, '0')}`);
    const { read, faults } = await sources.query(...ids);
    expect([read, faults.length]).toEqual([2, 99 + 1]);
    expect(faults[0]).toBe('2606.20002: arXiv knows no paper of this id');
    const lists = sources.server.requests.map(({ path }) =>
      new URL(path, 'http://x').searchParams.get('id_list'),
    );
    expect(lists.map((list) => list?.split(',').length)).toEqual([100, 1]);
  });

  it('that an answer leaves out, though it says there are some, are asked for again', async () => {
    sources.server.on('/api/query', body(queryOf([], 1)), body(queryOf([{ title: 'A title' }])));
    expect(await sources.query('2606.20001')).toMatchObject({ state: 'succeeded', read: 1, faults: [] });
    expect(sources.server.requests).toHaveLength(2);
    sources.server.on('/api/query', body(queryOf([], 1)));
    const { state, words } = await sources.query('2606.20001');
    expect(`${state}: ${words}`).toBe("failed: arXiv's query API sent none of the 1 papers it has.");
  });

  it('keep a title that is a number and an id that ends in zero as text', async () => {
    sources.server.on('/api/query', body(queryOf([{ id: '2101.00010', title: '0' }])));
    await sources.query('2101.00010');
    expect(await papers()).toMatchObject([{ key: '2101.00010', title: '0', version: 1 }]);
  });
});

const folder = join(process.env.COURANT_SHARED ?? '../shared', 'corpora/arxiv-api');
const recorded = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map(
        (name) =>
          JSON.parse(readFileSync(join(folder, name), 'utf8')) as { status_code: number; body: string },
      )
  : [];

(recorded.length > 0 ? describe : describe.skip)('recorded answers (skipped without COURANT_SHARED)', () => {
  const askAll = async () => {
    const words: string[] = [];
    for (const { status_code: code, body: content } of recorded) {
      sources.server.on(
        '/api/query',
        code === 200 ? body(content) : status(code, { 'content-type': ATOM }, content),
      );
      const ending = await sources.query('astro-ph/0601001');
      if (ending.state === 'failed') words.push(ending.words);
    }
    return words;
  };

  it('are 105 papers and one refusal, however often they come', async () => {
    sources.courant.clock.set('2026-07-20T12:00:00Z');
    expect(await askAll()).toEqual([expect.stringContaining('answered 400 (Bad Request)')]);
    const first = await papers();
    expect(first).toHaveLength(105);
    expect(first.filter(({ title }) => title === '0')).toHaveLength(1);
    expect(first.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['astro-ph/0601001', 'quant-ph/0201082']),
    );
    sources.courant.clock.advance(60_000);
    await askAll();
    expect(await papers()).toEqual(first);
  });
});
