import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compileQuery } from './query.js';
import { LONGEST_QUERY, parseQuery } from './query-parser.js';
import { printQuery } from './query-syntax.js';
import { randomQuery, seeded } from './random-queries.js';

const NAUGHTY = `${process.env.COURANT_SHARED ?? '../shared'}/corpora/hostile-text/naughty-strings.json`;

function readNaughty(): string[] | undefined {
  try {
    return JSON.parse(readFileSync(NAUGHTY, 'utf8')) as string[];
  } catch {
    return undefined;
  }
}

function printed(text: string): string {
  const parsed = parseQuery(text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  return printQuery(parsed.query);
}

describe('parseQuery', () => {
  it.each([
    ['graph transformers', 'graph transformers'],
    ['graph AND transformers', 'graph transformers'],
    ['a1 OR b1 c1', 'a1 OR b1 c1'],
    ['(a1 OR b1) c1', '(a1 OR b1) c1'],
    ['NOT a1 b1', 'NOT a1 b1'],
    ['b1 NOT (a1 OR c1)', 'b1 NOT (a1 OR c1)'],
    ['(a1 (b1 AND c1))', 'a1 b1 c1'],
    ['x1 NOT NOT (y1)', 'x1 NOT NOT y1'],
    ['title:(graph OR "neural net") abstract:x1', '(title:graph OR title:"neural net") abstract:x1'],
    ['Title: (a1 author:b1)', 'title:a1 author:b1'],
    ['“chain of thought”', '"chain of thought"'],
    ['transform* (deep)', 'transform* deep'],
    ['category:cs.LG author:"Yann LeCun"', 'category:cs.LG author:"Yann LeCun"'],
    ['cats and dogs or not', 'cats and dogs or not'],
    ['（猫 OR 犬）', '猫 OR 犬'],
    ['GPT-4 C++ 深*', 'GPT-4 C++ 深*'],
  ])('reads %s as %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  it.each([
    ['', 1, 0, 'web.query.empty'],
    ['  ', 1, 2, 'web.query.empty'],
    ['(graph', 1, 1, 'groupNotClosed'],
    ['graph (', 7, 1, 'groupNotClosed'],
    ['graph)', 6, 1, 'noneOpen'],
    [')', 1, 1, 'noneOpen'],
    ['graph ()', 7, 1, 'emptyGroup'],
    ['a1 "graph', 4, 1, 'quoteNotClosed'],
    ['a1 ""', 4, 2, 'web.query.emptyPhrase'],
    ['AND graph', 1, 3, 'beforeOperator {"operator":"AND"}'],
    ['graph AND', 7, 3, 'afterOperator {"operator":"AND"}'],
    ['graph OR OR x1', 7, 2, 'afterOperator {"operator":"OR"}'],
    ['(graph OR)', 8, 2, 'afterOperator {"operator":"OR"}'],
    ['graph NOT', 7, 3, 'afterOperator {"operator":"NOT"}'],
    ['graph titel:x', 7, 6, 'unknownField {"name":"titel"}'],
    ['title:', 1, 6, 'afterField {"field":"title"}'],
    ['title: AND x', 1, 6, 'afterField {"field":"title"}'],
    ['NOT cats', 1, 8, 'web.query.everything'],
    ['cats OR NOT dogs', 1, 16, 'web.query.everything'],
    ['the NOT cats', 1, 12, 'web.query.everything'],
    ['the of and 🚀', 1, 13, 'web.query.nothing'],
    ['cats -dogs', 6, 5, 'minus {"word":"dogs"}'],
    ['graph *', 7, 1, 'web.query.starAlone'],
    ['*former', 1, 1, 'web.query.starAlone'],
    ['tr*former', 3, 1, 'web.query.starInside'],
    ['A* search', 1, 2, 'web.query.starTooShort'],
    ['x'.repeat(LONGEST_QUERY + 3), LONGEST_QUERY + 1, 3, 'tooLong {"most":500}'],
    [`${'('.repeat(21)}a`, 21, 1, 'tooDeep {"most":20}'],
    ['a1 '.repeat(61), 181, 2, 'tooManyTerms {"most":60}'],
  ])('points at what is wrong with %j', (text, column, length, message) => {
    const error = { column, length, message: expect.stringContaining(message) };
    expect(parseQuery(text)).toEqual({ error });
  });

  it('reads what it prints as the same query', () => {
    const random = seeded(7);
    let read = 0;
    for (let i = 0; i < 3_000; i += 1) {
      const parsed = parseQuery(randomQuery(random));
      if ('error' in parsed) continue;
      expect(parseQuery(printQuery(parsed.query))).toEqual(parsed);
      read += 1;
    }
    expect(read).toBeGreaterThan(1_000);
  });
});

describe('hostile queries', () => {
  const naughty = readNaughty();
  const units = [
    '(',
    ')',
    '"',
    'NOT ',
    'AND ',
    'title:',
    '*',
    'a*',
    'a-',
    '(NOT ',
    ' ',
    '\u0000',
    '\ud800',
    'a:',
    '((a',
  ];
  it('are refused or read, in a moment', () => {
    for (const unit of units) {
      for (const times of [1, 40, 120, 10_000]) {
        const startedAt = performance.now();
        const text = unit.repeat(times);
        parseQuery(text);
        compileQuery(text);
        compileQuery(text.slice(0, LONGEST_QUERY));
        expect(performance.now() - startedAt).toBeLessThan(20_000);
      }
    }
  });

  (naughty === undefined ? it.skip : it)('of the list of naughty strings neither throw nor take long', () => {
    const startedAt = performance.now();
    for (const text of naughty ?? []) {
      const parsed = parseQuery(text);
      if ('error' in parsed) expect(parsed.error.message).toMatch(/^text:web\.query\./);
      else expect(parseQuery(printQuery(parsed.query))).toEqual(parsed);
      compileQuery(text);
    }
    expect(naughty?.length).toBeGreaterThan(100);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
