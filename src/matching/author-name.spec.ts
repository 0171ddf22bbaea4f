import { describe, expect, it } from '@jest/globals';
import { compareAuthorNames, parseAuthorName, type AuthorLikeness } from './author-name.js';

function compare(a: string, b: string): AuthorLikeness {
  const [x, y] = [parseAuthorName(a), parseAuthorName(b)];
  if (x === undefined || y === undefined) throw new Error(`no name in ${a} or ${b}`);
  expect(compareAuthorNames(y, x)).toBe(compareAuthorNames(x, y));
  return compareAuthorNames(x, y);
}

describe('compareAuthorNames', () => {
  it.each([
    ['Yann LeCun', 'yann lecun'],
    ['Yann LeCun', 'LeCun, Yann'],
    ['Yann LeCun', 'Yann A. LeCun'],
    ['Joshua Schünke', 'Joshua Schunke'],
    ['Joshua Schünke', 'Joshua Schuenke'],
    ['Søren Kierkegaard', 'Soren Kierkegaard'],
    ['Łukasz Kaiser', 'Lukasz Kaiser'],
    ['Laurens van der Maaten', 'van der Maaten, Laurens'],
    ['Jean-Pierre Serre', 'Jean Pierre Serre'],
    ['Jianpeng Li', 'Jian-Peng Li'],
    ["Brian O'Neil", 'Brian ONeil'],
    ['Robert Downey Jr.', 'Robert Downey'],
    ['DeepSeek-AI', 'deepseek-ai'],
    ['王小明', '王小明'],
    ['van der Maaten, Laurens', 'Maaten, Laurens van der'],
    ['Gabriel García Márquez', 'García Márquez, Gabriel'],
    ['Hector Garcia-Molina', 'Héctor Garcia Molina'],
    ['Robert Downey, Jr.', 'Downey, Jr., Robert'],
    ['Laurens Van Der Maaten', 'laurens van der maaten'],
  ])('%s is %s', (a, b) => {
    expect(compare(a, b)).toBe('sure');
  });

  it.each([
    ['Y. LeCun', 'Yann LeCun'],
    ['LeCun, Y.', 'Yann LeCun'],
    ['J.-P. Serre', 'Jean-Pierre Serre'],
    ['JP Serre', 'Jean-Pierre Serre'],
    ['W. Wang', 'Wei Wang'],
    ['Jian Li', 'Jian-Peng Li'],
    ['L. van der Maaten', 'Laurens van der Maaten'],
  ])('%s may be %s, unsure', (a, b) => {
    expect(compare(a, b)).toBe('unsure');
  });

  it.each([
    ['Yann LeCun', 'Yann Martel'],
    ['Yann LeCun', 'Yves LeCun'],
    ['J. LeCun', 'Yann LeCun'],
    ['Y. Le', 'Yann LeCun'],
    ['Wang', 'Wei Wang'],
    ['Gabriel Márquez', 'García Márquez, Gabriel'],
    ['Hector Molina', 'Hector Garcia-Molina'],
    ['Wei J. Wang', 'Wei K. Wang'],
  ])('%s is not %s', (a, b) => {
    expect(compare(a, b)).toBe('different');
  });

  it.each(['', ' , ', '🚀', '$$'])('finds no name in "%s"', (name) => {
    expect(parseAuthorName(name)).toBeUndefined();
  });
});
