// arXiv's feed of announcements in its two forms, and the recorded one if it is at hand.
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceAnswerError } from '../source-answer-error.js';
import { readFeed } from './feed.js';

const rss = (
  items: string,
  dates = '<pubDate>Fri, 23 Feb 2024 00:00:00 -0500</pubDate>',
) => `<?xml version='1.0'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel><title>cs.AI updates on arXiv.org</title>
  <atom:link href="http://rss.arxiv.org/rss/cs.AI" rel="self"/>${dates}
  <skipDays><day>Sunday</day><day>Saturday</day></skipDays>${items}</channel></rss>`;

const atom = (entries: string, updated = '2025-08-20T04:00:19.866337+00:00') => `<?xml version='1.0'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns="http://www.w3.org/2005/Atom"><title>cs.AI updates on arXiv.org</title><updated>${updated}</updated>
  ${entries}</feed>`;

const item = (inner: string, id = '2402.10001v3') =>
  `<item><guid isPermaLink="false">oai:arXiv.org:${id}</guid>${inner}</item>`;

function codeOf(xml: string): string {
  try {
    readFeed(xml);
    return 'was read';
  } catch (error) {
    return error instanceof SourceAnswerError ? error.code : String(error);
  }
}

describe('a feed of announcements', () => {
  it('gives as RSS everything it says about a paper', () => {
    const feed = readFeed(
      rss(
        item(`<title>Rescaled
            integrals</title><link>https://arxiv.org/abs/2402.10001</link>
          <description>arXiv:2402.10001v3 Announce Type: replace-cross
Abstract: We say Abstract: twice
 and 1 &lt; 2.</description><category>math.AP</category><category>cs.NA</category>
          <pubDate>Fri, 23 Feb 2024 00:00:00 -0500</pubDate><arxiv:announce_type>replace-cross</arxiv:announce_type>
          <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights><arxiv:DOI>10.1000/x</arxiv:DOI>
          <arxiv:journal_reference>J. Foo 1</arxiv:journal_reference>
          <dc:creator>Antonin Monteil (IMB, X), Paul Pegon</dc:creator>`),
      ),
    );
    expect(feed).toEqual({
      publishedOn: '2024-02-23',
      faults: [],
      items: [
        {
          key: '2402.10001',
          version: 3,
          announceType: 'replace-cross',
          title: 'Rescaled integrals',
          abstract: 'We say Abstract: twice and 1 < 2.',
          authors: 'Antonin Monteil (IMB, X), Paul Pegon',
          categories: ['math.AP', 'cs.NA'],
          license: 'http://creativecommons.org/licenses/by/4.0/',
          doi: '10.1000/x',
          journalRef: 'J. Foo 1',
        },
      ],
    });
  });

  it('gives as Atom the same', () => {
    const feed = readFeed(
      atom(`<entry><id>oai:arXiv.org:2508.13426v1</id><title>ALIGN</title><category term="cs.CL"/>
        <category term="cs.AI"/><published>2025-08-20T00:00:00-04:00</published>
        <summary>arXiv:2508.13426v1 Announce Type: new
Abstract: Text.</summary><arxiv:announce_type>new</arxiv:announce_type><dc:creator>A, B</dc:creator></entry>`),
    );
    expect(feed).toEqual({
      publishedOn: '2025-08-20',
      faults: [],
      items: [
        {
          key: '2508.13426',
          version: 1,
          announceType: 'new',
          title: 'ALIGN',
          abstract: 'Text.',
          authors: 'A, B',
          categories: ['cs.CL', 'cs.AI'],
          license: null,
          doi: null,
          journalRef: null,
        },
      ],
    });
  });

  it('is of the day its papers were announced on, also when it was built later', () => {
    const entry = '<entry><published>2025-08-20T00:00:00-04:00</published></entry>';
    expect(readFeed(atom(entry, '2025-08-21T04:00:00Z')).publishedOn).toBe('2025-08-20');
  });

  it('takes the kind of announcement from the description when it stands nowhere else', () => {
    const text =
      '<title>T</title><description>arXiv:2402.10001v3 Announce Type: cross Abstract: A.</description>';
    expect(readFeed(rss(item(text))).items[0]).toMatchObject({ announceType: 'cross', abstract: 'A.' });
  });

  it('keeps the other papers when one cannot be read', () => {
    const fine = item('<title>Fine</title><arxiv:announce_type>new</arxiv:announce_type>');
    const odd = item('<title>Odd</title><arxiv:announce_type>absonly</arxiv:announce_type>');
    const feed = readFeed(rss(`${fine}${odd}${item('<title/>')}${item('<title>X</title>', 'x/1')}${fine}`));
    expect(feed.items.map(({ title }) => title)).toEqual(['Fine', 'Fine']);
    expect(feed.faults).toEqual([
      { place: 'item 2', reason: '2402.10001 is announced in a way we do not know: absonly' },
      { place: 'item 3', reason: '2402.10001 has no title' },
      { place: 'item 4', reason: 'not an arXiv identifier: oai:arXiv.org:x/1' },
    ]);
  });

  it('is of a day without an announcement when it is empty', () => {
    expect(readFeed(rss('', '<pubDate>Sat, 24 Feb 2024 00:00:00 -0500</pubDate>'))).toEqual({
      publishedOn: '2024-02-24',
      items: [],
      faults: [],
    });
    expect(readFeed(atom(''))).toEqual({ publishedOn: '2025-08-20', items: [], faults: [] });
  });

  it('is of the day it is in New York, whatever the zone of the date', () => {
    const built = '<lastBuildDate>Fri, 23 Feb 2024 04:59:00 +0000</lastBuildDate>';
    expect(readFeed(rss('', built)).publishedOn).toBe('2024-02-22');
    expect(readFeed(rss('', built.replace('04:59', '05:00'))).publishedOn).toBe('2024-02-23');
    expect(readFeed(atom('', '2025-08-20T03:59:59Z')).publishedOn).toBe('2025-08-19');
  });

  it('that tells an error is thrown with its words', () => {
    const said = '<description>Bad archive "foo".</description>';
    const error = rss(said).replace(
      'cs.AI updates on arXiv.org',
      'Feed error for query: http://rss.arxiv.org/rss/foo',
    );
    expect(() => readFeed(error)).toThrow('arXiv\'s feed refused: Bad archive "foo".');
    expect(codeOf(error)).toBe('refused');
    expect(codeOf(atom('').replace('cs.AI updates on arXiv.org', 'Feed error for query: foo'))).toBe(
      'refused',
    );
  });

  it.each([
    ['an empty body', ' ', 'empty'],
    ['a web page', '<html><head><title>504</title></head><body><hr></body></html>', 'unreadable'],
    ['a feed that breaks off', rss(item('<title>T</title>')).slice(0, -15), 'unreadable'],
    ['RSS without a channel', '<rss version="2.0"/>', 'unexpected'],
    ['a feed without a date', rss('', ''), 'unexpected'],
    ['a feed whose date is none', rss('', '<pubDate>today 1</pubDate>'), 'unexpected'],
    [
      'another kind of feed',
      atom('').replace('http://www.w3.org/2005/Atom', 'http://example.org/'),
      'unexpected',
    ],
    ['a page of OAI', '<OAI-PMH/>', 'unexpected'],
  ])('is not %s', (_what, xml, code) => {
    expect(codeOf(xml)).toBe(code);
  });

  it('takes 2,000 papers', () => {
    const fine = item('<title>Fine</title><arxiv:announce_type>new</arxiv:announce_type>');
    expect(readFeed(rss(fine.repeat(2_000))).items).toHaveLength(2_000);
  });
});

const file = join(process.env.COURANT_SHARED ?? '../shared', 'corpora/arxiv-rss/feed-2025-08-20.xml');
(existsSync(file) ? describe : describe.skip)('the recorded feed (skipped without COURANT_SHARED)', () => {
  it('is read in full', () => {
    const feed = readFeed(readFileSync(file, 'utf8'));
    expect(feed).toMatchObject({ publishedOn: '2025-08-20', faults: [], items: { length: 7 } });
    for (const one of feed.items) {
      expect(one.key).toMatch(/^2\d{3}\.\d{5}$/);
      expect(one.version).toBeGreaterThan(0);
      expect(one.abstract).toMatch(/^[A-Z].{40}/);
      expect(one.abstract).not.toContain('Announce Type');
      expect(one.categories).toContain('cs.AI');
      expect(one.authors).toMatch(/^\S+ .*\S$/);
      expect(one.license).toMatch(/^https?:/);
    }
  });
});
