// The fields a reader can choose from, as forms show them: by the names of her language, or else by those of their source.
import { archivesIn, categoryName, fieldNameOf, fieldsOf, isArchive } from '../interests/categories.js';
import type { Texts } from '../language/texts.js';

export interface NamedField {
  name: string;
  /** Whether the name is English, whatever the language of the page. */
  isEnglish: boolean;
}

export interface FieldChoice extends NamedField {
  code: string;
  /** The English name where that is another one: people look for both. */
  also: string;
  checked: boolean;
}

export interface FieldGroup extends NamedField {
  categories: FieldChoice[];
}

interface Wanted {
  /** Names of sources, as configured. */
  sources: readonly string[];
  checked: readonly string[];
  /** Not offered, because she has them. */
  without?: ReadonlySet<string>;
}

/** In each group the whole archives come first. */
export function fieldTree(texts: Texts, wanted: Wanted): FieldGroup[] {
  const choice = (code: string): FieldChoice => {
    const named = nameOfField(texts, code);
    const english = categoryName(code) ?? '';
    return {
      ...named,
      code,
      also: named.isEnglish ? '' : english,
      checked: wanted.checked.includes(code),
    };
  };
  return fieldsOf(wanted.sources).map(({ name, categories }) => ({
    ...nameIn(texts, name),
    categories: [
      ...archivesIn(categories).map(choice),
      ...categories
        .map(({ code }) => choice(code))
        .toSorted((a, b) => texts.collator.compare(a.name, b.name)),
    ].filter(({ code }) => !wanted.without?.has(code)),
  }));
}

/** Of a category or a whole archive; what is neither is called by its code. */
export function nameOfField(texts: Texts, code: string): NamedField {
  if (!isArchive(code)) return nameIn(texts, code, categoryName(code));
  const { name } = nameIn(texts, fieldNameOf(code));
  return { name: texts.say('web.interests.allOf', { archive: name }), isEnglish: false };
}

function nameIn(texts: Texts, code: string, english = code): NamedField {
  const name = texts.fieldName(code);
  return { name: name ?? english, isEnglish: name === undefined };
}
