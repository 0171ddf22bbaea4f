// Joins a view model with its two templates. The templates are built by scripts/build-templates.mjs into
// dist/templates/mail and compiled once per process.
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { foldHtml, wrapText } from './wrap.js';

export type MailName = 'confirmation' | 'welcome' | 'digest' | 'sign-in' | 'change-address';
export type Template = (view: object) => string;

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

/** What stands in a template between `{{#each name}}` and its end, and the template with `mark` in its place. */
export function takeOutBlock(source: string, name: string, mark: string): { frame: string; block: string } {
  const loop = new RegExp(`\\{\\{#each ${name}\\}\\}\\n([\\s\\S]*?)\\{\\{/each\\}\\}\\n`);
  const block = loop.exec(source)?.[1];
  if (block === undefined) throw new Error(`the template has no loop over ${name}`);
  const frame = source.replace(loop, (_loop, _block, at: number) =>
    source[at - 1] === '\n' ? `${mark}\n` : `\n${mark}\n`,
  );
  return { frame, block };
}

export const escapeHtml = (text: string): string => handlebars.Utils.escapeExpression(text);

function template(file: string, noEscape: boolean): Template {
  const known = compiled.get(file);
  if (known) return known;
  const fresh = compileTemplate(readTemplate(file), noEscape);
  compiled.set(file, fresh);
  return fresh;
}

export function compileTemplate(source: string, noEscape: boolean): Template {
  const run = handlebars.compile<object>(source, { strict: true, knownHelpersOnly: true, noEscape });
  return (view) => run(view, { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false });
}

export function readTemplate(file: string): string {
  try {
    return readFileSync(new URL(file, folder), 'utf8');
  } catch (error) {
    throw new Error(`the mail template ${file} is not built: run \`node scripts/build-templates.mjs\``, {
      cause: error,
    });
  }
}
