// What of a paper's text reaches a page or a mail as mark-up.
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { htmlOf } from './html-of.js';
import { readRichText } from './rich-text.js';
import { richTextOf } from './rich-text-of.js';
import { plainOf } from './segment.js';

const STYLE = 'font-size:70%;line-height:0';
const water = [{ text: 'H' }, { text: '2', mark: 'sub' as const }, { text: 'O' }];

describe('rich text as HTML', () => {
  it('has the marks as elements, and everything else escaped', () => {
    const text = readRichText(String.raw`$T_\text{eff} < 10^{5}$ K \& "\emph{in situ}"`);
    expect(htmlOf(text).toHTML()).toBe(
      'T<sub>eff</sub> &lt; 10<sup>5</sup> K &amp; &quot;<em>in situ</em>&quot;',
    );
  });

  it('has a style at sub and sup where one is given', () => {
    const html = htmlOf([...water, { text: 'x', mark: 'em' }], STYLE).toHTML();
    expect(html).toBe(`H<sub style="${STYLE}">2</sub>O<em>x</em>`);
  });

  it('escapes inside the marks too', () => {
    expect(htmlOf([{ text: `</sub><i a='b'>`, mark: 'sub' }]).toHTML()).toBe(
      '<sub>&lt;/sub&gt;&lt;i a&#x3D;&#x27;b&#x27;&gt;</sub>',
    );
  });

  const hostile = `${process.env.COURANT_SHARED ?? '../shared'}/corpora/hostile-text`;
  const onCorpora = existsSync(hostile) ? it : it.skip;
  onCorpora('never has another element or attribute, whatever came in (shared corpora)', () => {
    const read = (file: string) => readFileSync(`${hostile}/${file}`, 'utf8');
    const naughty = JSON.parse(read('naughty-strings.json')) as unknown[];
    const lines = [...read('xss-payloads.txt').split('\n'), ...read('tex-titles.txt').split('\n')];
    const mail = new RegExp(`<(?:/?(?:sub|sup|em)|(?:sub|sup) style="${STYLE}")>`, 'g');
    let marks = 0;
    for (const line of [...lines, ...naughty.map(String)]) {
      const rich = readRichText(line);
      const [inPage, inMail] = [htmlOf(rich).toHTML(), htmlOf(rich, STYLE).toHTML()];
      marks += inPage.match(/<(?:sub|sup|em)>/g)?.length ?? 0;
      expect(inPage.replace(/<\/?(?:sub|sup|em)>/g, '')).not.toMatch(/[<>"'`]/);
      expect(inMail.replace(mail, '')).not.toMatch(/[<>"'`]/);
    }
    expect(marks).toBeGreaterThan(300);
  });
});

describe('the marks kept with a text', () => {
  it('are shown with it', () => {
    expect(richTextOf('H₂O', water)).toEqual(water);
  });

  it.each<[string, unknown]>([
    ['of another text', [...water, { text: ' on Mars' }]],
    ['that are none', undefined],
    ['of another shape', { text: 'H₂O' }],
    ['with a mark nobody knows', [{ text: 'H₂O', mark: 'script' }]],
    ['with no text', [{ mark: 'em' }, null]],
  ])('%s are not', (_, marks) => {
    expect(richTextOf('H₂O', marks)).toEqual([{ text: 'H₂O' }]);
  });

  it('are still the text’s own after a way through JSON', () => {
    const rich = readRichText(String.raw`CO$_2$ \emph{here}`);
    expect(richTextOf(plainOf(rich), JSON.parse(JSON.stringify(rich)))).toEqual(rich);
  });
});
