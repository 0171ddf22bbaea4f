// The interests form: rows in, interests out, each fault beside its row.
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../shared/domain-error.js';
import { readInterests, rowsOf } from './interests.schema.js';

const read = (body: unknown) => readInterests(rowsOf(body));
function faults(body: unknown): Readonly<Record<string, string>> {
  try {
    read(body);
  } catch (error) {
    if (error instanceof DomainError) return error.fields;
  }
  return {};
}

describe('the interests form', () => {
  it('gives each row its weight; empty rows and dropped ones are left out', () => {
    const body = {
      description: 'sparse experts',
      descriptionWeight: 'more',
      query: ['"weight space"', '  ', 'title:routing'],
      queryWeight: ['normal', 'more', 'mute'],
      author: 'Yann LeCun',
      authorWeight: 'less',
      category: ['cs.LG', 'cs.CV'],
      categoryWeight: ['off', 'more'],
      addCategory: ['cs', 'stat.ML'],
    };
    expect(read(body)).toEqual([
      { kind: 'description', value: 'sparse experts', emphasis: 'more' },
      { kind: 'query', value: '"weight space"', emphasis: 'normal' },
      { kind: 'query', value: 'title:routing', emphasis: 'mute' },
      { kind: 'author', value: 'Yann LeCun', emphasis: 'less' },
      { kind: 'category', value: 'cs.CV', emphasis: 'more' },
      { kind: 'category', value: 'cs', emphasis: 'normal' },
      { kind: 'category', value: 'stat.ML', emphasis: 'normal' },
    ]);
  });

  it('says the same thing once, as it was said first', () => {
    const body = { category: 'cs.LG', categoryWeight: 'less', addCategory: 'cs.LG' };
    expect(read(body)).toEqual([{ kind: 'category', value: 'cs.LG', emphasis: 'less' }]);
  });

  it('points at the column where a query cannot be read', () => {
    const body = { query: ['routing', 'experts AND (sparse'], queryWeight: ['normal', 'normal'] };
    expect(faults(body)).toEqual({
      'query-2': expect.stringMatching(/^text:web\.errors\.atColumn \{"column":13,/),
    });
  });

  it.each([
    ['description-1', { description: 'x'.repeat(2_001) }],
    ['author-1', { author: '123' }],
    ['author-1', { author: 'x'.repeat(121) }],
    ['category-1', { category: 'cs.NONE' }],
    ['categories', { addCategory: 'constructor' }],
  ])('names the row that is at fault: %s', (row, body) => {
    expect(Object.keys(faults(body))).toEqual([row]);
  });

  it('makes nothing of what is no form', () => {
    for (const body of [undefined, null, 7, 'x', { query: { a: 1 } }, { query: [1, 2] }]) {
      expect(read(body)).toEqual([]);
    }
  });
});
