// The closed mark-up set of paper text, and what the readers beside do with pieces of it.
import { singleSpaced } from '../plain-text.js';
import { scripted } from './script-letters.js';

export interface Segment {
  text: string;
  mark?: 'sub' | 'sup' | 'em';
}
export type RichText = readonly Segment[];

/** Signs that stand high by themselves: T⋆ needs no caret. */
const RAISED_ALREADY = /^[*∗⋆★†‡′″‴°]+$/u;
/** Inner operators or a space: without braces nobody sees where the script ends. */
const SETS_APART = /[\s=<>≤≥∈→]/;
const OPERATOR = /[+−±×/,–]/;

/** More letters in a row are words, and words in script letters cannot be read. */
const MOST_SCRIPT_LETTERS = 2;

/** @returns one line of plain Unicode in NFC; scripts as Unicode letters where each has one, else as `_x`, `^x` */
export function plainOf(text: RichText): string {
  return singleSpaced(plainPieces(text).join('').normalize('NFC')).trim();
}

/** @returns the plain form of each segment, with the space before it that it needs behind a script */
export function plainPieces(text: RichText): string[] {
  let open = false;
  return text.map(({ text: part, mark }) => {
    const script = mark === 'sub' || mark === 'sup' ? plainScript(part, mark) : undefined;
    const space = open && script === undefined && /^[\p{L}\p{N}]/u.test(part) ? ' ' : '';
    open = script !== undefined && /^[_^][^{]/.test(script);
    return space + (script ?? part);
  });
}

function plainScript(text: string, mark: 'sub' | 'sup'): string {
  if (mark === 'sup' && RAISED_ALREADY.test(text)) return text;
  const isShort = (text.match(/\p{L}/gu)?.length ?? 0) <= MOST_SCRIPT_LETTERS;
  const letters = isShort ? scripted(text, mark) : undefined;
  if (letters !== undefined) return letters;
  const sign = mark === 'sub' ? '_' : '^';
  return SETS_APART.test(text) || OPERATOR.test(text.slice(1)) ? `${sign}{${text}}` : `${sign}${text}`;
}

export function hasMarks(text: RichText): boolean {
  return text.some(({ mark }) => mark !== undefined);
}

/** Nested scripts flatten into the outer one; emphasis yields to whatever is inside it. */
export function withMark(text: RichText, mark: NonNullable<Segment['mark']>): Segment[] {
  if (mark === 'em') return text.map((segment) => ({ text: segment.text, mark: segment.mark ?? mark }));
  const flat = plainOf(text);
  return flat === '' ? [] : [{ text: flat, mark }];
}
