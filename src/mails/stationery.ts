// What the mails of one brand are written on: the templates, the operator's before ours, in the brand's colours and compiled
// once. scripts/build-templates.mjs builds ours into dist/templates/mail.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { htmlText, plainText } from '../language/template-helper.js';
import type { Texts } from '../language/texts.js';
import { bestOn } from '../shared/colour.js';
import { MAIL_ACCENT, MAIL_LABEL } from '../shared/mail-colours.js';
import type { Brand } from './mail-content.js';
import { foldHtml, wrapText } from './wrap.js';

export const MAIL_NAMES = [
  'confirmation',
  'welcome',
  'digest',
  'sign-in',
  'change-address',
  'address-changed',
  'erased',
  'alert',
] as const;
export type MailName = (typeof MAIL_NAMES)[number];
export type Template = (view: object, texts: Texts) => string;

const ours = fileURLToPath(new URL('../../dist/templates/mail/', import.meta.url));
/** The label of a button in the light scheme, as the templates say it: a white that stands nowhere else. */
const LIGHT_LABEL = '#fffffe';

export class Stationery {
  private readonly compiled = new Map<string, Template>();

  constructor(private readonly brand: Pick<Brand, 'accent' | 'templatesDir'>) {}

  /**
   * Both parts of a mail. Every value is escaped in the HTML part; the text part is wrapped at 72 columns.
   *
   * @throws if the view lacks a value the template names, or if the templates were not built
   */
  write(name: MailName, texts: Texts, view: object): { html: string; text: string } {
    return {
      html: foldHtml(this.template(`${name}.html.hbs`)(view, texts)),
      text: wrapText(this.template(`${name}.txt.hbs`)(view, texts)),
    };
  }

  /** A template as it stands, in the brand's colours. @param file such as `digest.html.hbs` */
  read(file: string): string {
    const path = this.pathOf(file);
    try {
      return recoloured(readFileSync(path, 'utf8'), this.brand.accent);
    } catch (error) {
      throw new Error(`the mail template ${path} cannot be read: run \`node scripts/build-templates.mjs\``, {
        cause: error,
      });
    }
  }

  /** Where a template is: in the operator's folder, or among ours. */
  pathOf(file: string): string {
    const { templatesDir } = this.brand;
    const theirs = templatesDir === undefined ? undefined : join(templatesDir, file);
    return theirs !== undefined && existsSync(theirs) ? theirs : join(ours, file);
  }

  private template(file: string): Template {
    const known = this.compiled.get(file);
    if (known) return known;
    const fresh = compileTemplate(this.read(file), file);
    this.compiled.set(file, fresh);
    return fresh;
  }
}

const pens = { html: Handlebars.create(), text: Handlebars.create() };
pens.html.registerHelper('t', htmlText);
pens.text.registerHelper('t', plainText);

/** @param file tells by its name whether it is HTML, in which every value is escaped */
export function compileTemplate(source: string, file: string): Template {
  const isHtml = file.endsWith('.html.hbs');
  const run = pens[isHtml ? 'html' : 'text'].compile<object>(source, {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { t: true } as never,
    noEscape: !isHtml,
  });
  const safely = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };
  return (view, texts) => {
    try {
      return run(view, { ...safely, data: { texts } });
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
}

const all = new WeakMap<Brand, Stationery>();

export function stationeryOf(brand: Brand): Stationery {
  const known = all.get(brand);
  if (known) return known;
  const fresh = new Stationery(brand);
  all.set(brand, fresh);
  return fresh;
}

export const escapeHtml = (text: string): string => Handlebars.Utils.escapeExpression(text);

function recoloured(template: string, accent: Brand['accent'] = MAIL_ACCENT): string {
  const labels = [MAIL_LABEL.light, MAIL_LABEL.dark] as const;
  return template
    .replaceAll(MAIL_LABEL.dark, bestOn(accent.dark, labels))
    .replaceAll(LIGHT_LABEL, bestOn(accent.light, labels))
    .replaceAll(MAIL_ACCENT.light, accent.light)
    .replaceAll(MAIL_ACCENT.dark, accent.dark);
}
