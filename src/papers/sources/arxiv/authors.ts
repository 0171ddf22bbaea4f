// Authors that arXiv sends as one text: `Ada Lovelace (London, 1), Alan Turing and Grace Hopper`.
import { oneLine } from '../raw-values.js';

/** @returns the names in their order, without affiliations; commas within parentheses part nobody */
export function splitAuthors(text: string): string[] {
  let depth = 0;
  let outside = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (depth === 0) outside += character;
    // A parenthesis too many must not swallow those who follow.
    if (character === ')') depth = Math.max(0, depth - 1);
  }
  // One that is never closed: better a name with a remark than no names.
  return oneLine(depth === 0 ? outside : text)
    .split(/[,;]| and (?=\S)/)
    .map((name) => name.trim().replace(/^and /, ''))
    .filter((name) => name !== '');
}
