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
    expect(text).toBe('matches: sparse experts, routing · author Yann LeCun · in Machine Learning (cs.LG)');
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

  it('shows the code of a category without a name', () => {
    expect(reasonText(english, [{ kind: 'category', category: 'cs.XX' }], () => undefined)).toBe('in cs.XX');
  });

  it('is empty without reasons', () => {
    expect(reasonText(english, [])).toBe('');
  });
});
