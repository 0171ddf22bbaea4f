import { describe, expect, it } from '@jest/globals';
import { toPlainText } from './plain-text.js';
import { readText } from './terms.js';
import { tokenize } from './tokenize.js';

function termsOf(text: string): string[] {
  return [...readText('', text).terms.keys()];
}

describe('terms of a text', () => {
  it('joins hyphenated words and keeps their parts', () => {
    expect(termsOf('multi-modal')).toEqual(['multimodal', 'multi', 'modal', 'multi modal']);
    expect(termsOf('GPT-4')).toContain('gpt4');
    expect(termsOf('GPT4')).toEqual(['gpt4']);
  });

  it('pairs the words around a preposition, so that "mixture of experts" is "mixture-of-experts"', () => {
    expect(termsOf('a mixture of experts')).toContain('mixture expert');
    expect(termsOf('mixture‑of‑experts')).toContain('mixture expert');
  });

  it('does not pair across punctuation', () => {
    expect(termsOf('protein folding. Gravity waves')).not.toContain('folding gravity');
    expect(termsOf('protein folding (gravity)')).not.toContain('folding gravity');
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

  it('drops TeX commands and signs and keeps what they wrap', () => {
    expect(termsOf('$\\Lambda$CDM')).toEqual(['lambdacdm']);
    expect(termsOf('\\textsc{CosmoBench}')).toEqual(['cosmobench']);
    expect(termsOf('H$_2$O')).toEqual(['h2o']);
    expect(termsOf('Schr\\"{o}dinger')).toEqual(['schrodinger']);
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' \n ', '$\\frac{}{}$', '\\\\ \\alpha^{2}_{}', '🚀🔥👩‍🔬', '— … !?', '42 3.14 7']) {
      expect({ text, terms: termsOf(text) }).toEqual({
        text,
        terms: text.includes('alpha') ? ['alpha2'] : [],
      });
    }
  });

  it('drops the padding of sign-up forms', () => {
    expect(termsOf('I work on papers about')).toEqual([]);
    expect(termsOf('My research interests include galaxies')).toEqual(['galaxy']);
  });

  it('keeps a weak word beside another', () => {
    expect(termsOf('deep research')).toEqual(['deep', 'deep research']);
    expect(termsOf('Llama 3')).toEqual(['llama', 'llama 3']);
  });

  it('reads Chinese as pairs of characters', () => {
    expect(termsOf('深度学习')).toEqual(['深度', '度学', '学习']);
  });

  it('drops links, invisible characters and what is too long to be a word', () => {
    expect(termsOf('see https://example.org/graph-networks?q=1')).toEqual(['see']);
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

  it('counts the title twice', () => {
    expect(readText('Graphs', 'graph').terms.get('graph')?.count).toBe(3);
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
