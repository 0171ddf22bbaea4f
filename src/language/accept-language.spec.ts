// Which of our languages a browser gets.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { negotiateLanguage } from './accept-language.js';

const ours = ['de', 'en', 'pt-BR', 'zh'];

describe('negotiateLanguage', () => {
  it.each([
    ['de', 'de'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['zh-Hant-TW', 'zh'],
    ['fr, de;q=0.5, en;q=0.7', 'en'],
    ['en;q=0.1, de;q=0.2', 'de'],
    ['DE-at', 'de'],
    ['pt-br', 'pt-BR'],
    ['pt', undefined],
    ['de;q=0, en', 'en'],
    ['de ; q=0.5 , en;q=0.4', 'de'],
    ['fr', undefined],
    ['*', undefined],
    ['', undefined],
    [undefined, undefined],
    ['de;q=nonsense', undefined],
    ['../../etc/passwd, <script>, en', 'en'],
  ])('%s gives %s', (header, expected) => {
    expect(negotiateLanguage(header, ours)).toBe(expected);
  });

  it('answers anything with a language of ours or none, soon', () => {
    const started = performance.now();
    expect(negotiateLanguage(`${'a-'.repeat(500_000)},de`, ours)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(20_000);
    fc.assert(
      fc.property(fc.string(), (header) => [...ours, undefined].includes(negotiateLanguage(header, ours))),
    );
  });
});
