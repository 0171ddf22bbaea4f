import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { reasonText } from './reason-text.js';

const english = texts('en');

describe('reasonText', () => {
  it('says it all in one line, in the order given', () => {
    const names = new Map([['cs.LG', 'Machine Learning']]);
    const text = reasonText(
      english,
      [
        { kind: 'terms', terms: ['sparse experts', 'routing'] },
        { kind: 'author', author: 'Yann LeCun' },
        { kind: 'category', category: 'cs.LG' },
      ],
      (code) => names.get(code),
    );
    expect(text).toBe('matches sparse experts, routing · author Yann LeCun · in Machine Learning (cs.LG)');
  });

  it('groups reasons of a kind', () => {
    const text = reasonText(english, [
      { kind: 'author', author: 'A. Noether' },
      { kind: 'query', query: 'symmetry' },
      { kind: 'author', author: 'B. Russell' },
      { kind: 'query', query: '"conservation laws"' },
    ]);
    expect(text).toBe('authors A. Noether, B. Russell · queries “symmetry”, "conservation laws"');
  });

  it('says when it may be another author of that name', () => {
    const text = reasonText(english, [{ kind: 'author', author: 'Y. LeCun', unsure: true }]);
    expect(text).toBe('an author named Y. LeCun');
  });

  it('names the words of a query that were found, where it leaves open which', () => {
    const query = (query: string, ...words: string[]) => ({ kind: 'query' as const, query, words });
    expect(reasonText(english, [query('graphs OR knots', 'knots')])).toBe('query “graphs OR knots” (knots)');
    expect(reasonText(english, [query('(graphs OR "spin glass") model', 'spin glass', 'model')])).toBe(
      'query (graphs OR "spin glass") model (spin glass, model)',
    );
    expect(reasonText(english, [query('ORBIT models', 'ORBIT', 'models')])).toBe('query “ORBIT models”');
  });

  it('names the paper it is close to, and how that came to be hers', () => {
    const close = (because: 'saved' | 'liked' | 'library' | 'named') =>
      reasonText(english, [{ kind: 'paper', title: 'Knots', because }, { kind: 'community' }]);
    expect(close('saved')).toBe(
      'close to “Knots”, which you saved · liked by readers who like what you like',
    );
    expect(close('liked')).toMatch(/^close to “Knots”, which you liked/);
    expect(close('library')).toMatch(/^close to “Knots” from your library/);
    expect(close('named')).toMatch(/^close to “Knots”, which you named/);
  });

  it('shows the code of a category without a name', () => {
    expect(reasonText(english, [{ kind: 'category', category: 'cs.XX' }], () => undefined)).toBe('in cs.XX');
  });

  it('is empty without reasons', () => {
    expect(reasonText(english, [])).toBe('');
  });
});
