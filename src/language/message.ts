// One text of a language file: ICU MessageFormat, compiled once, said as plain text or as HTML.
import Handlebars from 'handlebars';
import { IntlMessageFormat } from 'intl-messageformat';
import { formatters } from './formatters.js';
import { SafeHtml } from '../shared/safe-html.js';

/** What stands around a part of a sentence, such as a link. It is HTML already. */
export interface Slot {
  open: string;
  close: string;
}

export type Value = string | number | SafeHtml | Slot;
export type Values = Readonly<Record<string, Value>>;
/** `tag` is a part in angle brackets; a `choice` chooses between forms and is not shown itself; a `value` is shown. */
export type ArgumentKind = 'value' | 'choice' | 'tag';

/** Without any of these a text is no pattern: it is said as it stands, and most are. */
const SIGNS = /[{}<>'|#]/;

interface Fixed {
  text: string;
  html: SafeHtml;
}

/** What was said lately is kept: a day's mails say the same few things to many readers. */
const MOST_SAID = 200;

export class Message {
  /** What it has to be given, by name. */
  readonly given: ReadonlyMap<string, ArgumentKind>;
  /** The plural forms its counts tell apart, for each count; `other` is always among them. */
  readonly pluralForms: readonly (readonly string[])[];
  /** What is always said in the same words is said once. */
  private readonly words: IntlMessageFormat | Fixed;
  private readonly said = new Map<string, string>();

  /** @throws SyntaxError or TypeError when the text is no message */
  constructor(text: string, locale: string) {
    const format = SIGNS.test(text) && new IntlMessageFormat(text, locale, undefined, { formatters });
    const { given, pluralForms } = inspect(format ? format.getAst() : []);
    this.given = given;
    this.pluralForms = pluralForms;
    this.words = format && given.size > 0 ? format : fixed(format ? String(format.format()) : text);
  }

  /**
   * As plain text, to be escaped like any other. Parts in angle brackets are said without what stands around them.
   *
   * @throws when a value it needs is not given
   */
  say(values: Values): string {
    if ('text' in this.words) return this.words.text;
    const key = this.keyOf(values);
    const known = this.said.get(key);
    if (known !== undefined) return known;
    const given: Record<string, unknown> = { ...values };
    for (const [name, kind] of this.given) if (kind === 'tag') given[name] = plainPart;
    const said = this.words
      .formatToParts(given as never)
      .reduce((text, { value }) => text + String(value), '');
    if (this.said.size >= MOST_SAID) this.said.clear();
    this.said.set(key, said);
    return said;
  }

  /** A number and its digits are two things: only one of them is counted in a language's forms. */
  private keyOf(values: Values): string {
    let key = '';
    for (const [name, kind] of this.given) {
      if (kind === 'tag') continue;
      const value = values[name];
      key += typeof value === 'string' ? `${value.length}:${value}` : `#${String(value)};`;
    }
    return key;
  }

  /**
   * As HTML: everything is escaped but SafeHtml and what a slot puts around its part.
   *
   * @throws when a value it needs is not given
   */
  html(values: Values): SafeHtml {
    if ('html' in this.words) return this.words.html;
    const given: Record<string, unknown> = { ...values };
    for (const [name, kind] of this.given) {
      if (kind === 'tag') given[name] = slotted(values[name]);
    }
    const parts = this.words.formatToParts(given as never);
    return new SafeHtml(parts.reduce((html, { value }) => html + escape(value), ''));
  }
}

function fixed(text: string): Fixed {
  return { text, html: new SafeHtml(escape(text)) };
}

function plainPart(parts: readonly unknown[]): string {
  return parts.join('');
}

function slotted(slot: Value | undefined): (parts: readonly unknown[]) => SafeHtml {
  const { open, close } = isSlot(slot) ? slot : { open: '', close: '' };
  return (parts) => new SafeHtml(`${open}${parts.map((part) => escape(part)).join('')}${close}`);
}

/** As the templates do it: SafeHtml stays. */
function escape(value: unknown): string {
  return Handlebars.escapeExpression(value as string);
}

function isSlot(value: Value | undefined): value is Slot {
  return typeof value === 'object' && 'open' in value;
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
/** What the parser calls the elements of a message. */
const [LITERAL, SELECT, PLURAL, POUND, TAG] = [0, 5, 6, 7, 8] as const;

function inspect(elements: readonly Element[]) {
  const given = new Map<string, ArgumentKind>();
  const pluralForms: string[][] = [];
  const visit = (element: Element, count: string | undefined): void => {
    switch (element.type) {
      case LITERAL:
        return;
      case POUND:
        if (count !== undefined) given.set(count, 'value');
        return;
      case TAG:
        given.set(element.value, 'tag');
        for (const child of element.children) visit(child, count);
        return;
      case SELECT:
      case PLURAL:
        if (!given.has(element.value)) given.set(element.value, 'choice');
        if (element.type === PLURAL && element.pluralType !== 'ordinal') {
          pluralForms.push(Object.keys(element.options));
        }
        for (const { value } of Object.values(element.options)) {
          for (const child of value) visit(child, element.type === PLURAL ? element.value : count);
        }
        return;
      default:
        given.set(element.value, 'value');
    }
  };
  for (const element of elements) visit(element, undefined);
  return { given, pluralForms };
}
