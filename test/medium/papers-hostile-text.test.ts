// Whatever stands in a title, the import takes it, and what is kept is plain Unicode on one line.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ImportPapers } from '../../src/papers/import-papers.js';
import { PapersModule } from '../../src/papers/papers.module.js';
import { JsonLinesSource } from '../../src/papers/sources/jsonl/json-lines-source.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const corpora = join(process.env.COURANT_SHARED ?? '../shared', 'corpora/hostile-text');
const collections = ['naughty-strings.json', 'tex-titles.txt', 'xss-payloads.txt'];
/** Controls, overrides of direction, separators of lines and paragraphs, halves of characters. */
const UNWANTED = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

const directory = mkdtempSync(join(tmpdir(), 'courant-hostile-'));
let courant: UseCases;

beforeAll(async () => {
  courant = await openUseCases([PapersModule]);
});
afterAll(async () => {
  await courant.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => courant.prisma.paper.deleteMany());

function importLines(values: Record<string, unknown>[]) {
  const path = join(directory, 'papers.jsonl');
  const lines = values.map((value, index) =>
    JSON.stringify({ id: `10.5555/test-${index}`, title: 'A title', published: '2026-06-29', ...value }),
  );
  writeFileSync(path, lines.join('\n'));
  return courant.get(ImportPapers).run({ source: new JsonLinesSource(path) });
}

describe('hostile text', () => {
  it('in any field harms neither its own line nor the others', async () => {
    const nasty = [
      'a\u0000b',
      'a\ud800b',
      '\udc00',
      '\u202eevil',
      '{"a": "\\u0000"}',
      "'; DROP TABLE papers; --",
    ];
    const values = nasty.flatMap((text) => [
      { title: text },
      { abstract: text },
      { summary: text },
      { authors: [text, `${'x'.repeat(299)}😀`] },
      { url: `https://example.org/${text}` },
      { pdfUrl: `https://example.org/?q=${text}` },
    ]);
    const report = await importLines(values);
    expect({ added: report.added, faults: report.faults }).toEqual({ added: values.length, faults: [] });
    for (const paper of await courant.prisma.paper.findMany()) {
      const texts = [
        paper.title,
        paper.abstract,
        paper.summary,
        paper.url,
        paper.pdfUrl ?? '',
        ...paper.authors,
      ];
      expect(texts.filter((text) => UNWANTED.test(text))).toEqual([]);
    }
  });

  it('in what must be exact makes a fault of its line alone', async () => {
    const values = [
      { id: 'a\u0000b' },
      { categories: ['cs.\u0000'] },
      { published: '0000-01-01' },
      { id: '2606.00001v99999' },
      { version: 99_999 },
      { upvotes: 3_000_000_000 },
    ];
    const report = await importLines([...values, {}]);
    expect(report).toMatchObject({ added: 1, faultCount: values.length });
    expect(report.faults.map(({ place }) => place)).toEqual(values.map((_, index) => `line ${index + 1}`));
  });

  for (const name of collections) {
    const path = join(corpora, name);
    const test = existsSync(path) ? it : it.skip;
    test(`of ${name} is imported as titles (skipped without the collection in COURANT_SHARED)`, async () => {
      const text = readFileSync(path, 'utf8');
      const titles = name.endsWith('.json') ? (JSON.parse(text) as string[]) : text.split('\n');
      const report = await importLines(titles.map((title) => ({ title, authors: [title], abstract: title })));
      expect(titles.length).toBeGreaterThan(500);
      expect(report.added + report.faultCount).toBe(titles.length);
      const empty = report.faults.filter(({ reason }) => reason === 'title: is empty').length;
      const long = report.faults.filter(({ reason }) => reason.startsWith('title: longer than 1,000')).length;
      expect(empty + long).toBe(report.faultCount);
      expect(long).toBe(titles.filter((title) => title.length > 1_000).length);
      // Nothing to see is empty; what draws nothing (a soft hyphen) may count as something.
      expect(empty).toBeGreaterThanOrEqual(titles.filter((title) => title.trim() === '').length);
      expect(empty).toBeLessThanOrEqual(titles.filter((title) => /^[\p{Z}\p{C}]*$/u.test(title)).length);
      const kept = await courant.prisma.paper.findMany({ select: { title: true, abstract: true } });
      expect(kept.filter((paper) => UNWANTED.test(paper.title) || paper.title !== paper.abstract)).toEqual(
        [],
      );
    });
  }
});
