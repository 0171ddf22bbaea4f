// Answers of arXiv's query API: papers, none, errors, and the recorded answers if they are at hand.
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceAnswerError } from '../source-answer-error.js';
import { readQueryAnswer } from './query-answer.js';

const feed = (inner: string, total: number | string = 1) => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
  xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query</title>
  <opensearch:totalResults>${total}</opensearch:totalResults>${inner}</feed>`;

const entry = (inner: string) => `<entry><id>http://arxiv.org/abs/2609.20822v2</id>${inner}</entry>`;

function codeOf(xml: string): string {
  try {
    readQueryAnswer(xml);
    return 'was read';
  } catch (error) {
    return error instanceof SourceAnswerError ? error.code : String(error);
  }
}

describe('an answer of the query API', () => {
  it('gives everything it says about a paper', () => {
    const answer = readQueryAnswer(
      feed(
        entry(`
        <title>On $\\ell_1$ &amp; its
          friends</title>
        <summary>  We show
          that 1 &lt; 2. </summary>
        <published>2026-09-15T17:59:01Z</published><updated>2026-09-20T08:00:00Z</updated>
        <author><name>Ada Lovelace</name><arxiv:affiliation>London</arxiv:affiliation></author>
        <author><name>Kurt Gödel</name></author><author><name> </name></author>
        <category term="stat.ML"/><category term="cs.LG"/><category term="I.2.6"/><category term="68T05, 62H30"/>
        <arxiv:primary_category term="cs.LG"/>
        <arxiv:comment>12 pages, code at
          https://github.com/o/r</arxiv:comment>
        <arxiv:journal_ref>J. Foo 1 (2026)</arxiv:journal_ref><arxiv:doi>10.1000/x</arxiv:doi>`),
        431,
      ),
    );
    expect(answer.total).toBe(431);
    expect(answer.faults).toEqual([]);
    expect(answer.papers).toEqual([
      {
        key: '2609.20822',
        version: 2,
        title: 'On $\\ell_1$ & its friends',
        abstract: 'We show that 1 < 2.',
        authors: ['Ada Lovelace', 'Kurt Gödel'],
        categories: ['cs.LG', 'stat.ML'],
        submittedAt: new Date('2026-09-15T17:59:01Z'),
        updatedAt: new Date('2026-09-20T08:00:00Z'),
        comment: '12 pages, code at https://github.com/o/r',
        journalRef: 'J. Foo 1 (2026)',
        doi: '10.1000/x',
      },
    ]);
  });

  it('leaves open what an entry does not say', () => {
    const { papers } = readQueryAnswer(
      feed(
        '<entry><id>http://arxiv.org/abs/math.CA/0611800</id><title>0</title><published>soon</published></entry>',
      ),
    );
    expect(papers).toEqual([
      {
        key: 'math/0611800',
        version: 0,
        title: '0',
        abstract: '',
        authors: [],
        categories: [],
        submittedAt: null,
        updatedAt: null,
        comment: null,
        journalRef: null,
        doi: null,
      },
    ]);
  });

  it('may be empty', () => {
    expect(readQueryAnswer(feed('', 0))).toEqual({ total: 0, papers: [], faults: [] });
  });

  it('keeps the other papers when one cannot be read', () => {
    const answer = readQueryAnswer(
      feed(`${entry('<title>One</title>')}${entry('<title> </title>')}<entry><title>No id</title></entry>
        <entry><id>https://example.org/2</id><title>Foreign</title></entry>${entry('<title>Two</title>')}`),
    );
    expect(answer.papers.map((paper) => paper.title)).toEqual(['One', 'Two']);
    expect(answer.faults).toEqual([
      { place: 'entry 2', reason: '2609.20822 has no title' },
      { place: 'entry 3', reason: 'not an arXiv identifier: ' },
      { place: 'entry 4', reason: 'not an arXiv identifier: https://example.org/2' },
    ]);
  });

  it('that is an error is thrown with the words of arXiv', () => {
    const error = `<entry><id>http://arxiv.org/api/errors#start_must_be_an_integer</id><title>Error</title>
      <summary>start must be an integer</summary></entry>`;
    expect(() => readQueryAnswer(feed(error))).toThrow("arXiv's query API refused: start must be an integer");
    expect(codeOf(feed(error))).toBe('refused');
  });

  it('tells a paper titled "Error" from an error', () => {
    expect(readQueryAnswer(feed(entry('<title>Error</title>'))).papers[0]?.title).toBe('Error');
  });

  it.each([
    ['an empty body', '', 'empty'],
    ['a refusal in words', 'Rate exceeded.', 'unreadable'],
    ['a feed that breaks off', feed(entry('<title>A</title>')).slice(0, -20), 'unreadable'],
    ['RSS', '<rss version="2.0"><channel/></rss>', 'unexpected'],
    [
      'a feed that is not Atom',
      '<feed><opensearch:totalResults>1</opensearch:totalResults></feed>',
      'unexpected',
    ],
    ['an Atom feed that answers no question', feed('', ''), 'unexpected'],
    ['an entity bomb', `<!DOCTYPE feed [<!ENTITY a "aaaa">]>${feed('').split('?>')[1]}`, 'doctype'],
  ])('is not %s', (_what, xml, code) => {
    expect(codeOf(xml)).toBe(code);
  });

  it('takes 2,000 papers, dates to come and fields we do not know', () => {
    const later = entry(
      '<title>T</title><published>2099-01-01T00:00:00Z</published><arxiv:new x="y">?</arxiv:new>',
    );
    const { papers } = readQueryAnswer(feed(later.repeat(2_000), 2_000));
    expect(papers).toHaveLength(2_000);
    expect(papers[1_999]?.submittedAt?.getUTCFullYear()).toBe(2_099);
  });
});

const folder = join(process.env.COURANT_SHARED ?? '../shared', 'corpora/arxiv-api');
const recorded = existsSync(folder)
  ? readdirSync(folder).map((name) => ({
      name,
      ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as { status_code: number; body: string }),
    }))
  : [];

(recorded.length > 0 ? describe : describe.skip)('recorded answers (skipped without COURANT_SHARED)', () => {
  const answers = recorded.filter((one) => one.status_code === 200).map((one) => readQueryAnswer(one.body));
  const papers = new Map(answers.flatMap((answer) => answer.papers).map((paper) => [paper.key, paper]));

  it('are read without a fault, in all 105 papers', () => {
    expect(answers.flatMap((answer) => answer.faults)).toEqual([]);
    expect(papers.size).toBe(105);
  });

  it('have every field that each paper has', () => {
    for (const paper of papers.values()) {
      expect(paper.title).not.toMatch(/^$|\n|&(amp|lt|gt|#\d+);/);
      expect(paper.abstract.length).toBeGreaterThan(20);
      expect(paper.authors.length).toBeGreaterThan(0);
      expect(paper.categories[0]).toMatch(/^[a-z-]+(\.[A-Za-z-]+)?$/);
      expect(paper.version).toBeGreaterThan(0);
      expect(paper.submittedAt?.getTime()).toBeLessThanOrEqual(paper.updatedAt?.getTime() ?? 0);
    }
  });

  it('keep the title of the paper called "0"', () => {
    expect([...papers.values()].filter((paper) => paper.title === '0')).toHaveLength(1);
  });

  it('say how many there are beyond the page', () => {
    const page = recorded.find((one) => one.name.startsWith('q_testing_s10_m10'));
    const answer = readQueryAnswer(page?.body ?? '');
    expect(answer).toMatchObject({ total: 214_881, papers: { length: 10 } });
  });

  it('of papers that do not exist are empty, and of what is no identifier an error', () => {
    const unknown = recorded.find((one) => one.name.startsWith('id_0000.0000'));
    expect(readQueryAnswer(unknown?.body ?? '')).toEqual({ total: 0, papers: [], faults: [] });
    const refused = recorded.find((one) => one.status_code === 400);
    expect(() => readQueryAnswer(refused?.body ?? '')).toThrow('incorrect id format for abc');
  });
});
