// A query made ready to be evaluated on any number of indexes: what its terms look for, in the form of tokens.
import { parseAuthorName, type AuthorName } from './author-name.js';
import { normalizeCategory } from './category.js';
import { foldLetters, toPlainText } from './plain-text.js';
import { termSaysNothing } from './query-meaning.js';
import { LONGEST_QUERY, parseQuery } from './query-parser.js';
import { printQuery, type QueryNode, type QueryTerm } from './query-syntax.js';
import { tokenize, type Token } from './tokenize.js';

/** One token in a row of them. */
export interface PatternElement {
  key: string;
  /** How a token of a paper meets the key; `within` is for single Chinese and Japanese characters. */
  match: 'equal' | 'prefix' | 'within';
  /** Punctuation stands before it in the query, so it may in the paper. */
  mayFollowBreak: boolean;
}

export type CompiledNode =
  | { kind: 'text'; field: 'title' | 'abstract' | undefined; patterns: PatternElement[][]; shown: string }
  | { kind: 'author'; name: AuthorName; match: 'name' | 'word' | 'prefix'; shown: string }
  | { kind: 'category'; code: string; match: 'archive' | 'prefix'; shown: string }
  | { kind: 'not'; operand: CompiledNode }
  | { kind: 'and' | 'or'; operands: CompiledNode[] };

export interface CompiledQuery {
  root: CompiledNode;
  /** As typed, for the reason. */
  query: string;
  /** What is wanted in titles and abstracts, for ordering the papers that meet it. */
  words: string;
}

/** Spellings a phrase is looked for in; each hyphenated word doubles them. */
const MOST_SPELLINGS = 8;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
const PHRASE_OR_WORD = /["“”„«»]([^"“”„«»]+)["“”„«»]|[^\s"“”„«»()（）]+/g;

/**
 * Reads what parseQuery() reads. What it refuses (kept from times when queries were plain words) is taken for words and
 * phrases that must all be there, if it has no OR and no NOT.
 * @param canonicalCategory what a code is an alias of
 * @returns undefined when nothing is left to look for.
 */
export function compileQuery(
  query: string,
  canonicalCategory: (code: string) => string = (code) => code,
): CompiledQuery | undefined {
  const parsed = parseQuery(query);
  const node = 'query' in parsed ? parsed.query : plainWords(query);
  const root = node && compileNode(node, canonicalCategory);
  return root && node && { root, query: query.trim(), words: wantedWords(node).join(' ') };
}

function plainWords(query: string): QueryNode | undefined {
  if (query.length > LONGEST_QUERY || /(?<!\S)[(（]*(?:OR|NOT)(?!\S)/.test(query)) return undefined;
  const operands = Array.from(query.matchAll(PHRASE_OR_WORD), ([word, phrase]): QueryTerm =>
    phrase === undefined ? { kind: 'word', text: word, isPrefix: false } : { kind: 'phrase', text: phrase },
  ).filter(({ text }) => text !== 'AND');
  return operands.length === 0 ? undefined : { kind: 'and', operands };
}

function wantedWords(node: QueryNode): string[] {
  if (node.kind === 'not') return [];
  if ('operands' in node) return node.operands.flatMap((operand) => wantedWords(operand));
  return node.field === 'author' || node.field === 'category' || termSaysNothing(node) ? [] : [node.text];
}

function compileNode(node: QueryNode, canonical: (code: string) => string): CompiledNode | undefined {
  if (node.kind === 'not') {
    const operand = compileNode(node.operand, canonical);
    return operand && { kind: 'not', operand };
  }
  if ('operands' in node) {
    const operands = node.operands
      .map((operand) => compileNode(operand, canonical))
      .filter((operand) => operand !== undefined);
    return operands.length > 1 ? { kind: node.kind, operands } : operands[0];
  }
  return termSaysNothing(node) ? undefined : compileTerm(node, canonical);
}

function compileTerm(term: QueryTerm, canonical: (code: string) => string): CompiledNode | undefined {
  const isPrefix = term.kind === 'word' && term.isPrefix;
  if (term.field === 'category') {
    const code = canonical(term.text.trim()).toLowerCase();
    return {
      kind: 'category',
      code: isPrefix ? code.replace(/\.$/, '') : normalizeCategory(code),
      match: isPrefix ? 'prefix' : 'archive',
      shown: printQuery(term),
    };
  }
  if (term.field === 'author') {
    const name = parseAuthorName(term.text);
    const match = isPrefix ? 'prefix' : name?.given.length === 0 ? 'word' : 'name';
    return name && { kind: 'author', name, match, shown: printQuery(term) };
  }
  const patterns = patternsOf(toPlainText(term.text), term.kind === 'phrase', isPrefix);
  const { field: _, ...bare } = term;
  return patterns.length === 0
    ? undefined
    : { kind: 'text', field: term.field, patterns, shown: printQuery(bare) };
}

/** Each hyphenated word stands once in its parts and once in one piece. */
function patternsOf(text: string, isPhrase: boolean, isPrefix: boolean): PatternElement[][] {
  const tokens = tokenize(text);
  let patterns: PatternElement[][] = [[]];
  for (let i = 0; i < tokens.length;) {
    const token = tokens[i];
    if (token === undefined) break;
    const span = token.role === 'joined' ? partsOf(tokens, i) : 1;
    const parts = token.role === 'joined' ? tokens.slice(i + 1, i + 1 + span) : [token];
    i += token.role === 'joined' ? span + 1 : 1;
    const spellings = [parts.map((part) => elementOf(part, text, isPhrase || tokens.length > 1))];
    if (token.role === 'joined' && patterns.length * 2 <= MOST_SPELLINGS) {
      spellings.push([elementOf(token, text, true)]);
    }
    patterns = patterns.flatMap((pattern) => spellings.map((spelling) => [...pattern, ...spelling]));
  }
  if (isPrefix) patterns = patterns.flatMap((pattern) => openEnded(pattern, text));
  return patterns.filter((pattern) => pattern.length > 0);
}

/** How many of the tokens behind a joined one are its parts. */
export function partsOf(tokens: readonly Token[], joinedAt: number): number {
  const joined = tokens[joinedAt];
  let count = 0;
  while (joined !== undefined && tokens[joinedAt + 1 + count]?.start === joined.start) count += 1;
  return count;
}

function elementOf(token: Token, text: string, isWhole: boolean): PatternElement {
  const isCharacter = !isWhole && UNSPACED.test(text.slice(token.start, token.end));
  // The pairs of unspaced scripts count as apart; those that overlap are not.
  return {
    key: token.key,
    match: isCharacter ? 'within' : 'equal',
    mayFollowBreak: token.afterBreak && !isPair(token),
  };
}

function isPair({ key }: Token): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2}$/u.test(key);
}

/** The plural was stripped from the last key: "dogs*" is met by "dogs", whose key is "dog", and by "dogsled". */
function openEnded(pattern: PatternElement[], text: string): PatternElement[][] {
  const last = pattern.at(-1);
  if (last === undefined) return [];
  const typed = foldLetters(text.toLowerCase()).replace(/[^\p{L}\p{N}]+$/u, '');
  if (!typed.endsWith(`${last.key}s`)) return [[...pattern.slice(0, -1), { ...last, match: 'prefix' }]];
  return [pattern, [...pattern.slice(0, -1), { ...last, key: `${last.key}s`, match: 'prefix' }]];
}

/** What the first version of queries searched. Delete it with `searchables` in paper-index.ts: QueryIndex is asked instead. */
export function searchableText(_tokens: readonly Token[]): string {
  return '';
}
