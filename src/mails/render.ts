// Joins a view model with its two templates. The templates are built by scripts/build-templates.mjs into
// dist/templates/mail and compiled once per process.
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { foldHtml, wrapText } from './wrap.js';

export type MailName = 'confirmation' | 'welcome' | 'digest' | 'sign-in' | 'change-address';
type Template = (view: object) => string;

const folder = new URL('../../dist/templates/mail/', import.meta.url);
const handlebars = Handlebars.create();
const compiled = new Map<string, Template>();

/**
 * Renders both parts of a mail. Every value is escaped in the HTML part; the text part is wrapped at 72 columns.
 *
 * @throws if the view lacks a value the template names, or if the templates were not built.
 */
export function renderMail(name: MailName, view: object): { html: string; text: string } {
  return {
    html: foldHtml(template(`${name}.html.hbs`, false)(view)),
    text: wrapText(template(`${name}.txt.hbs`, true)(view)),
  };
}

function template(file: string, noEscape: boolean): Template {
  const known = compiled.get(file);
  if (known) return known;
  const run = handlebars.compile<object>(readTemplate(file), {
    strict: true,
    knownHelpersOnly: true,
    noEscape,
  });
  const fresh: Template = (view) =>
    run(view, { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false });
  compiled.set(file, fresh);
  return fresh;
}

function readTemplate(file: string): string {
  try {
    return readFileSync(new URL(file, folder), 'utf8');
  } catch (error) {
    throw new Error(`the mail template ${file} is not built: run \`node scripts/build-templates.mjs\``, {
      cause: error,
    });
  }
}
