// Which dollar signs begin mathematics, where that ends, and which are money.
import type { Segment } from './segment.js';

/** Nobody writes more than this between two dollar signs; what does is prose between two prices. */
const LONGEST_MATH = 800;
const TEX_SIGNS = /[\\^_{}=<>]/;
const PROSE_WORD = /(?<![\\a-zA-Z])[a-z]{3,}(?![a-zA-Z])/g;

/** @param at where a dollar sign stands. @returns where its partner stands, or undefined when it is no mathematics */
export function mathEnd(source: string, at: number, limit: number): number | undefined {
  const end = partnerOf(source, at, Math.min(limit, at + LONGEST_MATH));
  if (end === undefined) return undefined;
  return isProse(source.slice(at + 1, end), source.charAt(end + 1)) ? undefined : end;
}

/** A minus between two words, in High$-z$ and Sunyaev$-$Zel'dovich, is their hyphen or dash. */
export function withWordDash(formula: readonly Segment[], before: string, after: string): readonly Segment[] {
  const [first, second] = formula;
  if (first?.text !== '−' || !/\p{L}/u.test(before)) return formula;
  if (second) return /^\p{L}/u.test(second.text) ? [{ text: '-' }, ...formula.slice(1)] : formula;
  return /\p{L}/u.test(after) ? [{ text: '–' }] : formula;
}

/** Dollar signs inside braces belong to a \text{…} within; in text with broken braces the next one will do. */
function partnerOf(source: string, at: number, limit: number): number | undefined {
  let depth = 0;
  let nearest: number | undefined;
  for (let i = at + 1; i < limit; i += 1) {
    const sign = source[i];
    if (sign === '\\') i += 1;
    else if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    else if (sign === '$') {
      if (depth <= 0) return i;
      nearest ??= i;
    }
  }
  return nearest;
}

function isProse(content: string, next: string): boolean {
  const words = content.replace(/\\[a-zA-Z]+|\{[^{}]*\}/g, ' ').match(PROSE_WORD)?.length ?? 0;
  if (words >= 5) return true;
  if (TEX_SIGNS.test(content)) return false;
  if (/^\d/.test(content)) return /\s$/.test(content) || /\d/.test(next) || words >= 2;
  return words >= 2 && (/^\s/.test(content) || /\s$/.test(content));
}
