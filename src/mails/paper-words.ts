// A title or a summary for the two parts of a mail: plain for the text, with its marks for the HTML, as long in both.
import { htmlOf } from '../papers/text/html-of.js';
import { hasMarks, type RichText } from '../papers/text/segment.js';
import { sliceRichText } from '../papers/text/slice-rich-text.js';
import type { SafeHtml } from '../shared/safe-html.js';
import { shorten } from './wording.js';

/** Without a height of their own, so that lines stay evenly apart; mail programs read no style sheet for sure. */
const SCRIPT_STYLE = 'font-size:70%;line-height:0';

export interface PaperWords {
  text: string;
  html: SafeHtml;
}

/** @param rich its plain form is `plain`; left out where it has no marks; @param limit in characters, of what is read */
export function paperWords(plain: string, rich: RichText | undefined, limit: number): PaperWords {
  const text = shorten(plain, limit);
  return { text, html: htmlOf(asLong(text, plain, rich), SCRIPT_STYLE) };
}

function asLong(text: string, plain: string, rich: RichText | undefined): RichText {
  if (!rich || !hasMarks(rich)) return [{ text }];
  if (text === plain) return rich;
  const kept = text.slice(0, -1);
  if (!text.endsWith('…') || !plain.startsWith(kept)) return [{ text }];
  return [...sliceRichText(rich, 0, kept.length), { text: '…' }];
}
