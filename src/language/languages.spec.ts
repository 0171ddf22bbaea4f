// The language files: what is said, what falls back, what is refused.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { SafeHtml } from '../shared/safe-html.js';
import { readLanguages, texts } from './languages.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const about = (lang: string) => ({ lang, name: lang, dir: 'ltr' });
const english = {
  language: about('en'),
  web: {
    greeting: 'Good morning, {name}',
    papers: '{count, plural, one {# paper} other {# papers}}',
    ask: 'Read <link>the papers of {name}</link> today.',
  },
};

/** Languages from files of these contents; a text is written as it is. */
function from(files: Record<string, object | string>) {
  const folder = mkdtempSync(join(tmpdir(), 'courant-languages-'));
  folders.push(folder);
  for (const [name, content] of Object.entries({ 'en.json': english, ...files })) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return readLanguages(pathToFileURL(`${folder}/`));
}

const web = (lang: string, messages: object) => ({ language: about(lang), web: messages });

describe('texts of a language', () => {
  it('come from its file, and from English where it says nothing', () => {
    const german = from({ 'de.json': web('de', { greeting: 'Guten Morgen, {name}' }) }).texts('de');
    expect(german.say('web.greeting', { name: 'Ada' })).toBe('Guten Morgen, Ada');
    expect(german.say('web.papers', { count: 1 })).toBe('1 paper');
    expect(from({}).texts('xx').say('web.papers', { count: 1200 })).toBe('1,200 papers');
  });

  it('follow the plural rules of the language', () => {
    const papers = '{count, plural, one {# praca} few {# prace} many {# prac} other {# pracy}}';
    const polish = from({ 'pl.json': web('pl', { papers }) }).texts('pl');
    const said = [1, 2, 5, 22].map((count) => polish.say('web.papers', { count }));
    expect(said).toEqual(['1 praca', '2 prace', '5 prac', '22 prace']);
  });

  it('are said anew for other values, however alike they look', () => {
    const said = from({}).texts('en');
    const pair = from({ 'en.json': web('en', { pair: '{one} and {other}', papers: english.web.papers }) });
    const both = [
      ['a', '1:b'],
      ['a1:', 'b'],
    ].map(([one = '', other = '']) => pair.texts('en').say('web.pair', { one, other }));
    expect(both).toEqual(['a and 1:b', 'a1: and b']);
    const names = ['Ada', 'Emmy', 'Ada'].map((name) => said.say('web.greeting', { name }));
    expect(names).toEqual(['Good morning, Ada', 'Good morning, Emmy', 'Good morning, Ada']);
    expect([1, 2, 1].map((count) => said.say('web.papers', { count }))).toEqual([
      '1 paper',
      '2 papers',
      '1 paper',
    ]);
  });

  it('are English where a text asks for what it is not given, and the note says so', () => {
    const all = from({ 'de.json': web('de', { greeting: 'Guten Morgen, {vorname}', extra: 'x' }) });
    expect(all.texts('de').say('web.greeting', { name: 'Ada' })).toBe('Good morning, Ada');
    expect(all.notes.join()).toMatch(/de\.json: 2 missing .*, 1 that nobody asks for, 1 with other values/);
  });

  it('are a fault of ours when nobody wrote them, or a value is not given', () => {
    expect(() => texts('en').say('web.nothing')).toThrow('there is no text web.nothing');
    expect(() => from({}).texts('en').say('web.greeting')).toThrow(/name/);
  });
});

describe('texts as HTML', () => {
  const said = (name: string) =>
    from({})
      .texts('en')
      .html('web.ask', { name, link: { open: '<a href="/p">', close: '</a>' } })
      .toHTML();

  it('have links inside sentences, by slots only', () => {
    expect(said('Ada')).toBe('Read <a href="/p">the papers of Ada</a> today.');
    expect(from({}).texts('en').say('web.ask', { name: 'Ada' })).toBe('Read the papers of Ada today.');
    expect(from({}).texts('en').html('web.ask', { name: 'Ada' }).toHTML()).not.toContain('<');
  });

  it('escape every value, inside a slot as well, and read no message out of one', () => {
    const hostile = '</a><script>alert(1)</script> {count, plural, other {x}} <link>y</link> "\' &amp;';
    const html = said(hostile);
    expect(html.replace('<a href="/p">', '').replace('</a>', '')).not.toMatch(/[<>"']/);
    expect(html).toContain('{count, plural, other {x}} &lt;link&gt;y&lt;/link&gt;');
    const plain = from({}).texts('en').html('web.greeting', { name: hostile }).toHTML();
    expect(plain).not.toMatch(/[<>"']/);
  });

  it('let SafeHtml through', () => {
    const name = new SafeHtml('<em>Ada</em>');
    expect(from({}).texts('en').html('web.greeting', { name }).toHTML()).toBe('Good morning, <em>Ada</em>');
  });

  it('escape what a language file itself says', () => {
    const file = { 'de.json': web('de', { greeting: '\'<b>\'Hallo "{name}"' }) };
    expect(from(file).texts('de').html('web.greeting', { name: 'Ada' }).toHTML()).toBe(
      '&lt;b&gt;Hallo &quot;Ada&quot;',
    );
  });
});

describe('a broken language file', () => {
  it.each([
    ['{ "language": ', /The language file de\.json: .*JSON/],
    [{ web: {} }, /de\.json, key language: a section with lang, name and dir is missing/],
    [{ language: { ...about('de'), dir: 'up' } }, /de\.json, key language\.dir: expected ltr or rtl/],
    [{ language: about('d e') }, /de\.json, key language\.lang: expected a language tag/],
    [web('de', { greeting: 'Hallo {name' }), /de\.json, key web\.greeting: .*EXPECT_ARGUMENT_CLOSING_BRACE/],
    [web('de', { ask: '<link>x' }), /de\.json, key web\.ask: .*UNCLOSED_TAG/],
    [web('de', { ask: '<a href="x">y</a>' }), /de\.json, key web\.ask: .*INVALID_TAG/],
    [web('de', { greeting: 'Caf&eacute;' }), /de\.json, key web\.greeting: write the character itself/],
    [web('de', { greeting: 3 }), /de\.json, key web\.greeting: expected a text/],
  ])('%j is refused, with the file and the key', (content, expected) => {
    expect(() => from({ 'de.json': content })).toThrow(expected);
  });

  it('is one whose name is no language, too', () => {
    expect(() => from({ 'German.json': english })).toThrow(/German\.json: expected a language tag/);
  });
});

describe('dates and numbers', () => {
  it.each([
    ['en', ['Saturday, 21 November 2026', '21 Nov', '1,792', 'A, B and C', 'Monday']],
    ['de', ['Samstag, 21. November 2026', '21. Nov.', '1.792', 'A, B und C', 'Montag']],
    ['zh', ['2026年11月21日星期六', '11月21日', '1,792', 'A、B和C', '星期一']],
  ])('are as %s writes them', (code, expected) => {
    const language = texts(code);
    const written = [
      language.longDate('2026-11-21'),
      language.shortDate('2026-11-21'),
      language.number(1792),
      language.list(['A', 'B', 'C']),
      language.weekday(1),
    ];
    expect(written).toEqual(expected);
    expect(() => language.longDate('21.11.2026')).toThrow(RangeError);
  });
});
