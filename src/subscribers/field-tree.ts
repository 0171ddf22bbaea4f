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

/** The fields in their order, which takes longer to find than the rest of a page: once for a language and its sources. */
const trees = new WeakMap<Texts, Map<string, readonly FieldGroup[]>>();

export function fieldTree(texts: Texts, { sources, checked, without }: Wanted): FieldGroup[] {
  const known = trees.get(texts) ?? new Map<string, readonly FieldGroup[]>();
  trees.set(texts, known);
  const tree = known.get(sources.join()) ?? untouchedTree(texts, sources);
  known.set(sources.join(), tree);
  return tree.map((group) => ({
    ...group,
    categories: group.categories
      .filter(({ code }) => !without?.has(code))
      .map((choice) => (checked.includes(choice.code) ? { ...choice, checked: true } : choice)),
  }));
}

/** In each group the whole archives come first. */
function untouchedTree(texts: Texts, sources: readonly string[]): readonly FieldGroup[] {
  const choice = (code: string): FieldChoice => {
    const named = nameOfField(texts, code);
    const english = categoryName(code) ?? '';
    return { ...named, code, also: named.isEnglish ? '' : english, checked: false };
  };
  return fieldsOf(sources).map(({ name, categories }) => ({
    ...nameIn(texts, name),
    categories: [
      ...archivesIn(categories).map(choice),
      ...categories
        .map(({ code }) => choice(code))
        .toSorted((a, b) => texts.collator.compare(a.name, b.name)),
    ],
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
