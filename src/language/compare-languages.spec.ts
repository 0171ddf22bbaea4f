// What a translator is told.
import { describe, expect, it } from '@jest/globals';
import { compareLanguages } from './compare-languages.js';
import type { Language } from './language-file.js';
import { Message } from './message.js';

const language = (code: string, messages: Record<string, string>): Language => ({
  code,
  lang: code,
  locale: code,
  name: code,
  dir: 'ltr',
  fields: new Map(),
  messages: new Map(Object.entries(messages).map(([key, text]) => [key, new Message(text, code)])),
});
const differing = (code: string, said: string, model: string) =>
  compareLanguages(language(code, { key: said }), language('en', { key: model })).differing[0]?.why;

describe('compareLanguages', () => {
  it('names the keys that are missing, and those nobody asks for', () => {
    const faults = compareLanguages(language('de', { b: 'B', c: 'C' }), language('en', { a: 'A', b: 'B' }));
    expect(faults).toEqual({ missing: ['a'], foreign: ['c'], differing: [] });
  });

  it.each([
    [
      'de',
      'Hallo {vorname}',
      'Hello {name}',
      '{vorname} is not among what English is given; {name} is left out',
    ],
    ['de', 'Hallo', 'Hello <link>you</link>', '{link} is left out'],
    ['de', '<link>x</link>', '{link}', '{link} is not among what English is given'],
    ['zh', '论文', '{count, plural, one {# paper} other {# papers}}', '{count} is left out'],
    ['zh', '{count} 篇论文', '{count, plural, one {# paper} other {# papers}}', undefined],
    ['zh', '论文', '{count, plural, one {paper} other {papers}}', undefined],
    ['de', '{n, plural, other {# Dinge}}', '{n}', 'a plural lacks the form "one"'],
    ['de', '{n, plural, =1 {ein Ding} other {# Dinge}}', '{n}', undefined],
    [
      'pl',
      '{n, plural, one {#} other {#}}',
      '{n}',
      'a plural lacks the form "many"; a plural lacks the form "few"',
    ],
  ])('%s: %s beside %s', (code, said, model, expected) => {
    expect(differing(code, said, model)).toBe(expected);
  });
});
