// What a query says: which of its terms can be looked for at all, and whether it narrows anything down.
import { parseAuthorName } from './author-name.js';
import { normalizeCategory } from './category.js';
import { toPlainText } from './plain-text.js';
import type { QueryNode, QueryTerm } from './query-syntax.js';
import { tokenize } from './tokenize.js';

/** Stop words outside of phrases and signs without a letter say nothing; they are passed over. */
export function termSaysNothing(term: QueryTerm): boolean {
  if (term.field === 'author') return parseAuthorName(term.text) === undefined;
  if (term.field === 'category') return !/[a-z]/.test(normalizeCategory(term.text));
  const tokens = tokenize(toPlainText(term.text));
  if (term.kind === 'phrase' || term.isPrefix) return tokens.length === 0;
  return tokens.every(({ role }) => role === 'stop' || role === 'padding');
}

/** @returns true when nothing is left but terms that are passed over. */
export function saysNothing(node: QueryNode): boolean {
  return meaningOf(node) === undefined;
}

/** @returns true when a paper that has none of the terms meets the query. */
export function isMetByAnything(node: QueryNode): boolean {
  return meaningOf(node) === true;
}

/** Whether a paper without any of the terms meets the node; undefined when the node says nothing. */
function meaningOf(node: QueryNode): boolean | undefined {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const met = node.operands.map((operand) => meaningOf(operand)).filter((one) => one !== undefined);
      if (met.length === 0) return undefined;
      return node.kind === 'and' ? met.every(Boolean) : met.some(Boolean);
    }
    case 'not': {
      const met = meaningOf(node.operand);
      return met === undefined ? undefined : !met;
    }
    default:
      return termSaysNothing(node) ? undefined : false;
  }
}
