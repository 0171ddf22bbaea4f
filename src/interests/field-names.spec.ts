// Fields by the names of other languages: a language that has names has them for every field, and for no other.
import { describe, expect, it } from '@jest/globals';
import { languages } from '../language/languages.js';
import { fieldsOf } from './categories.js';

const fields = fieldsOf(['biorxiv', 'medrxiv']);
const codes = fields.flatMap(({ name, categories }) => [name, ...categories.map(({ code }) => code)]);

describe.each(languages().all.filter(({ fields: names }) => names.size > 0))(
  'in $code',
  ({ fields: names }) => {
    it('every field and every group of them has a name', () => {
      expect(codes.filter((code) => !names.get(code)?.trim())).toEqual([]);
    });

    it('nothing else has', () => {
      expect([...names.keys()].filter((code) => !codes.includes(code))).toEqual([]);
    });

    it('no two of a group are called the same', () => {
      for (const { categories } of fields) {
        const said = categories.map(({ code }) => names.get(code));
        expect(new Set(said).size).toBe(said.length);
      }
    });
  },
);

it('German and Chinese are among them', () => {
  const named = languages().all.filter(({ fields: names }) => names.size > 0);
  expect(named.map(({ code }) => code)).toEqual(expect.arrayContaining(['de', 'zh']));
});
