// What trends comes from more than one field.
import { describe, expect, it } from '@jest/globals';
import { balanced } from './balanced.js';

const of = (...items: string[]) => balanced(items, (item) => item[0] ?? '', 5);

describe('balanced', () => {
  it('leaves places to other fields', () => {
    expect(of('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2')).toEqual(['a1', 'a2', 'b1', 'c1', 'c2']);
  });

  it('fills up with the best when there are too few fields, in their order', () => {
    expect(of('a1', 'a2', 'a3', 'b1', 'a4', 'a5')).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
    expect(of('a1', 'a2', 'a3')).toEqual(['a1', 'a2', 'a3']);
    expect(of()).toEqual([]);
  });
});
