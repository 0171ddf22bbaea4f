// What a query is made of, and how it is written: words, "phrases", AND, OR, NOT, parentheses, fields, a `*` at the end.

export type QueryField = 'title' | 'abstract' | 'author' | 'category';
export const QUERY_FIELDS: readonly QueryField[] = ['title', 'abstract', 'author', 'category'];

/** A word or phrase as typed, without its quotation marks and its `*`. No field: title or abstract. */
export type QueryTerm =
  | { kind: 'word'; field?: QueryField; text: string; isPrefix: boolean }
  | { kind: 'phrase'; field?: QueryField; text: string };

/** `and` and `or` have two operands or more, none of them of their own kind. A field before a parenthesis is given to the terms inside. */
export type QueryNode =
  QueryTerm | { kind: 'not'; operand: QueryNode } | { kind: 'and' | 'or'; operands: QueryNode[] };

/** Where a query cannot be read and what to do, as a saying; column from 1 in UTF-16 units, as an input field counts. */
export interface QueryError {
  column: number;
  length: number;
  message: string;
}

/** Binds tighter the higher it is. */
const PRECEDENCE: Readonly<Record<QueryNode['kind'], number>> = { or: 0, and: 1, not: 2, word: 3, phrase: 3 };

/** @returns the query in the least writing; parsed again it is the same. */
export function printQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'word':
      return `${fieldPrefix(node)}${node.text}${node.isPrefix ? '*' : ''}`;
    case 'phrase':
      return `${fieldPrefix(node)}"${node.text}"`;
    case 'not':
      return `NOT ${printWithin(node.operand, PRECEDENCE.not)}`;
    default:
      return node.operands
        .map((operand) => printWithin(operand, PRECEDENCE[node.kind]))
        .join(node.kind === 'or' ? ' OR ' : ' ');
  }
}

function fieldPrefix({ field }: QueryTerm): string {
  return field === undefined ? '' : `${field}:`;
}

function printWithin(node: QueryNode, precedence: number): string {
  return PRECEDENCE[node.kind] < precedence ? `(${printQuery(node)})` : printQuery(node);
}
