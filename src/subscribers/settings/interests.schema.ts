// What the interests form sends: rows of a value and a weight. Each fault is told beside its row.
import { z } from 'zod';
import { saying } from '../../shared/saying.js';
import { DomainError } from '../../shared/domain-error.js';
import { faultOf } from '../interest-fault.js';
import { identifiersIn } from '../pasted-papers.js';

export type Emphasis = 'more' | 'normal' | 'less' | 'mute';

export interface WantedInterest {
  kind: 'description' | 'category' | 'query' | 'author';
  value: string;
  emphasis: Emphasis;
}

const MOST_INTERESTS = 300;
export const LONGEST_PASTE = 20_000;
/** Controls but the line breaks and the tab: nobody types them, and PostgreSQL refuses the first of them. */
const UNTYPABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g;

const texts = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(z.string().transform((text) => text.toWellFormed().replace(UNTYPABLE, ' '))).max(1_000),
);
const formShape = z.object({
  description: texts,
  descriptionWeight: texts,
  query: texts,
  queryWeight: texts,
  author: texts,
  authorWeight: texts,
  category: texts,
  categoryWeight: texts,
  addCategory: texts,
  papers: texts,
});

export interface TypedRow {
  id: string;
  value: string;
  weight: string;
}
export interface TypedInterests {
  description: TypedRow;
  queries: TypedRow[];
  authors: TypedRow[];
  categories: TypedRow[];
  added: string[];
  /** What was pasted to name papers. */
  papers: string;
}

/** The form in rows, whatever was sent; what is not of its shape is left out. */
export function rowsOf(body: unknown): TypedInterests {
  const parsed = formShape.safeParse(body ?? {});
  const form = parsed.success ? parsed.data : formShape.parse({});
  const rows = (name: string, values: string[], weights: string[]) =>
    values.map((value, index) => ({ id: `${name}-${index + 1}`, value, weight: weights[index] ?? 'normal' }));
  const [description] = rows('description', form.description, form.descriptionWeight);
  return {
    description: description ?? { id: 'description-1', value: '', weight: 'normal' },
    queries: rows('query', form.query, form.queryWeight),
    authors: rows('author', form.author, form.authorWeight),
    categories: rows('category', form.category, form.categoryWeight),
    added: form.addCategory,
    papers: form.papers.join('\n'),
  };
}

/**
 * Empty rows, and those whose weight is `off`, are left out.
 *
 * @throws DomainError invalid_input with a sentence for each row at fault, by its id
 */
export function readInterests(typed: TypedInterests): WantedInterest[] {
  const faults: Record<string, string> = {};
  const read = (kind: WantedInterest['kind'], rows: readonly TypedRow[]) =>
    rows.flatMap((row): WantedInterest[] => {
      const value = row.value.trim();
      if (value === '' || row.weight === 'off') return [];
      const fault = faultOf(kind, value);
      if (fault !== undefined) faults[row.id] = fault;
      return [{ kind, value, emphasis: emphasisOf(row.weight) }];
    });
  const added = typed.added.map((value) => ({ id: 'categories', value, weight: 'normal' }));
  const interests = [
    ...read('description', [typed.description]),
    ...read('query', typed.queries),
    ...read('author', typed.authors),
    ...read('category', typed.categories),
    ...read('category', added),
  ];
  if (interests.length > MOST_INTERESTS) {
    faults['description-1'] = saying('web.errors.tooManyInterests', { most: MOST_INTERESTS });
  }
  const fault = papersFault(typed.papers);
  if (fault !== undefined) faults['papers'] = fault;
  if (Object.keys(faults).length > 0) {
    throw new DomainError('invalid_input', saying('web.errors.interestsDoNotFit'), faults);
  }
  const once = new Map(interests.toReversed().map((one) => [`${one.kind} ${one.value}`, one]));
  return [...once.values()].toReversed();
}

function papersFault(pasted: string): string | undefined {
  if (pasted.length > LONGEST_PASTE) return saying('web.errors.tooLong', { most: LONGEST_PASTE });
  const namesNone = pasted.trim() !== '' && identifiersIn(pasted, 1).length === 0;
  return namesNone ? saying('web.errors.noIdentifiers') : undefined;
}

export function emphasisOf(weight: string): Emphasis {
  return weight === 'more' || weight === 'less' || weight === 'mute' ? weight : 'normal';
}
