// What a sign-up must look like, from the form and from the API alike; the messages are for the person who typed.
import { z } from 'zod';
import { Frequency } from '../generated/prisma/enums.js';
import { canBeFollowed } from '../interests/categories.js';
import { isExport } from '../interests/library/read-library.js';
import { languages } from '../language/languages.js';
import { saying } from '../shared/saying.js';
import { parseEmailAddress } from '../shared/email-address.js';
import { faultOf } from './interest-fault.js';
import { identifiersIn } from './pasted-papers.js';

export const UNKNOWN_ZONE = saying('web.errors.unknownZone');

/** Of one of our language files. */
export const languageCode = z.string().refine((code) => languages().codes.includes(code), {
  error: saying('web.errors.unknownLanguage'),
});

const manyOrOne = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z
    .array(
      z.string().refine(canBeFollowed, {
        error: saying('web.errors.unknownCategories'),
      }),
    )
    .max(200, { error: saying('web.errors.tooManyCategories', { most: 200 }) }),
);

/** Controls but the line breaks and the tab: nobody types them, and PostgreSQL refuses the first of them. */
const UNTYPABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g;

const MOST_LINES = 50;

/** In characters. Anybody may send one, so it is less than a reader may; see docs/operations.md. */
const LONGEST_LIBRARY = 1_000_000;

/** Texts of an API; in a form the lines of one field. Each is looked at, and the first that is at fault named by its line. */
const linesOf = (kind: 'query' | 'author') =>
  z
    .preprocess(
      (value) => (value === undefined ? [] : [value].flat()),
      z.array(z.string().max(20_000, { error: saying('web.errors.tooLong', { most: 20_000 }) })),
    )
    .transform((texts, context) => {
      const lines = texts.flatMap((text) => text.toWellFormed().replace(UNTYPABLE, ' ').split(/\r?\n/));
      for (const [index, line] of lines.entries()) {
        const why = line.trim() === '' ? undefined : faultOf(kind, line.trim());
        if (why === undefined) continue;
        const message = lines.length > 1 ? saying('web.errors.atLine', { line: index + 1, why }) : why;
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
      const said = [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))];
      if (said.length <= MOST_LINES) return said;
      context.addIssue({
        code: 'custom',
        message: saying('web.errors.tooManyInterests', { most: MOST_LINES }),
      });
      return z.NEVER;
    });

/** Identifiers or links of papers in any form, or what a reference manager exports. */
const papersOf = z
  .preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().max(20_000, { error: saying('web.errors.tooLong', { most: 20_000 }) })),
  )
  .transform((texts, context) => {
    const text = texts.join('\n');
    if (isExport(text)) return { identifiers: [], exported: text };
    const identifiers = identifiersIn(text, MOST_LINES);
    if (identifiers.length > 0 || text.trim() === '') return { identifiers, exported: '' };
    context.addIssue({ code: 'custom', message: saying('web.errors.noIdentifiers') });
    return z.NEVER;
  });

const fields = z.object({
  email: z
    .string({ error: saying('web.errors.emailMissing') })
    .max(320, { error: saying('web.errors.emailTooLong') })
    .refine((text) => parseEmailAddress(text) !== undefined, {
      error: saying('web.errors.noEmail'),
    }),
  description: z
    .string()
    .max(2_000, { error: saying('web.errors.tooLong', { most: 2_000 }) })
    .transform((text) => text.toWellFormed().replace(UNTYPABLE, ' '))
    .default(''),
  categories: manyOrOne.default([]),
  /** Queries and names of authors, one each or one a line. */
  queries: linesOf('query').default([]),
  authors: linesOf('author').default([]),
  papers: papersOf.default({ identifiers: [], exported: '' }),
  /** What a reference manager exports, or a list of identifiers. */
  library: z
    .string()
    .max(LONGEST_LIBRARY, { error: saying('web.errors.libraryTooLong') })
    .default(''),
  frequency: z.enum(Frequency, { error: saying('web.errors.chooseFrequency') }).default('daily'),
  /** Of a weekly digest: 1 is Monday. */
  weeklyOn: z.coerce
    .number({ error: saying('web.errors.chooseWeekday') })
    .int({ error: saying('web.errors.chooseWeekday') })
    .min(1, { error: saying('web.errors.chooseWeekday') })
    .max(7, { error: saying('web.errors.chooseWeekday') })
    .default(1),
  timeZone: z
    .string()
    .regex(/^[\w/+-]{1,60}$/, { error: UNKNOWN_ZONE })
    .default('UTC'),
  // Nothing chosen is not midnight, which Number('') would make of it.
  deliverAtHour: z
    .preprocess(
      (value) => (value === '' ? undefined : value),
      z.coerce
        .number({ error: saying('web.errors.chooseAnHour') })
        .int({ error: saying('web.errors.chooseFullHour') })
        .min(0, { error: saying('web.errors.chooseHour') })
        .max(23, { error: saying('web.errors.chooseHour') })
        .optional(),
    )
    .default(8),
  /** Of the mails and of her pages; without it the one the form was in. */
  language: languageCode.optional(),
  /** Nobody sees this field; what fills it in is no person. */
  website: z.string().optional(),
  /** When the form was opened, signed. */
  stamp: z.string().max(100).catch('').default(''),
  /** Proof of work, where it is asked for. */
  altcha: z.string().catch('').default(''),
});

type Said = Pick<
  z.infer<typeof fields>,
  'description' | 'categories' | 'queries' | 'authors' | 'papers' | 'library'
>;

const saysSomething = ({ description, categories, queries, authors, papers, library }: Said) =>
  [description, papers.exported, library].some((said) => said.trim() !== '') ||
  [categories, queries, authors, papers.identifiers].some((said) => said.length > 0);
const saysNothing = {
  path: ['description'],
  error: saying('web.errors.noInterests'),
};

export const signUpInput = fields.refine(saysSomething, saysNothing);
export type SignUpInput = z.infer<typeof signUpInput>;

/** What of it says what to read about. */
export const previewInput = fields
  .pick({ description: true, categories: true, queries: true, authors: true, papers: true, library: true })
  .refine(saysSomething, saysNothing);
export type PreviewInput = z.infer<typeof previewInput>;

export interface SignUpInterest {
  kind: 'description' | 'category' | 'query' | 'author' | 'paper';
  value: string;
}

/** @param likedTexts of the papers that were named, see pasted-papers.ts */
export function interestsOf(form: PreviewInput, likedTexts: readonly string[]): SignUpInterest[] {
  const description = form.description.trim();
  return [
    ...(description ? [{ kind: 'description' as const, value: description }] : []),
    ...[...new Set(form.categories)].map((value) => ({ kind: 'category' as const, value })),
    ...form.queries.map((value) => ({ kind: 'query' as const, value })),
    ...form.authors.map((value) => ({ kind: 'author' as const, value })),
    ...likedTexts.map((value) => ({ kind: 'paper' as const, value })),
  ];
}
