// DOIs as people write them.
import { describe, expect, it } from '@jest/globals';
import { doiAddress, parseDoi } from './doi.js';

describe('a DOI', () => {
  it.each([
    ['10.1101/2026.06.29.575895', '10.1101/2026.06.29.575895'],
    ['https://doi.org/10.1103/PhysRevD.76.013009', '10.1103/physrevd.76.013009'],
    ['http://dx.doi.org/10.1016/S0140-6736(26)1', '10.1016/s0140-6736(26)1'],
    [' doi: 10.5555/12345678 ', '10.5555/12345678'],
  ])('%s', (text, doi) => expect(parseDoi(text)).toBe(doi));

  it.each([
    '',
    '10.1101',
    '10.1101/a\u001eb',
    '10.1/x',
    'x10.1101/y',
    '10.1101/a b',
    'https://example.org/10.1101/x',
  ])('is not "%s"', (text) => expect(parseDoi(text)).toBeUndefined());

  it('leads somewhere, whatever is in it', () => {
    expect(doiAddress('10.1002/(sici)1097<1::aid>3.0.co;2-#?')).toBe(
      'https://doi.org/10.1002/(sici)1097%3C1::aid%3E3.0.co;2-%23%3F',
    );
  });
});
