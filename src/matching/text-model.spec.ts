import { describe, expect, it } from '@jest/globals';
import { hashOf } from './term-table.js';
import { readText, type TermUse } from './terms.js';
import { trainTextModel, type TextModel } from './text-model.js';

const papers = ['common rare', 'common', 'common other'].map((abstract, i) => {
  return { id: String(i), title: '', abstract, authors: [], categories: [] };
});

/** @returns how much each of the words weighs in a vector. */
function weightsOf(model: TextModel, text: string): Map<string, number> {
  const { terms } = readText('', text);
  const vector = model.vectorOf(terms);
  return new Map(Array.from(terms.keys(), (term, i) => [term, vector.weights[i] ?? 0]));
}

describe('trainTextModel', () => {
  const model = trainTextModel(papers);

  it('weighs a term the more the fewer papers have it, one never seen the most', () => {
    expect(model.paperCount).toBe(3);
    const weights = weightsOf(model, 'common, and rare, and unseen, and constructor');
    expect(weights.get('rare')).toBeGreaterThan(weights.get('common') ?? 0);
    expect(weights.get('unseen')).toBeGreaterThan(weights.get('rare') ?? 0);
    expect(weights.get('constructor')).toBe(weights.get('unseen'));
  });

  it('gives known terms a length of 1 together, whatever is new beside them', () => {
    const length = (text: string, words: string[]) =>
      Math.hypot(...words.map((word) => weightsOf(model, text).get(word) ?? 0));
    expect(length('common, or rare', ['common', 'rare'])).toBeCloseTo(1);
    expect(length('common, or rare, or unseen', ['common', 'rare'])).toBeCloseTo(1);
  });

  it('counts a term once for each paper, and takes papers one by one', () => {
    const twice = trainTextModel(new Set(papers.map((paper) => ({ ...paper, title: paper.abstract }))));
    const number = twice.vocabulary.numberOf(hashOf('common'));
    expect(twice.vocabulary.frequencies[number]).toBe(3);
  });

  it('leaves a short paper shorter than an abstract', () => {
    const abstract = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ');
    const long = trainTextModel([{ id: 'a', title: '', abstract, authors: [], categories: [] }]);
    const lengthOf = (terms: Map<string, TermUse>) => Math.hypot(...long.paperVectorOf(terms).weights);
    expect(lengthOf(readText('', abstract).terms)).toBeCloseTo(1);
    expect(lengthOf(readText('word1 word2', '').terms)).toBeLessThan(0.5);
  });

  it('gives a text without terms a vector without terms', () => {
    expect(model.vectorOf(new Map()).terms).toHaveLength(0);
    expect(trainTextModel([]).vectorOf(readText('', 'word').terms).weights[0]).toBeGreaterThan(0);
  });
});
