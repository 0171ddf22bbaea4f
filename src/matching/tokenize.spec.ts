import { describe, expect, it } from '@jest/globals';
import { toPlainText } from './plain-text.js';
import { readDescription, readText } from './terms.js';
import { tokenize } from './tokenize.js';

function termsOf(text: string): string[] {
  return [...readText('', text).terms.keys()];
}

describe('terms of a text', () => {
  it('joins hyphenated words and keeps their parts', () => {
    for (const spelling of ['multi-modal', 'multi modal']) {
      expect(termsOf(spelling)).toEqual(['multi', 'multimodal', 'modal']);
    }
    expect(termsOf('GPT-4')).toContain('gpt4');
    expect(termsOf('GPT4')).toEqual(['gpt4']);
  });

  it('pairs neighbours across punctuation, but not across stop words', () => {
    expect(termsOf('protein folding (gravity)')).toContain('foldinggravity');
    expect(termsOf('a mixture of experts')).not.toContain('mixtureexpert');
  });

  it.each([
    ['networks', 'network'],
    ['studies of galaxies', 'galaxy'],
    ['LLMs', 'llm'],
    ['boxes', 'box'],
    ['analysis', 'analysis'],
    ['bias', 'bias'],
    ['AIDS', 'aids'],
    ['Schrödinger', 'schrodinger'],
    ["Newton's", 'newton'],
    ['C++', 'c++'],
    ['ﬁne-tuning', 'finetuning'],
    ['γ-ray', 'gammaray'],
    ['GPT-3.5', 'gpt3.5'],
  ])('reads %s as %s', (text, term) => {
    expect(termsOf(text)).toContain(term);
  });

  it('reads through TeX', () => {
    expect(termsOf('$\\Lambda$CDM')).toEqual(['lambdacdm']);
    expect(termsOf('\\textsc{CosmoBench}')).toContain('cosmobench');
    expect(termsOf('H$_2$O')).toEqual(['h2o']);
    expect(termsOf('Schr\\"{o}dinger')).toEqual(['schrodinger']);
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' \n ', '🚀🔥👩‍🔬', '— … !?', '7']) {
      expect({ text, terms: termsOf(text) }).toEqual({
        text,
        terms: [],
      });
    }
  });

  it('drops the padding of sign-up forms', () => {
    const saidBy = (text: string) => Array.from(readDescription(text).terms.keys());
    expect(saidBy('I work on papers about')).toEqual([]);
    expect(saidBy('My research interests include galaxies')).toEqual(['galaxy']);
  });

  it('keeps a single letter or digit beside a word', () => {
    expect(termsOf('Llama 3')).toEqual(['llama', 'llama3']);
  });

  it('reads Chinese as pairs of characters', () => {
    expect(termsOf('深度学习')).toEqual(['深度', '度学', '学习']);
  });

  it('reads the words of links, but never shows them', () => {
    const { terms } = readText('', 'see https://example.org/graph-networks');
    expect(terms.get('graph')).toEqual({ count: 1, isPair: false, start: 0, end: 0 });
    expect(terms.get('see')?.end).toBe(4);
  });

  it('drops invisible characters and what is too long to be a word', () => {
    expect(termsOf('net\u00adwork')).toEqual(['network']);
    expect(termsOf('x'.repeat(61))).toEqual([]);
  });

  it('reads a very long text in a moment, and not all of it', () => {
    const startedAt = performance.now();
    const { text } = readText('', 'sparse-'.repeat(200_000));
    for (const unit of ['\\a{', 'a', "a'", '\\" ', '漢', '1.', 'ﷺ']) readText('', unit.repeat(200_000));
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(text.length).toBeLessThan(25_000);
  });

  it('counts the title once', () => {
    expect(readText('Graphs', 'graph').terms.get('graph')?.count).toBe(2);
  });
});

describe('token positions', () => {
  it('point at the readable form, for a part at the whole word', () => {
    const text = toPlainText('New Sim–to–Real transfer');
    const shown = tokenize(text).map(({ key, start, end }) => [key, text.slice(start, end)]);
    expect(shown).toContainEqual(['sim', 'Sim-to-Real']);
    expect(shown).toContainEqual(['transfer', 'transfer']);
  });
});
