// Answers of arXiv's OAI server: both kinds of metadata, deleted records, lists in parts, and errors.
import { describe, expect, it } from '@jest/globals';
import { SourceAnswerError } from '../source-answer-error.js';
import { readOaiAnswer } from './oai.js';

const answer = (inner: string) => `<?xml version='1.0' encoding='UTF-8'?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-09-30T02:30:00Z</responseDate>
<request verb="ListRecords">https://oaipmh.arxiv.org/oai</request>${inner}</OAI-PMH>`;
const list = (inner: string) => answer(`<ListRecords>${inner}</ListRecords>`);
const record = (id: string, metadata: string, status = '') => `<record><header${status}>
  <identifier>oai:arXiv.org:${id}</identifier><datestamp>2026-09-29</datestamp><setSpec>cs:cs:LG</setSpec></header>
  ${metadata === '' ? '' : `<metadata>${metadata}</metadata>`}</record>`;

const plain = `<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2609.00001</id><created>2026-08-30</created>
  <authors><author><keyname>Lovelace</keyname><forenames>Ada</forenames><affiliation>London</affiliation></author>
  <author><keyname>King</keyname><forenames>M. L.</forenames><suffix>Jr.</suffix></author>
  <author><keyname>ATLAS Collaboration</keyname></author><author/></authors><title>On
   engines</title><categories>cs.LG stat.ML</categories><comments>12 pages</comments><msc-class>68T05</msc-class>
  <journal-ref>J. 1</journal-ref><doi>10.1000/x</doi><license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license>
  <abstract>  Text
  here. </abstract></arXiv>`;
const raw = `<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2609.00002</id><submitter>Ada</submitter>
  <version version="v2"><date>Tue, 29 Sep 2026 10:00:00 GMT</date><size>14kb</size></version>
  <version version="v10"><date>Wed, 30 Sep 2026 10:00:00 GMT</date></version>
  <version version="v1"><date>Mon, 28 Sep 2026 10:00:00 GMT</date><source_type>D</source_type></version>
  <title>Raw</title><authors>Ada Lovelace (1, 2), Alan Turing and Grace Hopper (3)</authors>
  <categories>math.CO</categories><abstract>A.</abstract></arXivRaw>`;

function errorOf(xml: string): SourceAnswerError {
  try {
    readOaiAnswer(xml);
  } catch (error) {
    if (error instanceof SourceAnswerError) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('an answer of the OAI server', () => {
  it('gives what the prefix arXiv says', () => {
    expect(readOaiAnswer(list(record('2609.00001', plain)))).toEqual({
      faults: [],
      records: [
        {
          key: '2609.00001',
          changedOn: '2026-09-29',
          paper: {
            version: 0,
            title: 'On engines',
            abstract: 'Text here.',
            authors: ['Ada Lovelace', 'M. L. King Jr.', 'ATLAS Collaboration'],
            categories: ['cs.LG', 'stat.ML'],
            submittedAt: null,
            updatedAt: null,
            comment: '12 pages',
            journalRef: 'J. 1',
            doi: '10.1000/x',
            license: 'http://arxiv.org/licenses/nonexclusive-distrib/1.0/',
          },
        },
      ],
    });
  });

  it('gives with arXivRaw when the first and the latest version were submitted, whatever their order', () => {
    const { records } = readOaiAnswer(answer(`<GetRecord>${record('2609.00002', raw)}</GetRecord>`));
    expect(records[0]?.paper).toMatchObject({
      version: 10,
      submittedAt: new Date('2026-09-28T10:00:00Z'),
      updatedAt: new Date('2026-09-30T10:00:00Z'),
      authors: ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'],
      comment: null,
    });
  });

  it('keeps records that were deleted, without a paper', () => {
    const { records } = readOaiAnswer(list(record('hep-th/9901001', '', ' status="deleted"')));
    expect(records).toEqual([{ key: 'hep-th/9901001', changedOn: '2026-09-29', paper: null }]);
  });

  it('says how to ask for the rest, until there is none', () => {
    const token =
      '<resumptionToken expirationDate="2026-10-01T00:00:00Z">verb%3DListRecords|x=1&amp;y</resumptionToken>';
    expect(readOaiAnswer(list(token)).resumptionToken).toBe('verb%3DListRecords|x=1&y');
    expect(readOaiAnswer(list('<resumptionToken/>'))).toEqual({ records: [], faults: [] });
    expect(readOaiAnswer(list(record('2609.00001', plain)))).not.toHaveProperty('resumptionToken');
  });

  it('keeps the other records when one cannot be read', () => {
    const { records, faults } = readOaiAnswer(
      list(
        record('x', plain) +
          record('2609.00003', '') +
          record('2609.00004', '<oai_dc:dc><dc:title>T</dc:title></oai_dc:dc>') +
          record('2609.00001', plain),
      ),
    );
    expect(records.map(({ key }) => key)).toEqual(['2609.00001']);
    expect(faults).toEqual([
      { place: 'record 1', reason: 'not an arXiv identifier: oai:arXiv.org:x' },
      { place: 'record 2', reason: '2609.00003 has no title' },
      { place: 'record 3', reason: '2609.00004 has no title' },
    ]);
  });

  it('without a match is an empty list', () => {
    expect(readOaiAnswer(answer('<error code="noRecordsMatch">none</error>'))).toEqual({
      records: [],
      faults: [],
    });
  });

  it.each(['badArgument', 'badResumptionToken', 'idDoesNotExist', 'cannotDisseminateFormat', 'badVerb'])(
    'that is the error %s is thrown with that code',
    (code) => {
      const error = errorOf(answer(`<error code="${code}">Said the server</error>`));
      expect(error.code).toBe(code);
      expect(error.message).toContain('Said the server');
    },
  );

  it('that is an error we do not know is a refusal', () => {
    expect(errorOf(answer('<error code="toString">?</error>')).code).toBe('refused');
    expect(errorOf(answer('<error>?</error>')).code).toBe('refused');
  });

  it.each([
    ['an empty body', '', 'empty'],
    ['a list that breaks off', list(record('2609.00001', plain)).slice(0, 900), 'unreadable'],
    ['a feed', '<feed/>', 'unexpected'],
    ['an answer to another question', answer('<Identify/>'), 'unexpected'],
    [
      'an external entity',
      `<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><OAI-PMH>&y;</OAI-PMH>`,
      'doctype',
    ],
  ])('is not %s', (_what, xml, code) => {
    expect(errorOf(xml).code).toBe(code);
  });
});
