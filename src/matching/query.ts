// Queries, first version: every word must be present, "phrases" as they stand (but for case, accents and plural).
import { toPlainText } from './plain-text.js';
import { tokenize, type Token } from './tokenize.js';

export interface CompiledQuery {
  /** All must be met; each is met by any of its spellings. */
  clauses: string[][];
  /** Terms that every paper which meets the query has: the index need only look at these papers. */
  anchors: string[];
  /** As typed, for the reason. */
  query: string;
}

const SEPARATOR = ' | ';

/** @returns undefined when nothing is left to look for. */
export function compileQuery(query: string): CompiledQuery | undefined {
  const compiled: CompiledQuery = { clauses: [], anchors: [], query: query.trim() };
  const outside = toPlainText(query).replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_, phrase: string) => {
    const tokens = tokenize(phrase);
    if (tokens.length > 0) addClause(compiled, tokens, [sequenceOf(tokens)]);
    return ' ';
  });
  for (const word of outside.split(/[\s"“”„«»]+/)) {
    const tokens = tokenize(word);
    if (tokens.every((token) => token.role === 'stop')) continue;
    addClause(compiled, tokens, [sequenceOf(tokens), ...tokens.filter(isJoined).map((token) => token.key)]);
  }
  return compiled.clauses.length === 0 ? undefined : compiled;
}

function addClause({ clauses, anchors }: CompiledQuery, tokens: readonly Token[], spellings: string[]): void {
  clauses.push(spellings.map((spelling) => ` ${spelling} `));
  if (spellings.length > 1) return;
  anchors.push(...tokens.filter((token) => token.role === 'word').map((token) => token.key));
}

/** @returns what meetsQuery() searches: all words in a row, breaks marked; joined words once more at the end. */
export function searchableText(tokens: readonly Token[]): string {
  const joined = tokens.filter(isJoined).map((token) => token.key);
  return ` ${sequenceOf(tokens)}${SEPARATOR}${joined.join(SEPARATOR)} `;
}

export function meetsQuery(searchable: string, query: CompiledQuery): boolean {
  return query.clauses.every((spellings) => spellings.some((spelling) => searchable.includes(spelling)));
}

function sequenceOf(tokens: readonly Token[]): string {
  let sequence = '';
  for (const token of tokens) {
    if (isJoined(token)) continue;
    if (sequence !== '') sequence += token.afterBreak ? SEPARATOR : ' ';
    sequence += token.key;
  }
  return sequence;
}

function isJoined(token: Token): boolean {
  return token.role === 'joined';
}
