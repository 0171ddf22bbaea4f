// What a line must look like, and what becomes of it.
import { describe, expect, it } from '@jest/globals';
import { readPaper } from './paper-line.js';
import { NOTHING_SAID } from './paper-record.js';

const line = { id: '2606.00001', title: 'A title', published: '2026-06-29' };
const read = (change: Record<string, unknown> = {}) => {
  const paper = readPaper({ ...line, ...change });
  if ('fault' in paper) throw new Error(paper.fault);
  return paper;
};
const faultOf = (value: unknown) => {
  const paper = readPaper(value);
  return 'fault' in paper ? paper.fault : undefined;
};

describe('the id of a line', () => {
  it.each([
    ['2606.00001', '2606.00001', 1],
    ['2606.00001v3', '2606.00001', 3],
    ['0704.0001', '0704.0001', 1],
    ['0704.0001v12', '0704.0001', 12],
    ['hep-th/9901001', 'hep-th/9901001', 1],
    ['hep-th/9901001v2', 'hep-th/9901001', 2],
    ['math.GT/0309136', 'math/0309136', 1],
    ['math.GT/0309136v999', 'math/0309136', 999],
  ])('of arXiv, %s, is the key %s, and its version %i', (id, key, version) => {
    expect(read({ id })).toMatchObject({
      key,
      version,
      url: `https://arxiv.org/abs/${key}`,
      pdfUrl: `https://arxiv.org/pdf/${key}`,
    });
  });

  it('gives way to a version that is said', () => {
    expect(read({ id: '2606.00001v3', version: 4 }).version).toBe(4);
  });

  it('may be a DOI, which is where the paper is found', () => {
    expect(read({ id: '10.1038/s41586-026-00001-1' })).toMatchObject({
      key: '10.1038/s41586-026-00001-1',
      url: 'https://doi.org/10.1038/s41586-026-00001-1',
      pdfUrl: null,
    });
  });

  it.each([
    '',
    'ab',
    '2613.00001',
    '2600.00001',
    '2606.00001v0',
    '2606.00001v10000',
    '2606.00001v99999999999999999999',
    '2606.00001v',
    'has space',
    '../../etc/passwd',
    'a\u0000b',
    'a\nb',
    '<script>',
    'x'.repeat(200),
  ])('is no identifier: %j', (id) => {
    expect(faultOf({ ...line, id })).toBe('id: not an identifier');
  });
});

describe('a line', () => {
  it('needs no more than id, title and date', () => {
    expect(read()).toEqual({
      ...NOTHING_SAID,
      key: '2606.00001',
      version: 1,
      title: 'A title',
      abstract: '',
      summary: '',
      isSummaryGiven: false,
      marks: null,
      authors: [],
      categories: [],
      announcedOn: '2026-06-29',
      url: 'https://arxiv.org/abs/2606.00001',
      pdfUrl: 'https://arxiv.org/pdf/2606.00001',
    });
  });

  it('without an address needs an id that leads somewhere', () => {
    const id = 'our-report-17';
    expect(faultOf({ ...line, id })).toBe('url: is needed where the id is neither an arXiv id nor a DOI');
    expect(read({ id, url: 'https://example.org/17' })).toMatchObject({ key: id, pdfUrl: null });
  });

  it('counts a category once, whichever of its two codes it bears', () => {
    expect(read({ categories: ['math.MP', 'math-ph', 'cs.LG'] }).categories).toEqual(['math-ph', 'cs.LG']);
  });

  it('may say more than anybody asked', () => {
    expect(read({ hfDate: '2026-06-30', constructor: 1, toString: null })).toEqual(read());
  });

  it('is summed up by a sentence or two of its abstract, unless it sums up itself', () => {
    const abstract = `Much has been written. We show that this holds for all of them. ${'And then that. '.repeat(50)}`;
    expect(read({ abstract }).summary).toContain('We show that this holds for all of them.');
    expect(read({ abstract, summary: 'This is shown.' }).summary).toBe('This is shown.');
  });

  it('loses empty authors and repeated categories', () => {
    expect(read({ authors: ['Ada', ' ', 'Bob'], categories: ['cs.LG', 'cs.AI', 'cs.LG'] })).toMatchObject({
      authors: ['Ada', 'Bob'],
      categories: ['cs.LG', 'cs.AI'],
    });
  });

  it('has the names of a collaboration cut, never through a character', () => {
    const [author = ''] = read({ authors: [`${'x'.repeat(299)}😀 and 500 others`] }).authors;
    expect(author).toBe('x'.repeat(299));
    expect(author.isWellFormed()).toBe(true);
  });

  it('has addresses in the one form in which they can stand in a mail', () => {
    expect(read({ url: 'https://Example.org/a b\u0000\ud800"<' }).url).toBe(
      'https://example.org/a%20b%00%EF%BF%BD%22%3C',
    );
  });
});

describe('a fault', () => {
  it.each([
    [{ title: undefined }, 'title: '],
    [{ title: ' \u0000 ' }, 'title: is empty'],
    [{ title: 'x'.repeat(1_001) }, 'title: longer than 1,000 characters'],
    [{ title: ['A title'] }, 'title: '],
    [{ published: undefined }, 'published: not a date of the form YYYY-MM-DD'],
    [{ published: '29.06.2026' }, 'published: not a date of the form YYYY-MM-DD'],
    [{ published: '2026-02-30' }, 'published: not a date of the form YYYY-MM-DD'],
    [{ published: '2026-06-29T12:00:00Z' }, 'published: not a date of the form YYYY-MM-DD'],
    [{ published: '0000-01-01' }, 'published: before 1900'],
    [{ authors: 'Ada' }, 'authors: '],
    [{ authors: [1] }, 'authors.0: '],
    [{ categories: ['cs.LG', '<b>'] }, 'categories.1: not a category'],
    [{ version: 0 }, 'version: '],
    [{ version: 1.5 }, 'version: '],
    [{ upvotes: -1 }, 'upvotes: '],
    [{ upvotes: '12' }, 'upvotes: '],
    [{ url: 'javascript:alert(1)' }, 'url: '],
    [{ pdfUrl: 'ftp://example.org/a.pdf' }, 'pdfUrl: '],
  ])('of %j names the field', (change, fault) => {
    expect(faultOf({ ...line, ...change })?.startsWith(fault)).toBe(true);
  });

  it('does not hide another', () => {
    expect(faultOf({ title: '', published: 'today' })).toMatch(
      /id: .*; title: is empty; published: not a date/,
    );
  });

  it.each([[null], [7], ['a paper'], [[]], [undefined]])('is all there is to %j', (value) => {
    expect(faultOf(value)).toBeDefined();
  });
});
