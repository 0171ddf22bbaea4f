import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { plainOf, readRichText } from './rich-text.js';
import { splitSentences } from './sentences.js';
import { chooseSummary } from './summary.js';

const papersFile = `${process.env.COURANT_SHARED ?? '../shared'}/data/papers-2026-06.jsonl.gz`;

/** arXiv id to the sentences, counted from 1, that a reader would accept; read and judged by hand. */
const ACCEPTABLE: Readonly<Record<string, readonly number[]>> = {
  '2605.30410': [5, 7, 8],
  '2605.31433': [3, 5, 6],
  '2606.00689': [8, 9],
  '2606.01612': [3, 5, 6],
  '2606.02493': [3, 4, 6],
  '2606.03522': [3, 4, 5, 7],
  '2606.03992': [1, 2, 3, 5],
  '2606.04511': [3, 7, 8],
  '2606.05528': [2, 4],
  '2606.06428': [3, 4, 5],
  '2606.06591': [5, 6, 7],
  '2606.07357': [4, 7],
  '2606.08314': [3, 5, 9],
  '2606.09360': [3, 8],
  '2606.10380': [4, 7, 8],
  '2606.11329': [1, 4, 5, 6],
  '2606.12408': [2, 3, 4],
  '2606.13625': [3, 6],
  '2606.15763': [2, 4, 7],
  '2606.16723': [2, 7, 8],
  '2606.17838': [2, 3, 5, 6],
  '2606.18195': [4, 8],
  '2606.18928': [2, 5],
  '2606.20032': [3, 8],
  '2606.21069': [2, 4],
  '2606.22473': [4, 5, 6],
  '2606.23671': [2, 3, 7],
  '2606.23700': [2, 4, 5],
  '2606.24539': [3, 4, 8],
  '2606.24667': [3, 6, 10],
  '2606.26356': [2, 4, 5, 7],
  '2606.27334': [3, 5],
  '2606.29424': [2, 4, 7],
  '2606.30410': [6, 7, 8],
};

interface Paper {
  id: string;
  abstract: string;
}

describe('a summary', () => {
  it('is what was done and what came of it, not the background', () => {
    const abstract =
      'In recent years, widgets have become essential. However, existing widgets are slow. We propose Foo, a fast widget. ' +
      'It has three parts. Experiments show that Foo reduces costs by 40%. Code is available at https://example.org/foo.';
    expect(chooseSummary(abstract)).toBe(
      'We propose Foo, a fast widget. Experiments show that Foo reduces costs by 40%.',
    );
  });

  it('passes over the headings of a structured abstract', () => {
    const abstract =
      'Context. We know that stars shine and that they have been observed for long. Aims. We measure how much light they give at night over ten cities. ' +
      'Results. We find that stars shine 20% less than was thought.';
    expect(chooseSummary(abstract)).toBe(
      'We measure how much light they give at night over ten cities. We find that stars shine 20% less than was thought.',
    );
  });

  it('of one long sentence ends between words, within 300 characters', () => {
    const sentence = `We show that ${'widgets of many kinds matter '.repeat(20)}everywhere.`;
    const summary = chooseSummary(sentence);
    expect(summary.length).toBeLessThanOrEqual(300);
    expect(summary).toMatch(/ …$/);
    expect(sentence.startsWith(`${summary.slice(0, -2)} `)).toBe(true);
  });

  it.each(['', 'One sentence without an end', 'Stars shine.'])('of %j is all of it', (abstract) => {
    expect(chooseSummary(abstract)).toBe(abstract);
  });

  const onPapers = existsSync(papersFile) ? it : it.skip;
  onPapers(
    'of 34 real abstracts takes sentences a reader accepts, but for two at most (shared papers)',
    () => {
      const misses: string[] = [];
      for (const { id, abstract } of readPapers(new Set(Object.keys(ACCEPTABLE)))) {
        const text = plainOf(readRichText(abstract));
        const summary = chooseSummary(text);
        const taken = splitSentences(text).flatMap((sentence, i) => (isIn(sentence, summary) ? [i + 1] : []));
        const isFine = taken.length > 0 && taken.every((at) => ACCEPTABLE[id]?.includes(at));
        if (!isFine) misses.push(`${id}: ${taken.join(', ')}`);
      }
      expect(misses.length <= 2 ? [] : misses).toEqual([]);
    },
  );

  onPapers('is never empty and never above 300 characters (shared papers)', () => {
    for (const { abstract } of readPapers().slice(0, 1_500)) {
      const text = plainOf(readRichText(abstract));
      const summary = chooseSummary(text);
      expect(summary.length).toBeLessThanOrEqual(300);
      expect(summary === '').toBe(text === '');
    }
  });
});

function isIn(sentence: string, summary: string): boolean {
  return summary.includes(sentence) || (summary.endsWith(' …') && sentence.startsWith(summary.slice(0, -2)));
}

function readPapers(ids?: ReadonlySet<string>): Paper[] {
  const lines = gunzipSync(readFileSync(papersFile)).toString().split('\n').filter(Boolean);
  const papers = lines.map((line) => JSON.parse(line) as Paper);
  return ids ? papers.filter(({ id }) => ids.has(id)) : papers;
}
