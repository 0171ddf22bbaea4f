// A date as commands take it.
import { EX_USAGE, StartError } from '../shared/start-error.js';

/** @throws StartError, exit code 64, for what is no date of the calendar */
export function readDate(option: string, text: string): string {
  const instant = Date.parse(`${text}T00:00:00Z`);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant);
  if (isDate && new Date(instant).toISOString().startsWith(text)) return text;
  throw new StartError(`--${option}: expected a date such as 2026-06-29, was given ${text}.`, EX_USAGE);
}
