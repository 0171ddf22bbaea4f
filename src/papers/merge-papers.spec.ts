// One paper of several: the newest version speaks, and nothing that was said is lost.
import { describe, expect, it } from '@jest/globals';
import { mergePapers } from './merge-papers.js';
import { NOTHING_SAID, type PaperRecord } from './paper-record.js';

const paper = (change: Partial<PaperRecord> = {}): PaperRecord => ({
  ...NOTHING_SAID,
  key: '2606.20001',
  version: 1,
  title: 'A title',
  abstract: 'We show it.',
  summary: 'We show it.',
  isSummaryGiven: false,
  marks: null,
  authors: ['Ada Lovelace'],
  categories: ['cs.LG'],
  announcedOn: '2026-06-29',
  url: 'https://arxiv.org/abs/2606.20001',
  pdfUrl: null,
  ...change,
});
const merged = (...papers: PaperRecord[]) => {
  const [first, ...others] = mergePapers(papers);
  expect(others).toEqual([]);
  return first;
};

describe('papers of one batch', () => {
  it('stay as they are and in their order when each comes once', () => {
    const papers = [paper({ key: 'b' }), paper({ key: 'a' }), paper({ key: 'c' })];
    expect(mergePapers(papers)).toEqual(papers);
  });

  it('have the text of the newest version, and of equal ones the last', () => {
    const [first, second] = [paper({ title: 'First' }), paper({ version: 2, title: 'Second' })];
    expect(merged(first, second)?.title).toBe('Second');
    expect(merged(second, first)).toMatchObject({ title: 'Second', version: 2 });
    expect(merged(first, paper({ title: 'First, mended' }))?.title).toBe('First, mended');
  });

  it('keep what only one of them says', () => {
    const voted = paper({ upvotes: 0, keywords: ['a'], codeUrl: 'https://github.com/o/r' });
    const silent = paper({ version: 2, abstract: '', authors: [], mediaUrls: [] });
    const both = { upvotes: 0, keywords: ['a'], codeUrl: 'https://github.com/o/r', abstract: 'We show it.' };
    expect(merged(voted, silent)).toMatchObject({ ...both, version: 2, authors: ['Ada Lovelace'] });
    expect(merged(silent, voted)).toMatchObject({ ...both, version: 2, authors: ['Ada Lovelace'] });
  });

  it("keep the source's own summary, whoever else has one", () => {
    const given = paper({ summary: 'In short.', isSummaryGiven: true });
    const later = paper({ version: 2 });
    expect(merged(given, later)).toMatchObject({ summary: 'In short.', isSummaryGiven: true });
    expect(merged(later, given)).toMatchObject({ summary: 'In short.', isSummaryGiven: true });
  });

  it('are news if one of them is, on its date', () => {
    const news = paper();
    const replaced = paper({ version: 2, isUpdateOnly: true, announcedOn: '2026-07-01' });
    expect(merged(news, replaced)).toMatchObject({ isUpdateOnly: false, announcedOn: '2026-06-29' });
    expect(merged(replaced, news)).toMatchObject({ isUpdateOnly: false, announcedOn: '2026-06-29' });
    expect(merged(replaced, replaced)?.isUpdateOnly).toBe(true);
    const late = paper({ version: 2, announcedOn: '2026-07-01' });
    expect(merged(paper({ isUpdateOnly: true }), late)).toMatchObject({ announcedOn: '2026-07-01' });
  });

  it('have the primary category of the one that knows it', () => {
    const knows = paper({ categories: ['stat.ML', 'cs.LG'] });
    const guesses = paper({ categories: ['cs.LG', 'stat.ML', 'math.ST'], isPrimaryKnown: false });
    for (const [one, other] of [
      [knows, guesses],
      [guesses, knows],
    ] as const) {
      expect(merged(one, other)).toMatchObject({ isPrimaryKnown: true });
      expect(merged(one, other)?.categories[0]).toBe('stat.ML');
    }
  });
});
