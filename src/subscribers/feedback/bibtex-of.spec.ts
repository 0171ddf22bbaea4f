// Saved papers as BibTeX: what reference managers read again.
import { describe, expect, it } from '@jest/globals';
import { readLibrary } from '../../interests/library/read-library.js';
import { bibtexOf, type CitedPaper } from './bibtex-of.js';

const paper: CitedPaper = {
  key: '2606.12345',
  source: 'arxiv',
  title: 'Sparse experts & 50% fewer parameters: H_2O {of} a \\kind',
  authors: ['Ada Lovelace', 'Émilie du Châtelet'],
  categories: ['cs.LG', 'stat.ML'],
  url: 'https://arxiv.org/abs/2606.12345',
  doi: '10.1000/xyz_1',
  journalRef: null,
  announcedOn: new Date('2026-06-29'),
};

describe('BibTeX', () => {
  it('says what is known of a paper', () => {
    expect(bibtexOf([paper])).toBe(
      [
        '@misc{lovelace2026sparse,',
        '  title = {{Sparse experts \\& 50\\% fewer parameters: H\\_2O \\{of\\} a \\textbackslash{}kind}},',
        '  author = {Ada Lovelace and Émilie du Châtelet},',
        '  year = {2026},',
        '  eprint = {2606.12345},',
        '  archivePrefix = {arXiv},',
        '  primaryClass = {cs.LG},',
        '  doi = {10.1000/xyz_1},',
        '  url = {https://arxiv.org/abs/2606.12345},',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('gives every paper a key of its own, also without authors', () => {
    const text = bibtexOf([paper, paper, { ...paper, authors: [], title: '名' }]);
    expect(Array.from(text.matchAll(/@misc\{([^,]*)/g), ([, key]) => key)).toEqual([
      'lovelace2026sparse',
      'lovelace2026sparse-2',
      'anonymous2026',
    ]);
  });

  it('is read again by our own reader of libraries', () => {
    const { entries, faults } = readLibrary(bibtexOf([{ ...paper, title: 'Sparse experts & more' }]));
    expect(faults).toEqual([]);
    expect(entries).toMatchObject([
      { title: 'Sparse experts & more', arxivId: '2606.12345', doi: '10.1000/xyz_1', year: 2026 },
    ]);
  });
});
