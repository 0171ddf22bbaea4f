// Names an interest by what it says, the same whoever writes it and in whatever order: digests note whom they served.
import { parseAuthorName, type AuthorName } from './author-name.js';
import { normalizeCategory } from './category.js';
import type { Interest } from './types.js';

/** Long enough to tell two texts apart, short enough to be noted with every paper. */
const LONGEST = 80;

/** @returns undefined for an interest that says nothing. */
export function interestKey({ kind, value }: Interest): string | undefined {
  switch (kind) {
    case 'category':
      return normalizeCategory(value) === '' ? undefined : categoryKey(normalizeCategory(value));
    case 'query':
      return value.trim() === '' ? undefined : queryKey(value);
    case 'author': {
      const name = parseAuthorName(value);
      return name && authorKey(name);
    }
    default:
      return textKey(kind, value);
  }
}

export function categoryKey(normalized: string): string {
  return `category:${normalized}`;
}

export function queryKey(query: string): string {
  return `query:${plain(query)}`;
}

export function authorKey({ surnames, given }: AuthorName): string {
  return `author:${[surnames[0] ?? '', ...given].join(' ')}`;
}

/** Of a paper its title counts, which stands on the first line. */
function textKey(kind: 'description' | 'paper', value: string): string | undefined {
  const said = plain(kind === 'paper' ? titleOf(value) : value);
  return said === '' ? undefined : `${kind}:${said}`;
}

/** @param value of an interest of kind `paper` */
export function titleOf(value: string): string {
  return value.trim().split('\n', 1)[0]?.trim() ?? '';
}

function plain(text: string): string {
  const folded = text.toLowerCase().replace(/\s+/g, ' ').trim();
  let end = 0;
  // By characters: half of one is no text that a database keeps.
  for (let count = 0; count < LONGEST && end < folded.length; count += 1)
    end += (folded.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return folded.slice(0, end).trim();
}
