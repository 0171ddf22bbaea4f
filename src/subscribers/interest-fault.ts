// What is wrong with an interest as it was typed, for whoever typed it.
import { canBeFollowed } from '../interests/categories.js';
import { parseQuery } from '../matching/query-parser.js';
import { saying } from '../shared/saying.js';

const MOST_DESCRIPTION = 2_000;
const MOST_AUTHOR = 120;

/** @returns a saying; undefined when nothing is wrong */
export function faultOf(
  kind: 'description' | 'category' | 'query' | 'author',
  value: string,
): string | undefined {
  if (kind === 'query') {
    const parsed = parseQuery(value);
    if (!('error' in parsed)) return undefined;
    return saying('web.errors.atColumn', { column: parsed.error.column, why: parsed.error.message });
  }
  if (kind === 'category' && !canBeFollowed(value)) return saying('web.errors.unknownCategory');
  if (kind === 'author') {
    if (!/\p{L}/u.test(value)) return saying('web.errors.enterName');
    return value.length > MOST_AUTHOR ? saying('web.errors.tooLong', { most: MOST_AUTHOR }) : undefined;
  }
  return kind === 'description' && value.length > MOST_DESCRIPTION
    ? saying('web.errors.tooLong', { most: MOST_DESCRIPTION })
    : undefined;
}
