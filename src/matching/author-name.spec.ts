import { describe, expect, it } from '@jest/globals';
import { compareAuthorNames, parseAuthorName } from './author-name.js';

function compare(a: string, b: string): number {
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
  ])('%s is %s', (a, b) => {
    expect(compare(a, b)).toBe(1);
  });

  it.each([
    ['Y. LeCun', 'Yann LeCun'],
    ['LeCun, Y.', 'Yann LeCun'],
    ['J.-P. Serre', 'Jean-Pierre Serre'],
  ])('%s may be %s: half', (a, b) => {
    expect(compare(a, b)).toBe(0.5);
  });

  it.each([
    ['Yann LeCun', 'Yann Martel'],
    ['Yann LeCun', 'Yves LeCun'],
    ['J. LeCun', 'Yann LeCun'],
    ['Y. Le', 'Yann LeCun'],
    ['Wang', 'Wei Wang'],
    ['Wei J. Wang', 'Wei K. Wang'],
  ])('%s is not %s', (a, b) => {
    expect(compare(a, b)).toBe(0);
  });

  it.each(['', ' , ', '🚀', '$$'])('finds no name in "%s"', (name) => {
    expect(parseAuthorName(name)).toBeUndefined();
  });
});
