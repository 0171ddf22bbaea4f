// What the settings form must look like; the messages are for the person who chose.
import { z } from 'zod';
import { Frequency, MailFormat } from '../../generated/prisma/enums.js';
import { UNKNOWN_ZONE } from '../sign-up.schema.js';

export const MOST_PAPERS = 50;

/** A number out of a list; nothing chosen is no number, which Number('') would make 0 of. */
function whole(least: number, most: number, error: string) {
  return z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error }),
  );
}

export const settingsInput = z.object({
  frequency: z.enum(Frequency, { error: 'Please choose how often.' }),
  weeklyOn: whole(1, 7, 'Please choose a day of the week.'),
  deliverAtHour: whole(0, 23, 'Please choose an hour from 0 to 23.'),
  timeZone: z.string({ error: UNKNOWN_ZONE }).regex(/^[\w/+-]{1,60}$/, { error: UNKNOWN_ZONE }),
  maxPapers: whole(1, MOST_PAPERS, `Please enter a number from 1 to ${MOST_PAPERS}.`),
  strictness: whole(-1, 1, 'Please choose how well a paper must match.'),
  // A box that is not ticked is not sent.
  tellsWhenEmpty: z.preprocess((value) => value !== undefined && value !== 'false', z.boolean()),
  mailFormat: z.enum(MailFormat, { error: 'Please choose a format.' }),
});

export type Settings = z.infer<typeof settingsInput>;

const NO_DATE = 'Please choose the date on which your digests start again.';

export const pauseInput = z.object({
  untilOn: z.string({ error: NO_DATE }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: NO_DATE }),
});
