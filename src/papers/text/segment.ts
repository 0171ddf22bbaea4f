// The closed mark-up set of paper text, and what the readers beside do with pieces of it.
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

/** @returns one line of plain Unicode in NFC; scripts as Unicode letters where each has one, else as `_x`, `^x` */
export function plainOf(text: RichText): string {
  let line = '';
  let open = false;
  for (const { text: part, mark } of text) {
    const script = mark === 'sub' || mark === 'sup' ? plainScript(part, mark) : undefined;
    if (open && script === undefined && /^[\p{L}\p{N}]/u.test(part)) line += ' ';
    line += script ?? part;
    open = script !== undefined && /^[_^][^{]/.test(script);
  }
  return line.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function plainScript(text: string, mark: 'sub' | 'sup'): string {
  if (mark === 'sup' && RAISED_ALREADY.test(text)) return text;
  const letters = scripted(text, mark);
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
