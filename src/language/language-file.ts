// Reads one language file: who it is for, and its texts by their keys, compiled.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EX_CONFIG, StartError } from '../shared/start-error.js';
import { Message } from './message.js';

export interface Language {
  /** The name of its file: `de`, `pt-BR`. What a subscriber's row holds. */
  code: string;
  /** For HTML: `zh-Hans`. */
  lang: string;
  /** For dates, numbers and plurals: `en-GB`; `lang` unless the file says another. */
  locale: string;
  /** In itself: `Deutsch`. */
  name: string;
  dir: 'ltr' | 'rtl';
  /** By dotted keys: `web.signUp.heading`. */
  messages: ReadonlyMap<string, Message>;
  /** What the fields papers are filed under are called, by their codes, and groups of them by their English names. */
  fields: ReadonlyMap<string, string>;
}

export const LANGUAGE_FILE = /^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.json$/;
/** What people take for harmless in a text and a browser would show as written. */
const MARKUP = /&(?:[a-z]+|#\d+);/i;

/** @throws StartError naming the file, and the key where one text is at fault */
export function readLanguageFile(file: URL): Language {
  const name = basename(fileURLToPath(file));
  const content = readJson(file, name);
  const about = content['language'];
  if (!isSection(about)) throw fault(name, 'language', 'a section with lang, name and dir is missing');
  const { lang, name: ownName, dir, locale = lang } = about;
  if (typeof lang !== 'string' || typeof locale !== 'string' || !isLocale(lang) || !isLocale(locale)) {
    throw fault(name, 'language.lang', 'expected a language tag such as de or zh-Hans');
  }
  if (typeof ownName !== 'string' || ownName === '') {
    throw fault(name, 'language.name', 'expected the name of the language in itself');
  }
  if (dir !== 'ltr' && dir !== 'rtl') throw fault(name, 'language.dir', 'expected ltr or rtl');
  const messages = new Map<string, Message>();
  for (const [section, value] of Object.entries(content)) {
    if (section !== 'language' && section !== 'fields') compile(name, section, value, locale, messages);
  }
  const fields = readFields(name, content['fields'] ?? {});
  return { code: name.replace('.json', ''), lang, locale, name: ownName, dir, messages, fields };
}

function readJson(file: URL, name: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isSection(content)) return content;
  } catch (error) {
    throw fault(name, undefined, error instanceof Error ? error.message : String(error));
  }
  throw fault(name, undefined, 'expected sections of texts');
}

function compile(
  file: string,
  key: string,
  value: unknown,
  locale: string,
  into: Map<string, Message>,
): void {
  if (isSection(value)) {
    for (const [name, inner] of Object.entries(value)) compile(file, `${key}.${name}`, inner, locale, into);
    return;
  }
  if (typeof value !== 'string') throw fault(file, key, 'expected a text in quotation marks');
  if (MARKUP.test(value)) throw fault(file, key, 'write the character itself, not its HTML name');
  try {
    into.set(key, new Message(value, locale));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw fault(file, key, `the message cannot be read (${why}): ${value}`);
  }
}

function readFields(file: string, value: unknown): Map<string, string> {
  if (!isSection(value)) throw fault(file, 'fields', 'expected a section of names');
  return new Map(
    Object.entries(value).map(([code, name]) => {
      if (typeof name !== 'string') throw fault(file, `fields.${code}`, 'expected a name in quotation marks');
      return [code, name];
    }),
  );
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function fault(file: string, key: string | undefined, what: string): StartError {
  const place = key === undefined ? file : `${file}, key ${key}`;
  return new StartError(`The language file ${place}: ${what}.`, EX_CONFIG);
}
