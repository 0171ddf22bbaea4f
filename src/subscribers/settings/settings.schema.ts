// What the settings form must look like; the messages are for the person who chose.
import { z } from 'zod';
import { Frequency, MailFormat } from '../../generated/prisma/enums.js';
import { saying } from '../../shared/saying.js';
import { languageCode, UNKNOWN_ZONE } from '../sign-up.schema.js';

export const MOST_PAPERS = 50;

/** A number out of a list; nothing chosen is no number, which Number('') would make 0 of. */
function whole(least: number, most: number, error: string) {
  return z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error }),
  );
}

export const settingsInput = z.object({
  frequency: z.enum(Frequency, { error: saying('web.errors.chooseFrequency') }),
  weeklyOn: whole(1, 7, saying('web.errors.chooseWeekday')),
  deliverAtHour: whole(0, 23, saying('web.errors.chooseHour')),
  timeZone: z.string({ error: UNKNOWN_ZONE }).regex(/^[\w/+-]{1,60}$/, { error: UNKNOWN_ZONE }),
  maxPapers: whole(1, MOST_PAPERS, saying('web.errors.chooseNumber', { most: MOST_PAPERS })),
  strictness: whole(-1, 1, saying('web.errors.chooseStrictness')),
  // A box that is not ticked is not sent.
  tellsWhenEmpty: z.preprocess((value) => value !== undefined && value !== 'false', z.boolean()),
  mailFormat: z.enum(MailFormat, { error: saying('web.errors.chooseFormat') }),
  language: languageCode.optional(),
});

export type Settings = z.infer<typeof settingsInput>;

const NO_DATE = saying('web.errors.chooseDate');

export const pauseInput = z.object({
  untilOn: z.string({ error: NO_DATE }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: NO_DATE }),
});
