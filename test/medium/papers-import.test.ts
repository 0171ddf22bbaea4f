// One row a paper, however often and from wherever it comes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { ImportPapers } from '../../src/papers/import-papers.js';
import { readPaper } from '../../src/papers/paper-line.js';
import { PapersModule } from '../../src/papers/papers.module.js';
import { upsertPapers } from '../../src/papers/papers.queries.js';
import type { PaperSource, SourceItem } from '../../src/papers/sources/paper-source.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let courant: UseCases;

beforeAll(async () => {
  courant = await openUseCases([PapersModule]);
});
afterAll(() => courant.stop());
beforeEach(async () => {
  courant.clock.set('2026-06-29T12:00:00Z');
  await courant.prisma.paper.deleteMany();
});

type Line = Record<string, unknown>;

const lineOf = (change: Line): Line => ({
  id: '2606.00001',
  title: 'A title',
  published: '2026-06-29',
  ...change,
});
const recordOf = (change: Line) => {
  const paper = readPaper(lineOf(change));
  if ('fault' in paper) throw new Error(paper.fault);
  return paper;
};

class GivenLines implements PaperSource {
  readonly name = 'test';
  constructor(private readonly lines: readonly Line[]) {}
  async *read(): AsyncGenerator<SourceItem> {
    for (const line of this.lines) yield await Promise.resolve({ paper: recordOf(line) });
  }
}

const importAll = (...lines: Line[]) => courant.get(ImportPapers).run({ source: new GivenLines(lines) });
const rows = () => courant.prisma.paper.findMany({ orderBy: { key: 'asc' } });
const only = () => courant.prisma.paper.findUniqueOrThrow({ where: { key: '2606.00001' } });

describe('a paper that comes more than once', () => {
  it('in one import is one row, of the newest version, in whatever order they come', async () => {
    const versions = [
      { id: '2606.00001v1' },
      { id: '2606.00001v3', title: 'The third' },
      { id: '2606.00001v2' },
    ];
    expect(await importAll(...versions)).toMatchObject({ read: 3, added: 1, updated: 0, unchanged: 2 });
    expect(await rows()).toMatchObject([{ key: '2606.00001', version: 3, title: 'The third' }]);
  });

  it('in several imports is one row, of the newest version', async () => {
    expect(await importAll({ id: '2606.00001v2', title: 'The second' })).toMatchObject({ added: 1 });
    expect(await importAll({ id: '2606.00001v1', title: 'The first' })).toMatchObject({
      added: 0,
      updated: 0,
    });
    expect(await only()).toMatchObject({ version: 2, title: 'The second' });
    expect(await importAll({ id: '2606.00001v3', title: 'The third' })).toMatchObject({
      added: 0,
      updated: 1,
    });
    expect(await only()).toMatchObject({ version: 3, title: 'The third' });
  });

  it('unchanged changes nothing, not even the time of its last change', async () => {
    const line = { abstract: 'We show this.', authors: ['Ada'], categories: ['cs.LG'], upvotes: 3 };
    await importAll(line);
    const before = await only();
    courant.clock.advance(1_000);
    expect(await importAll(line)).toMatchObject({ read: 1, added: 0, updated: 0, unchanged: 1 });
    expect(await only()).toEqual(before);
  });

  it('is the same by its old-style id with and without the subject class', async () => {
    await importAll({ id: 'math.GT/0309136' }, { id: 'math/0309136v2' });
    expect(await rows()).toMatchObject([{ key: 'math/0309136', version: 2 }]);
  });

  it('keeps the date it was announced on', async () => {
    await importAll({ published: '2026-06-24' });
    await importAll({ id: '2606.00001v2', published: '2026-06-29' });
    expect((await only()).announcedOn).toEqual(new Date('2026-06-24'));
  });

  it('keeps its place in the order of arrival', async () => {
    await importAll({}, { id: '2606.00002' });
    const { arrival } = await only();
    await importAll({ id: '2606.00001v2' });
    expect((await only()).arrival).toBe(arrival);
  });

  it('has its votes updated, and keeps them when nobody says how many', async () => {
    await importAll({ upvotes: 3 });
    await importAll({ upvotes: 12 });
    expect(await only()).toMatchObject({ upvotes: 12 });
    await importAll({ id: '2606.00001v2' });
    expect(await only()).toMatchObject({ upvotes: 12, version: 2 });
    await importAll({ id: '2606.00001v2', upvotes: 5 });
    expect(await only()).toMatchObject({ upvotes: 5 });
  });

  it('does not lose an abstract that the newer version comes without', async () => {
    await importAll({ abstract: 'We show this.' });
    await importAll({ id: '2606.00001v2' });
    expect(await only()).toMatchObject({ version: 2, abstract: 'We show this.', summary: 'We show this.' });
  });

  it('may have moved elsewhere', async () => {
    await importAll({ url: 'https://example.org/a', pdfUrl: 'https://example.org/a.pdf' });
    await importAll({ url: 'https://example.org/a', pdfUrl: 'https://example.org/b.pdf' });
    expect(await only()).toMatchObject({ pdfUrl: 'https://example.org/b.pdf' });
  });
});

describe('an import', () => {
  it('larger than a batch reports as it goes, and adds up', async () => {
    const lines = Array.from({ length: 1_201 }, (_, index) => ({
      id: `2606.${String(index).padStart(5, '0')}`,
    }));
    const seen: number[] = [];
    const source = new GivenLines(lines);
    const report = await courant.get(ImportPapers).run({ source, onProgress: ({ read }) => seen.push(read) });
    expect(report).toMatchObject({ read: 1_201, added: 1_201, faultCount: 0 });
    expect(seen).toEqual([500, 1_000, 1_201]);
    expect(await courant.prisma.paper.count()).toBe(1_201);
  });

  it('keeps all that came before its source failed', async () => {
    class Failing extends GivenLines {
      override async *read(): AsyncGenerator<SourceItem> {
        for (let index = 0; index < 600; index += 1)
          yield await Promise.resolve({ paper: recordOf({ id: `2606.${String(index).padStart(5, '0')}` }) });
        throw new Error('the line is dead');
      }
    }
    const failing = courant.get(ImportPapers).run({ source: new Failing([]) });
    await expect(failing).rejects.toThrow('the line is dead');
    expect(await courant.prisma.paper.count()).toBe(600);
  });
});

describe('arrival', () => {
  it('rises in the order of commits: who imports second is not seen first', async () => {
    const other = new PrismaService({ databaseUrl: courant.databaseUrl } as Config);
    const now = courant.clock.now();
    const events: string[] = [];
    let finishFirst = (): void => undefined;
    const mayFinish = new Promise<void>((resolve) => (finishFirst = resolve));
    const first = courant.prisma.$transaction(async (transaction) => {
      await upsertPapers(transaction, 'test', [recordOf({ id: '2606.00001' })], now);
      events.push('first written');
      await mayFinish;
      events.push('first ends');
    });
    const writtenFirst = async () => {
      while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await writtenFirst();
    const second = other.$transaction(async (transaction) => {
      await upsertPapers(transaction, 'test', [recordOf({ id: '2606.00002' })], now);
      events.push('second written');
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await courant.prisma.paper.count()).toBe(0);
    finishFirst();
    await Promise.all([first, second]);
    await other.$disconnect();
    expect(events).toEqual(['first written', 'first ends', 'second written']);
    const [one, two] = await rows();
    expect(one?.arrival).toBeLessThan(two?.arrival ?? 0n);
  });

  it('stays in step with two importers of the same papers at once, and neither fails', async () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => ({
      id: `2606.${String(index).padStart(5, '0')}`,
    }));
    const reports = await Promise.all([importAll(...lines), importAll(...lines.toReversed())]);
    expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(1_000);
    expect(await courant.prisma.paper.count()).toBe(1_000);
  });
});
