// Tokens to terms: words and pairs of neighbouring words, with how often each occurs and where first.
import { toPlainText } from './plain-text.js';
import { tokenize, type Token } from './tokenize.js';

export interface TermUse {
  count: number;
  isPair: boolean;
  /** First occurrence, as offsets into the text it was read from; both 0 where nobody wants to read it: in a link, across commas. */
  start: number;
  end: number;
}

/** A text as the rest of matching reads it. */
export interface ReadText {
  /** Plain text; title and abstract have a line of their own each. */
  text: string;
  terms: Map<string, TermUse>;
}

/** @param title and body may be empty. */
export function readText(title: string, body: string): ReadText {
  const text = `${toPlainText(title)}\n${toPlainText(body)}`;
  const line = text.indexOf('\n');
  const terms = new Map<string, TermUse>();
  countTerms(text.slice(0, line), 0, terms);
  countTerms(text.slice(line + 1), line + 1, terms);
  return { text, terms };
}

/** What a reader wrote of herself: the padding of such texts says nothing ("My research interests include …"). */
export function readDescription(description: string): ReadText {
  const text = toPlainText(description);
  const terms = new Map<string, TermUse>();
  countTerms(text, 0, terms, ({ role }) => role !== 'padding');
  return { text, terms };
}

const LINK = /https?:\/\/\S+/gi;

/**
 * A pair is written in one, so that "multi-modal", "multi modal" and "multimodal" are the same term, and "GPT-4" is
 * "GPT4". Measured: pairs reach across commas but not across stop words; single letters and digits count only beside a
 * word ("vitamin D", "Llama 3"); the words of links tell whose work it is.
 */
function countTerms(
  text: string,
  offset: number,
  terms: Map<string, TermUse>,
  isWanted: (token: Token) => boolean = () => true,
): void {
  const links = Array.from(
    text.matchAll(LINK),
    ({ 0: link, index }) => [index, index + link.length] as const,
  );
  const count = (key: string, start: number, end: number, isPair: boolean, isReadable = true) => {
    const use = terms.get(key);
    if (use !== undefined) use.count += 1;
    else if (!isReadable || links.some(([from, to]) => start < to && from < end))
      terms.set(key, { count: 1, isPair, start: 0, end: 0 });
    else terms.set(key, { count: 1, isPair, start: offset + start, end: offset + end });
  };
  let previous: Token | undefined;
  for (const token of tokenize(text)) {
    if (token.role === 'joined' || !isWanted(token)) continue;
    if (token.role === 'stop') {
      previous = undefined;
      continue;
    }
    if (previous !== undefined && token.role !== 'characters')
      count(previous.key + token.key, previous.start, token.end, true, !token.afterBreak);
    if (token.key.length < 2) continue;
    count(token.key, token.start, token.end, false);
    previous = token.role === 'characters' ? undefined : token;
  }
}
