// Preprints of bioRxiv and medRxiv, with the dates and numbers as they write them.
import { describe, expect, it } from '@jest/globals';
import { SourceAnswerError } from '../source-answer-error.js';
import { readDetails } from './details.js';

const preprint = {
  title: 'Cells\n and more',
  authors: 'Last, F.; Last2, G.',
  author_corresponding: 'First Last',
  doi: '10.1101/2026.06.29.575895',
  date: '2026-6-30',
  version: '2',
  type: 'new results',
  license: 'cc_by',
  category: 'cell biology',
  jatsxml: 'https://www.biorxiv.org/x.xml',
  abstract: 'We  show.',
  published: 'NA',
  server: 'bioRxiv',
};
const answer = (collection: unknown, message: Record<string, unknown> = {}) => ({
  messages: [
    { status: 'ok', interval: '2026-06-30:2026-07-01', cursor: '30', count: 30, total: '360', ...message },
  ],
  collection,
});
const postedOn = (date: unknown) => readDetails(answer([{ ...preprint, date }])).records[0]?.postedOn;

describe('details of preprints', () => {
  it('have all that an item says', () => {
    expect(readDetails(answer([preprint]))).toEqual({
      total: 360,
      cursor: 30,
      faults: [],
      records: [
        {
          doi: '10.1101/2026.06.29.575895',
          version: 2,
          title: 'Cells and more',
          abstract: 'We show.',
          authors: 'Last, F.; Last2, G.',
          postedOn: '2026-06-30',
          category: 'cell biology',
          license: 'cc_by',
          publishedDoi: null,
          server: 'biorxiv',
        },
      ],
    });
  });

  it('leave open what an item does not say', () => {
    const { doi, title, date } = preprint;
    expect(
      readDetails(answer([{ doi, title, date, version: 1, server: 'medRxiv' }], { total: 1, cursor: 0 })),
    ).toEqual({
      total: 1,
      cursor: 0,
      faults: [],
      records: [
        {
          doi,
          version: 1,
          title: 'Cells and more',
          abstract: '',
          authors: '',
          postedOn: '2026-06-30',
          category: null,
          license: null,
          publishedDoi: null,
          server: 'medrxiv',
        },
      ],
    });
  });

  it('read a date with and without zeros, and none that there is not', () => {
    expect(postedOn('2026-7-5')).toBe('2026-07-05');
    expect(postedOn('2026-07-15')).toBe('2026-07-15');
    expect(postedOn('2099-12-31')).toBe('2099-12-31');
    for (const date of ['2026-02-30', '2026-13-01', '15/07/2026', '', undefined, 20_260_715]) {
      expect(postedOn(date)).toBeUndefined();
    }
  });

  it('name the article a preprint has become', () => {
    const [record] = readDetails(
      answer([{ ...preprint, published: '10.1158/2159-8290.CD-24-0187' }]),
    ).records;
    expect(record?.publishedDoi).toBe('10.1158/2159-8290.CD-24-0187');
  });

  it('lose only the items that cannot be read', () => {
    const odd = [null, { ...preprint, doi: 'x' }, { ...preprint, title: '' }, { ...preprint, date: 'soon' }];
    const { records, faults } = readDetails(answer([...odd, preprint]));
    expect(records).toHaveLength(1);
    expect(faults.map(({ place }) => place)).toEqual(['item 1', 'item 2', 'item 3', 'item 4']);
    expect(faults[1]?.reason).toBe('doi: not a DOI');
    expect(faults[3]?.reason).toBe('date: not a date');
  });

  it('may be none', () => {
    expect(readDetails({ messages: [{ status: 'no posts found' }], collection: [] })).toEqual({
      records: [],
      faults: [],
      total: 0,
      cursor: 0,
    });
  });

  it('are an error when the server says so, or when it is not theirs', () => {
    expect(() => readDetails(answer([], { status: 'Error: interval' }))).toThrow(
      'bioRxiv refused: Error: interval',
    );
    for (const json of [null, [], {}, { messages: [] }, { collection: [preprint] }, '<html>']) {
      expect(() => readDetails(json)).toThrow(SourceAnswerError);
    }
  });
});
