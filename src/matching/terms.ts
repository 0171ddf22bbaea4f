// Tokens to terms: words, joined words and pairs of neighbouring words, with how often each occurs and where first.
import { toPlainText } from './plain-text.js';
import { tokenize, type Token } from './tokenize.js';

export interface TermUse {
  count: number;
  /** First occurrence, as offsets into the text it was read from. */
  start: number;
  end: number;
}

/** A text as the rest of matching reads it. */
export interface ReadText {
  /** Plain text; title and abstract have a line of their own each. */
  text: string;
  tokens: Token[];
  terms: Map<string, TermUse>;
}

/** The title says what the paper is about: measured, twice is better than once and three times no better. */
const TITLE_COUNT = 2;
/** Stop words between the two words of a pair: "mixture of experts" yes, "contributions to the hand" no. */
const MAX_STOPS_WITHIN_PAIR = 1;

/** @param title counted twice; may be empty, as may the body. */
export function readText(title: string, body: string): ReadText {
  const titleText = toPlainText(title);
  const text = `${titleText}\n${toPlainText(body)}`;
  const titleTokens = tokenize(titleText);
  const offset = titleText.length + 1;
  const bodyTokens = tokenize(text.slice(offset));
  for (const token of bodyTokens) {
    token.start += offset;
    token.end += offset;
  }
  const terms = new Map<string, TermUse>();
  countTerms(titleTokens, TITLE_COUNT, terms);
  countTerms(bodyTokens, 1, terms);
  return { text, tokens: titleTokens.concat(bodyTokens), terms };
}

function countTerms(tokens: readonly Token[], times: number, terms: Map<string, TermUse>): void {
  let previous: Token | undefined;
  let stops = 0;
  for (const token of tokens) {
    if (token.afterBreak) previous = undefined;
    if (token.role === 'joined') {
      count(terms, token.key, times, token.start, token.end);
      continue;
    }
    if (token.role === 'stop') {
      stops += 1;
      if (stops > MAX_STOPS_WITHIN_PAIR) previous = undefined;
      continue;
    }
    if (token.role === 'word') count(terms, token.key, times, token.start, token.end);
    if (previous !== undefined && previous.role === 'word') {
      count(terms, `${previous.key} ${token.key}`, times, previous.start, token.end);
    }
    previous = token;
    stops = 0;
  }
}

function count(terms: Map<string, TermUse>, key: string, times: number, start: number, end: number): void {
  const use = terms.get(key);
  if (use === undefined) terms.set(key, { count: times, start, end });
  else use.count += times;
}
