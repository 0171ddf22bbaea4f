// What is wrong with a language beside the complete one, English: what a translator has to know.
import type { Language } from './language-file.js';
import type { Message } from './message.js';

export interface LanguageFaults {
  /** Keys that English has and this language has not: English is shown there. */
  missing: string[];
  /** Keys that English has not: nobody ever asks for them. */
  foreign: string[];
  /** Texts that ask for other values than English, or lack a plural form of their language. */
  differing: { key: string; why: string }[];
}

export function compareLanguages(language: Language, english: Language): LanguageFaults {
  const keys = [...english.messages.keys()];
  return {
    missing: keys.filter((key) => !language.messages.has(key)),
    foreign: [...language.messages.keys()].filter((key) => !english.messages.has(key)),
    differing: keys.flatMap((key) => {
      const message = language.messages.get(key);
      const model = english.messages.get(key);
      const why = message && model ? differences(message, model, language.locale) : '';
      return why === '' ? [] : [{ key, why }];
    }),
  };
}

/** Whether it asks for something English does not give; then it cannot be said. */
export function asksForMore(message: Message, model: Message): boolean {
  return [...message.given].some(([name, kind]) => !fits(kind, model.given.get(name)));
}

/** In a sentence for each; empty when there is none. */
function differences(message: Message, model: Message, locale: string): string {
  const unknown = [...message.given].filter(([name, kind]) => !fits(kind, model.given.get(name)));
  // What English only chooses its forms by, another language may not need.
  const left = [...model.given].filter(([name, kind]) => kind !== 'choice' && !message.given.has(name));
  const forms = missingForms(message, locale);
  return [
    ...unknown.map(([name]) => `{${name}} is not among what English is given`),
    ...left.map(([name]) => `{${name}} is left out`),
    ...forms.map((form) => `a plural lacks the form "${form}"`),
  ].join('; ');
}

/** A count may be said without forms, or with forms where English needs none; a tag is never a value. */
function fits(kind: string, model: string | undefined): boolean {
  return model !== undefined && (kind === 'tag') === (model === 'tag');
}

/** Forms of the language that numbers of daily life have and no plural of the message covers. */
function missingForms(message: Message, locale: string): string[] {
  const missing = message.pluralForms.flatMap((forms) =>
    formsOfNumbers(locale).filter((form, number) => !forms.includes(form) && !forms.includes(`=${number}`)),
  );
  return [...new Set(missing)];
}

const NUMBERS = Array.from({ length: 201 }, (_, number) => number);
const knownForms = new Map<string, readonly string[]>();

/** The form of each number from 0; looked up for a hundred messages. */
function formsOfNumbers(locale: string): readonly string[] {
  const known = knownForms.get(locale);
  if (known) return known;
  const rules = new Intl.PluralRules(locale);
  const forms = NUMBERS.map((number) => rules.select(number));
  knownForms.set(locale, forms);
  return forms;
}
