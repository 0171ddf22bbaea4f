// What a sign-up must look like, from the form and from the API alike; the messages are for the person who typed.
import { z } from 'zod';
import { categoryName } from '../interests/categories.js';
import { parseEmailAddress } from '../shared/email-address.js';

export const UNKNOWN_ZONE = 'This time zone is not known; please choose one from the list.';

const manyOrOne = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z
    .array(
      z
        .string()
        .refine((code) => categoryName(code) !== undefined, { error: 'One of the categories is not known.' }),
    )
    .max(200, { error: 'Please choose at most 200 categories.' }),
);

/** Controls but the line breaks and the tab: nobody types them, and PostgreSQL refuses the first of them. */
const UNTYPABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g;

const fields = z.object({
  email: z
    .string({ error: 'Please enter your e-mail address.' })
    .max(320, { error: 'This address is too long.' })
    .refine((text) => parseEmailAddress(text) !== undefined, {
      error: 'Please enter an e-mail address such as ada@example.org.',
    }),
  description: z
    .string()
    .max(2_000, { error: 'Please use at most 2,000 characters.' })
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
        .number({ error: 'Please choose an hour.' })
        .int({ error: 'Please choose a full hour.' })
        .min(0, { error: 'Please choose an hour from 0 to 23.' })
        .max(23, { error: 'Please choose an hour from 0 to 23.' })
        .optional(),
    )
    .default(8),
  /** Nobody sees this field; what fills it in is no person. */
  website: z.string().optional(),
  /** When the form was opened, signed. */
  stamp: z.string().max(100).catch('').default(''),
});

const saysSomething = (input: { description: string; categories: string[] }) =>
  input.description.trim() !== '' || input.categories.length > 0;
const saysNothing = {
  path: ['description'],
  error: 'Please say what interests you, or choose a category.',
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
