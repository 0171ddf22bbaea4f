// Cuts a query into words, phrases, operators, fields and parentheses, each with its place.
import { saying } from '../shared/saying.js';
import { QUERY_FIELDS, type QueryError, type QueryField } from './query-syntax.js';

export type Lexeme = { at: number; length: number } & (
  | { kind: 'word'; text: string; isPrefix: boolean }
  | { kind: 'phrase'; text: string }
  | { kind: 'field'; field: QueryField }
  | { kind: 'AND' | 'OR' | 'NOT' | '(' | ')' }
);

const SPACE = /\s+/y;
const QUOTES = '"“”„«»';
const PHRASE = new RegExp(`[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]`, 'y');
const FIELD = /([A-Za-z]{1,30}):(?!\/\/)/y;
const WORD = new RegExp(`[^\\s()（）${QUOTES}]+`, 'y');
/** One letter and a `*` would be met by a tenth of all words; a Chinese or Japanese character is a word. */
const ENOUGH_FOR_PREFIX =
  /[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export function readLexemes(query: string): { lexemes: Lexeme[] } | { error: QueryError } {
  const lexemes: Lexeme[] = [];
  let at = take(SPACE, query, 0)?.[0].length ?? 0;
  while (at < query.length) {
    const found = readLexeme(query, at);
    if ('message' in found) return { error: found };
    lexemes.push(found);
    at += found.length;
    at += take(SPACE, query, at)?.[0].length ?? 0;
  }
  return { lexemes };
}

function readLexeme(query: string, at: number): Lexeme | QueryError {
  const sign = query.charAt(at).normalize('NFKC');
  if (sign === '(' || sign === ')') return { kind: sign, at, length: 1 };
  if (QUOTES.includes(sign)) return readPhrase(query, at);
  const field = take(FIELD, query, at);
  if (field !== undefined) return readField(field[1] ?? '', at);
  return readWord(take(WORD, query, at)?.[0] ?? sign, at);
}

function readPhrase(query: string, at: number): Lexeme | QueryError {
  const [all, text = ''] = take(PHRASE, query, at) ?? [];
  if (all === undefined) {
    return fault(at, 1, saying('web.query.quoteNotClosed'));
  }
  if (text.trim() === '') {
    return fault(at, all.length, saying('web.query.emptyPhrase'));
  }
  return { kind: 'phrase', text: text.trim(), at, length: all.length };
}

function readField(name: string, at: number): Lexeme | QueryError {
  const field = QUERY_FIELDS.find((known) => known === name.toLowerCase());
  const length = name.length + 1;
  if (field !== undefined) return { kind: 'field', field, at, length };
  return fault(at, length, saying('web.query.unknownField', { name }));
}

function readWord(word: string, at: number): Lexeme | QueryError {
  const { length } = word;
  if (word === 'AND' || word === 'OR' || word === 'NOT') return { kind: word, at, length };
  if (/^[-−–][\p{L}\p{N}]/u.test(word)) {
    return fault(at, length, saying('web.query.minus', { word: word.slice(1) }));
  }
  const star = word.indexOf('*');
  if (star === -1) return { kind: 'word', text: word, isPrefix: false, at, length };
  if (star === 0) return fault(at, 1, saying('web.query.starAlone'));
  if (star < length - 1) {
    return fault(at + star, 1, saying('web.query.starInside'));
  }
  const text = word.slice(0, -1);
  if (ENOUGH_FOR_PREFIX.test(text)) return { kind: 'word', text, isPrefix: true, at, length };
  return fault(at, length, saying('web.query.starTooShort'));
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function fault(at: number, length: number, message: string): QueryError {
  return { column: at + 1, length, message };
}
