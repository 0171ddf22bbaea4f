// The mark-up of every mail in every state: valid, known to the mail programs people use, small, and the text part whole.
import { describe, expect, it } from '@jest/globals';
import { caniemail, type CanIEmailResult } from 'caniemail';
import { HtmlValidate } from 'html-validate';
import { specimenDigest } from '../../src/mails/specimens/specimen-mails.js';
import { specimenPapers } from '../../src/mails/specimens/specimen-papers.js';
import { asSent } from '../../src/mails/specimens/as-sent.js';
import { linksIn, unescaped, writtenSpecimens } from '../support/mail-specimens.js';

const specimens = writtenSpecimens();
const octets = (line: string) => Buffer.byteLength(line);

/** What a mail needs and a page must not have. */
const notForMails = {
  'doctype-style': 'off',
  // Programs that know style elements badly, and Outlook on Windows, which is Word.
  'no-inline-style': 'off',
  'no-deprecated-attr': 'off',
  'no-conditional-comment': 'off',
  // Gmail knows roles and no article.
  'prefer-native-element': 'off',
  'long-title': 'off',
  // HTML knows it without being told, and every octet is sent to every reader.
  'prefer-tbody': 'off',
} as const;
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: notForMails,
});

describe.each(specimens)('$name', ({ content: { subject, html, text } }) => {
  it('is valid HTML', async () => {
    const { results } = await validator.validateString(html);
    const faults = results.flatMap(({ messages }) => messages);
    expect(faults.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`)).toEqual([]);
  });

  it('has lines that SMTP takes, and is cut off nowhere', () => {
    for (const line of `${html}\n${text}`.split('\n')) expect(octets(line)).toBeLessThanOrEqual(998);
    expect(octets(html)).toBeLessThanOrEqual(95_000);
    expect(subject).toMatch(/^[^\r\n]{10,120}$/);
  });

  it('has a text part of at most 72 columns, but for addresses', () => {
    const wide =
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g;
    const columns = (line: string) => line.length + (line.match(wide)?.length ?? 0);
    const long = text.split('\n').filter((line) => columns(line) > 72 && !/^ *https?:\S+$/.test(line));
    expect(long).toEqual([]);
    expect(text).toMatch(/^\S[^]*\S\n$/);
  });

  it('loads nothing, and its links say more than "here"', () => {
    expect(html).not.toMatch(/<(?:script|link|iframe|form|object|embed)|@import|@font-face|url\(/i);
    for (const [, label] of html.matchAll(/<a [^>]*>(.*?)<\/a>/gs)) {
      expect(label?.replace(/<[^>]+>/g, '').trim()).toMatch(/\S{2}/);
      expect(label).not.toMatch(/^(?:here|click here|link|hier|这里)$/i);
    }
  });
});

describe('Outlook on Windows, which is Word', () => {
  /** What it reads: the conditions that are for it opened, those that are not left out. */
  const inWord = (html: string) =>
    html
      .replace(/<!--\[if !mso\]><!-->[^]*?<!--<!\[endif\]-->/g, '')
      .replace(/<!--\[if (?:mso(?: \| IE)?)\]>([^]*?)<!\[endif\]-->/g, '$1')
      .replace(/<!--\[if lte mso 11\]>[^]*?<!\[endif\]-->/g, '');

  it('finds every table closed, none wider than 600 pixels, and a family that every Windows has', () => {
    for (const { name, content } of specimens) {
      const html = inWord(content.html);
      expect([name, html.includes('<!')]).toEqual([name, true]);
      expect([name, html.match(/<!--|\[endif\]/g)]).toEqual([name, null]);
      for (const tag of ['table', 'tr', 'td', 'div', 'p']) {
        const opened = html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
        expect([name, tag, html.match(new RegExp(`</${tag}>`, 'g'))?.length]).toEqual([name, tag, opened]);
      }
      const widths = Array.from(html.matchAll(/ width="(\d+)"/g), ([, width]) => Number(width));
      expect([name, Math.max(...widths)]).toEqual([name, 600]);
      expect(html).toContain('div,h1,h3{font-family:Georgia,serif !important}');
    }
  });
});

describe('a digest', () => {
  it.each(specimens.filter(({ name }) => name.startsWith('digest') && !name.endsWith('50-papers')))(
    '$name says every paper and every link in both parts',
    ({ content: { html, text } }) => {
      const links = linksIn(html).filter((link) => !/\/(?:more|less|save)$/.test(link));
      expect(linksIn(text)).toEqual(
        expect.arrayContaining(links.filter((link) => link !== 'https://news.example.org')),
      );
      for (const [, path] of html.matchAll(/href="([^"]+)\/save"/g)) expect(text).toContain(path);
      const words = text.replace(/\s+/g, ' ');
      for (const [, title = ''] of html.matchAll(/<h3[^>]*>(?:<a [^>]*>)?([^<]+)(?:<\/a>)?<\/h3>/g)) {
        expect(words).toContain(unescaped(title).replace(/\s+/g, ' '));
      }
    },
  );

  it('says why in the language of the mail', () => {
    const of = (state: string) => specimens.find(({ name }) => name === `digest ${state}`)?.content;
    for (const part of [of('german')?.html, of('german')?.text]) {
      expect(part).toContain('passt zu sparse experts');
      expect(part).not.toMatch(/\bmatches\b|\bauthor\b/);
    }
    expect(of('chinese')?.text).toContain('匹配 sparse experts、routing · 作者 Hannah Weiss');
  });

  it('of ten papers and five that trend is smaller than 45 kB, half of what is promised', () => {
    const { html } = asSent(specimenDigest({ forYou: specimenPapers(10), trending: specimenPapers(5, 51) }));
    expect(octets(html)).toBeLessThan(45_000);
  });

  it('has style sheets that Gmail reads: in the head, and of fewer than 8,192 characters', () => {
    const { html } = asSent(specimenDigest());
    const sheets = html.match(/<style[^]*?<\/style>/g) ?? [];
    expect(sheets.join('').length).toBeLessThan(8_192);
    expect(html.indexOf('<body')).toBeGreaterThan(html.lastIndexOf('<style'));
  });

  it('that would be cut off ends after a paper, counts the rest and links to it; its text part is whole', () => {
    const { html, text } = asSent(specimenDigest({ forYou: specimenPapers(50), trending: [] }));
    const shown = html.match(/<h3/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(html).toContain(`${50 - shown} more papers are in the web version`);
    expect(html).toMatch(/href="https:\/\/news\.example\.org\/d\/[^"]+"[^>]*>Read the whole digest/);
    expect(html).toContain('</html>');
    for (const { paper } of specimenPapers(50)) expect(text).toContain(paper.url);
  });
});

describe('features that mail programs lack', () => {
  /** Each with what its lack does to the mail. */
  const accepted: Readonly<Record<string, string>> = {
    '@media':
      'Outlook on Windows keeps the desktop layout and its own dark mode; Gmail for other accounts keeps the light one',
    'Attribute selector': 'for the dark mode of Outlook and for 320 pixels, in a style element of its own',
    'Chaining selectors': 'only inside @media',
    '<base>': 'a link opens where the program opens links',
    '<body> element': 'what stands on it is said again on the element inside',
    'border-radius': 'the button has corners',
    cursor: 'the pointer over the button is the usual one',
    outline: 'where there is no keyboard focus there is no ring',
    'outline-offset': 'the ring sits closer',
    ':focus': 'the ring is the one of the program',
    overflow: 'the preheader is hidden in three more ways',
    'overflow-wrap': 'long words are broken by word-break',
    'word-spacing': "MJML's reset",
    'white-space': 'three links may break between lines',
    'target attribute': 'Gmail opens new windows by itself',
    transform: 'a mistake of the data: it is text-transform',
  };
  // Gmail's page for telephones knows no style sheet at all, and is left out: what matters is inline.
  const clients = [
    'gmail.desktop-webmail',
    'gmail.ios',
    'gmail.android',
    'outlook.windows',
    'outlook.macos',
    'outlook.ios',
    'outlook.android',
    'apple-mail.*',
  ];

  it('are the accepted ones, and every accepted one is needed', () => {
    const titles = new Set<string>();
    for (const { content } of specimens) {
      const result: CanIEmailResult = caniemail({ clients: clients as never, html: content.html });
      for (const issues of result.issues.errors.values()) for (const { title } of issues) titles.add(title);
    }
    expect([...titles].toSorted()).toEqual(Object.keys(accepted).toSorted());
  });
});
