// The language files we ship, each beside English: this says what a translator still has to do.
import { describe, expect, it } from '@jest/globals';
import { compareLanguages } from './compare-languages.js';
import { languages } from './languages.js';

const { all, codes } = languages();
const english = all.find(({ code }) => code === 'en');
if (!english) throw new Error('there is no en.json');

it('are English, German and Chinese at least', () => {
  expect(codes).toEqual(expect.arrayContaining(['de', 'en', 'zh']));
});

describe.each(all.filter((one) => one !== english))('templates/messages/$code.json', (language) => {
  const faults = compareLanguages(language, english);

  it('says everything that English says', () => {
    expect(faults.missing).toEqual([]);
  });

  it('says nothing that nobody asks for', () => {
    expect(faults.foreign).toEqual([]);
  });

  it('uses the values of the English text, and every plural form of its language', () => {
    expect(faults.differing).toEqual([]);
  });
});
