// A date given to a command is one, or the command ends at once and says so.
import { z } from 'zod';
import { EX_USAGE, StartError } from '../shared/start-error.js';

/** @throws StartError with exit code 64 */
export function assertDate(text: string): void {
  if (!z.iso.date().safeParse(text).success)
    throw new StartError(`expected a date of the form YYYY-MM-DD, was given "${text}"`, EX_USAGE);
}
