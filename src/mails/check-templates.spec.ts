// An operator's templates: taken when they are whole, refused by file when something must not be missing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkTemplates } from './check-templates.js';
import { digestMail } from './digest.mail.js';
import { asSent } from './specimens/as-sent.js';
import { specimenBrand, specimenDigest } from './specimens/specimen-mails.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const ours = (file: string) =>
  readFileSync(new URL(`../../dist/templates/mail/${file}`, import.meta.url), 'utf8');

/** The brand whose folder holds these files, ours changed. */
function brandWith(files: Record<string, (template: string) => string>) {
  const templatesDir = mkdtempSync(join(tmpdir(), 'courant-templates-'));
  folders.push(templatesDir);
  for (const [file, change] of Object.entries(files)) {
    const isOurs = /^(digest|welcome|confirmation)\.(html|txt)\.hbs$/.test(file);
    writeFileSync(join(templatesDir, file), change(isOurs ? ours(file) : ''));
  }
  return { ...specimenBrand, templatesDir };
}
const without = (words: string) => (template: string) => template.replaceAll(words, '');

describe("an operator's templates", () => {
  it('take the place of ours, file by file, also in what is joined', () => {
    const brand = brandWith({
      'digest.html.hbs': (html) => html.replace('</h1>', '</h1><p>Our own word</p>'),
      'welcome.txt.hbs': (text) => text,
    });
    expect(() => checkTemplates(brand)).not.toThrow();
    const digest = specimenDigest({ brand });
    expect(digestMail(digest).html).toContain('<p>Our own word</p>');
    expect(asSent(digest).html).toContain('<p>Our own word</p>');
    expect(digestMail(specimenDigest()).html).not.toContain('Our own word');
  });

  it.each([
    ['digest.html.hbs', '{{postalAddress}}', 'the postal address {{postalAddress}} is missing'],
    ['digest.html.hbs', '{{unsubscribeUrl}}', 'the link to unsubscribe {{unsubscribeUrl}} is missing'],
    ['digest.txt.hbs', '{{settingsUrl}}', 'the link to the settings {{settingsUrl}} is missing'],
    ['digest.txt.hbs', 'Thank you to arXiv', 'the line that arXiv asks for is missing'],
    ['welcome.txt.hbs', '{{unsubscribeUrl}}', 'the link to unsubscribe {{unsubscribeUrl}} is missing'],
    ['confirmation.html.hbs', '{{url}}', 'the link {{url}} is missing'],
  ])('%s without %s is refused, by its name', (file, words, complaint) => {
    const brand = brandWith({ [file]: without(words) });
    expect(() => checkTemplates(brand)).toThrow(
      `The mail template ${join(brand.templatesDir, file)}: ${complaint}.`,
    );
  });

  it('without the picture that goes with every mail are refused, where there is one', () => {
    const brand = brandWith({ 'digest.html.hbs': without('{{logoUrl}}') });
    expect(() => checkTemplates(brand)).not.toThrow();
    expect(() => checkTemplates({ ...brand, logoUrl: 'cid:logo@news.example.org' })).toThrow(
      /digest\.html\.hbs: the picture \{\{logoUrl\}\}, which goes with every mail, is missing/,
    );
  });

  it('that cannot be read, lack their loop, or belong to no mail are refused, by their names', () => {
    const broken = brandWith({ 'digest.html.hbs': (html) => `${html}{{#if` });
    expect(() => checkTemplates(broken)).toThrow(/digest\.html\.hbs: Parse error/);
    const loopless = brandWith({
      'digest.txt.hbs': (text) => text.replace('{{#each saved}}', '{{#each forYou}}'),
    });
    expect(() => checkTemplates(loopless)).toThrow(/digest\.txt\.hbs: there is no loop \{\{#each saved/);
    const asking = brandWith({
      'digest.html.hbs': (html) => html,
      'welcome.html.hbs': (html) => html,
      'welcome.txt.hbs': (text) => `${text}{{password}}`,
    });
    expect(() => checkTemplates(asking)).toThrow(/welcome\.txt\.hbs: .*password/);
    const odd = brandWith({ 'digset.html.hbs': (html) => html });
    expect(() => checkTemplates(odd)).toThrow(
      /digset\.html\.hbs: no mail is made of it; there are confirmation\.html/,
    );
    expect(() => checkTemplates({ ...specimenBrand, templatesDir: '/nowhere' })).toThrow(
      'TEMPLATES_DIR: expected a folder that exists, was given /nowhere',
    );
  });
});

describe('a brand', () => {
  it('has its colours, logo and foot in every mail, and a button that reads', () => {
    const brand = {
      ...specimenBrand,
      name: 'Leselicht',
      accent: { light: '#00205b', dark: '#9db8ff' },
      logoUrl: 'https://news.example.org/logo.png',
      footer: 'A service of the library.',
    };
    const { html, text } = digestMail(specimenDigest({ brand }));
    expect(html).not.toMatch(/#8c1d18|#f0a29b/);
    expect(html).toContain('color:#00205b');
    expect(html).toContain('.accent{color:#9db8ff');
    expect(html).toMatch(/<img class="logo" src="https:\/\/news\.example\.org\/logo\.png" alt="Leselicht"/);
    for (const part of [html, text]) expect(part).toContain('A service of the library.');
  });
});
