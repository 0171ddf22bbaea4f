// What the reader sees before opening the mail.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { samplePaper } from '../../test/support/sample-mails.js';
import { digestSubject } from './digest-subject.js';

const dateOn = '2026-11-21';
const said = { dateOn, texts: texts('en') };
const about = (topic: string, title = 'A Title: with a part behind the colon') =>
  samplePaper(1, { topics: topic === '' ? [] : [topic, 'another'], title });
const subject = (...forYou: ReturnType<typeof about>[]) => digestSubject({ ...said, forYou, trending: [] });

describe('digest subject', () => {
  it('names the terms that matched, best first', () => {
    expect(subject(about('sparse experts'), about('weight-space symmetry'), about('Sparse Experts'))).toBe(
      '3 for you: sparse experts, weight-space symmetry · 21 Nov',
    );
  });

  it('names nothing that another term says already', () => {
    expect(
      subject(about('Hubble tension'), about('Hubble'), about('Tensions'), about('early universe')),
    ).toBe('4 for you: Hubble tension, early universe · 21 Nov');
  });

  it('falls back to the name before the colon of a title', () => {
    expect(subject(about(''))).toBe('1 for you: A Title · 21 Nov');
  });

  it('stays short however many and long the papers are', () => {
    const many = Array.from({ length: 20 }, (_, index) => about('', `${'Wörter '.repeat(30)}${index}`));
    expect(subject(...many).length).toBeLessThan(78);
    expect(subject(...many)).toMatch(/^20 for you: Wörter .*… · 21 Nov$/);
  });

  it('says so when nothing is for the reader', () => {
    expect(digestSubject({ ...said, forYou: [], trending: [about('', 'Orca: The World')] })).toBe(
      'Trending today: Orca · 21 Nov',
    );
    expect(subject()).toBe('Nothing new for you today · 21 Nov');
  });
});
