// What a sign-up must look like, from the form and from the API alike; the messages are for the person who typed.
import { z } from 'zod';
import { categoryName } from '../interests/categories.js';
import { languages } from '../language/languages.js';
import { saying } from '../shared/saying.js';
import { parseEmailAddress } from '../shared/email-address.js';

export const UNKNOWN_ZONE = saying('web.errors.unknownZone');

/** Of one of our language files. */
export const languageCode = z.string().refine((code) => languages().codes.includes(code), {
  error: saying('web.errors.unknownLanguage'),
});

const manyOrOne = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z
    .array(
      z.string().refine((code) => categoryName(code) !== undefined, {
        error: saying('web.errors.unknownCategories'),
      }),
    )
    .max(200, { error: saying('web.errors.tooManyCategories', { most: 200 }) }),
);

/** Controls but the line breaks and the tab: nobody types them, and PostgreSQL refuses the first of them. */
const UNTYPABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g;

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

const saysSomething = (input: { description: string; categories: string[] }) =>
  input.description.trim() !== '' || input.categories.length > 0;
const saysNothing = {
  path: ['description'],
  error: saying('web.errors.noInterests'),
};

export const signUpInput = fields.refine(saysSomething, saysNothing);
export type SignUpInput = z.infer<typeof signUpInput>;

/** What of it says what to read about. */
export const previewInput = fields
  .pick({ description: true, categories: true })
  .refine(saysSomething, saysNothing);

export interface SignUpInterest {
  kind: 'description' | 'category';
  value: string;
}

export function interestsOf(form: z.infer<typeof previewInput>): SignUpInterest[] {
  const description = form.description.trim();
  return [
    ...(description ? [{ kind: 'description' as const, value: description }] : []),
    ...[...new Set(form.categories)].map((value) => ({ kind: 'category' as const, value })),
  ];
}
