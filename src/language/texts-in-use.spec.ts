// Every text that is asked for is written, every text that is written is asked for, and no page has words of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { languages } from './languages.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (folder: string, ends: RegExp): [file: string, text: string][] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ends.test(file))
    .map((file) => [`${folder}/${file}`, readFileSync(`${root}${folder}/${file}`, 'utf8')]);

const code = read('src', /(?<!\.spec)\.ts$/);
const pages = read('templates/web', /\.hbs$/);
const everything = [...code, ...pages, ...read('templates/mail', /\.(mjml|txt)$/)];
const english = languages().all.find((one) => one.code === 'en');
const written = [...(english?.messages.keys() ?? [])];
const SECTIONS = 'web|mail|reasons|words';

describe('the texts', () => {
  it('that code and templates ask for are written', () => {
    const asked = everything.flatMap(([file, text]) =>
      [...text.matchAll(new RegExp(`['"]((?:${SECTIONS})\\.[\\w.-]+)['"]`, 'g'))].map(([, key]) => ({
        file,
        key,
      })),
    );
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter(({ key = '' }) => !written.includes(key))).toEqual([]);
  });

  it('that are written are asked for', () => {
    const all = everything.map(([, text]) => text).join('\n');
    // `web.edition.${reason}` asks for every text of that beginning; titles are asked for by the name of the page.
    const beginnings = [...all.matchAll(new RegExp(`\`((?:${SECTIONS})\\.(?:[\\w-]+\\.)+)\\$\\{`, 'g'))].map(
      ([, beginning = '']) => beginning,
    );
    const isAsked = (key: string) =>
      all.includes(`'${key}'`) ||
      all.includes(`"${key}"`) ||
      beginnings.some((beginning) => key.startsWith(beginning)) ||
      /^web\.[\w-]+\.title$/.test(key);
    expect(written.filter((key) => !isAsked(key))).toEqual([]);
  });
});

/** What a template says itself: between its tags, and in attributes that are read to people. */
function ownWords(template: string): string[] {
  const inEnglish = template.replace(/<(\w+)[^>]* lang="en"[^>]*>[^<]*<\/\1>/g, '');
  const plain = inEnglish.replace(/\{\{!--[\s\S]*?--\}\}|\{\{[\s\S]*?\}\}/g, '');
  const between = plain.replace(/<[^>]*>/g, '\n').split('\n');
  const spoken = [...plain.matchAll(/ (?:aria-label|alt|placeholder|title|content)="([^"]*)"/g)].map(
    ([, value = '']) => value,
  );
  const technical = /^(?:width=device-width, initial-scale=1|light dark|#[0-9a-f]{6}|noindex|no-referrer)$/;
  return [...between, ...spoken]
    .map((text) => text.trim())
    .filter((text) => /\p{L}/u.test(text) && !technical.test(text));
}

describe.each(pages)('%s', (_, template) => {
  it('has no words of its own: all of them are in the language files', () => {
    expect(ownWords(template)).toEqual([]);
  });

  it('passes no words on to what it includes', () => {
    const passed = [...template.matchAll(/\{\{[#>][^}]*\b(?:label|description|what)="([^"]*)"/g)];
    expect(passed.map(([, words]) => words)).toEqual([]);
  });
});

it('finds words where there are some', () => {
  expect(ownWords('<p aria-label="Hello">{{t "x"}} there</p><p lang="en">Thanks</p>')).toEqual([
    'there',
    'Hello',
  ]);
});
