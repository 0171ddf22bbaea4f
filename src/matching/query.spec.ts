import { describe, expect, it } from '@jest/globals';
import { compileQuery } from './query.js';
import { evaluateQuery } from './query-evaluate.js';
import { QueryIndex } from './query-index.js';
import { toPlainText } from './plain-text.js';
import { parseAuthorName } from './author-name.js';
import { tokenize } from './tokenize.js';

function meets(query: string, title: string, abstract = ''): boolean {
  const compiled = compileQuery(query);
  if (compiled === undefined) throw new Error(`nothing to look for in ${query}`);
  const index = new QueryIndex([
    {
      title: tokenize(toPlainText(title)),
      abstract: tokenize(toPlainText(abstract)),
      authors: ['Yann LeCun', 'W. Wang'].flatMap((spelling) => {
        const name = parseAuthorName(spelling);
        return name ? [{ name, spelling }] : [];
      }),
      categories: ['cs.LG', 'math.ST'],
    },
  ]);
  return evaluateQuery(index, compiled).length > 0;
}

describe('queries', () => {
  it('want every word, anywhere', () => {
    expect(meets('graph transformers', 'Transformers', 'for graphs')).toBe(true);
    expect(meets('graph transformers', 'Transformers', 'for molecules')).toBe(false);
  });

  it('want words whole', () => {
    expect(meets('graph', 'Photography')).toBe(false);
  });

  it('want phrases as they stand, stop words included', () => {
    expect(meets('"attention is all you need"', 'Attention Is All You Need')).toBe(true);
    expect(meets('"attention is all you need"', 'You need all attention')).toBe(false);
    expect(meets('“chain of thought”', 'Chain-of-thought prompts')).toBe(true);
    expect(meets('"gravity waves"', 'On gravity. Waves')).toBe(false);
  });

  it('see through hyphens', () => {
    expect(meets('multimodal', 'Multi-modal learning')).toBe(true);
    expect(meets('multi-modal', 'Multimodal learning')).toBe(true);
    expect(meets('multi-modal', 'Multi modal learning')).toBe(true);
  });

  it('take an unclosed quotation mark for a slip', () => {
    expect(meets('"graph transformers', 'Transformers for graphs')).toBe(true);
  });

  it.each(['', '  ', 'the of and', '""', '🚀'])('are none when "%s" was typed', (query) => {
    expect(compileQuery(query)).toBeUndefined();
  });
});
