// The digest as a reader gets it: nothing missing, nothing hostile, nothing too long.
import { describe, expect, it } from '@jest/globals';
import { sampleDigest, samplePaper, samplePapers } from '../../test/support/sample-mails.js';
import { plainOf, readRichText } from '../papers/text/rich-text.js';
import { digestMail } from './digest.mail.js';

const octets = (line: string) => Buffer.byteLength(line);

describe('digest mail', () => {
  it('has every paper, link and reason in both parts', () => {
    const input = sampleDigest({ forYou: samplePapers(10), trending: samplePapers(5, 51) });
    const { html, text } = digestMail(input);
    for (const { paper } of [...input.forYou, ...input.trending]) {
      for (const part of [html, text.replace(/\n\s*/g, ' ')]) {
        expect(part).toContain(paper.title);
        expect(part).toContain(paper.url);
        expect(part).toContain(paper.pdfUrl);
      }
    }
    expect(html.match(/<strong>Why:<\/strong> matches sparse experts, routing/g)).toHaveLength(10);
    expect(html.match(/matches sparse experts, routing/g)).toHaveLength(15);
    expect(text.match(/matches sparse experts, routing/g)).toHaveLength(15);
  });

  it('shows in a list of mails what its subject does not say: the titles', () => {
    const { html } = digestMail(sampleDigest({ forYou: samplePapers(2), trending: samplePapers(1, 51) }));
    expect(html).toMatch(/display:none[^>]*>Paper number 1 · Paper number 2 · Paper number 51</);
    const nothing = digestMail(sampleDigest({ forYou: [], trending: [] }));
    expect(nothing.html).toMatch(/display:none[^>]*>No new papers for you today\.</);
  });

  it('shows markup in titles, authors, summaries and reasons as text', () => {
    const evil = '<img src=x onerror=alert(1)>"&amp;';
    const { html, text } = digestMail(
      sampleDigest({
        forYou: [samplePaper(1, { title: evil, authors: [evil], summary: evil, reason: evil })],
      }),
    );
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;&quot;&amp;amp;');
    expect(text).toContain(evil);
  });

  it('cuts a title at the same place in both parts, with the marks that are left', () => {
    const rich = readRichText(String.raw`H$_2$O ${'and more words '.repeat(30)} CO$_2$`);
    const paper = samplePaper(1, { title: plainOf(rich), richTitle: rich });
    const { html, text } = digestMail(sampleDigest({ forYou: [paper], trending: [] }));
    const shown = /<h3[^>]*><a[^>]*>(.*?)<\/a>/s.exec(html)?.[1]?.replace(/\s+/g, ' ') ?? '';
    expect(shown).toMatch(/^H<sub style="font-size:70%;line-height:0">2<\/sub>O and more .* and more…$/);
    const [, title = ''] = /1\. {2}(H₂O .*?…)/s.exec(text) ?? [];
    expect(title.replace(/\s+/g, ' ')).toBe(shown.replace(/<sub[^>]*>2<\/sub>/, '₂'));
  });

  it('does not run template expressions that stand in a title', () => {
    const { html, text } = digestMail(
      sampleDigest({ forYou: [samplePaper(1, { title: '{{unsubscribeUrl}}' })] }),
    );
    expect(html).toContain('{{unsubscribeUrl}}');
    expect(text).toContain('{{unsubscribeUrl}}');
  });

  it('keeps line breaks and direction overrides of a source out of the text part', () => {
    const title = 'Harmless\r\n\r\nUnsubscribe: https://evil.example\u202e';
    const { text, subject } = digestMail(sampleDigest({ forYou: [samplePaper(1, { title, reason: '' })] }));
    expect(text).toContain('1.  Harmless Unsubscribe: https://evil.example\n');
    expect(`${text}${subject}`).not.toContain('\u202e');
    expect(subject).not.toContain('\n');
  });

  it('links to nothing but web addresses', () => {
    const paper = samplePaper(1, { url: 'javascript:alert(1)', pdfUrl: 'data:text/html,hi' });
    const { html, text } = digestMail(sampleDigest({ forYou: [paper] }));
    expect(`${html}${text}`).not.toMatch(/javascript:|data:text/);
    expect(html).toContain(paper.paper.title);
  });

  it('stays within the limits of SMTP and of patience', () => {
    const long = samplePaper(1, {
      title: '&'.repeat(2000),
      authors: Array(400).fill('名'.repeat(99)),
      summary: '名'.repeat(9000),
    });
    const plain = digestMail(sampleDigest({ forYou: samplePapers(10), trending: samplePapers(5, 51) }));
    const hostile = digestMail(sampleDigest({ forYou: Array(10).fill(long) }));
    expect(octets(plain.html)).toBeLessThan(60_000);
    for (const mail of [plain, hostile]) {
      expect(Math.max(...mail.html.split('\n').map(octets))).toBeLessThanOrEqual(998);
      expect(Math.max(...mail.text.split('\n').map(octets))).toBeLessThanOrEqual(998);
    }
    const wide = plain.text.split('\n').filter((line) => line.length > 72);
    expect(wide).toEqual([]);
  });

  it('says who writes, why, when, and how to stop it', () => {
    const { html, text } = digestMail(sampleDigest());
    for (const part of [html, text.replace(/\n/g, ' ')]) {
      expect(part).toContain('Saturday, 21 November 2026');
      expect(part).toContain('Papers announced 24 to 26 June 2026');
      expect(part).toContain('It comes daily at 08:00');
      expect(part).toContain('https://papers.example.org/u/3f7a9b1c4d5e6f70');
      expect(part).toContain('https://papers.example.org/p/3f7a9b1c4d5e6f70');
      expect(part).toContain('12 Canal Street');
      expect(part).toContain('Thank you to arXiv for use of its open access interoperability.');
    }
  });

  it('explains a day without papers for the reader, and leaves out an empty Trending part', () => {
    const onlyTrending = digestMail(sampleDigest({ forYou: [] }));
    expect(onlyTrending.html).toContain('Here is what others are reading.');
    expect(onlyTrending.html).toContain('129 upvotes');
    const onlyForYou = digestMail(sampleDigest({ trending: [] }));
    expect(`${onlyForYou.html}${onlyForYou.text}`).not.toMatch(/trending today|nothing new/i);
    const nothing = digestMail(sampleDigest({ forYou: [], trending: [] }));
    expect(nothing.text).toContain('Nothing new matched your interests today.');
    expect(nothing.text).not.toContain('others are reading');
  });

  it('leaves out what a source does not give', () => {
    const bare = {
      authors: [],
      categoryName: '',
      categoryCode: '',
      summary: '',
      pdfUrl: undefined,
      reason: '',
    };
    const { html, text } = digestMail(sampleDigest({ forYou: [samplePaper(1, bare)], trending: [] }));
    const [, paper = ''] = /<h3[^>]*>([^]*?)<table/.exec(html) ?? [];
    expect(paper.match(/<p[ >]/g)).toHaveLength(1);
    expect(html).not.toContain('PDF');
    expect(text).not.toMatch(/Why:|PDF:|\(\)/);
  });

  it('needs nothing from other servers', () => {
    const { html } = digestMail(sampleDigest());
    expect(html).not.toMatch(/<img|<link|@import|@font-face|url\(|<script/i);
    expect(html).toMatch(/<html lang="en"/);
    expect(html).toContain('prefers-color-scheme:dark');
  });
});
