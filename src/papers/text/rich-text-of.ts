// The marks kept with a paper, if they still belong to its text: the two may come from different versions or programs.
import { plainOf, type RichText, type Segment } from './segment.js';

const MARKS: ReadonlySet<unknown> = new Set([undefined, 'sub', 'sup', 'em']);

/** @param marks what is kept for this text, from the database; @returns the plain text where they say anything else */
export function richTextOf(plain: string, marks?: unknown): RichText {
  return isRichText(marks) && plainOf(marks) === plain ? marks : [{ text: plain }];
}

function isRichText(value: unknown): value is Segment[] {
  return Array.isArray(value) && value.every(isSegment);
}

function isSegment(value: unknown): value is Segment {
  const { text, mark } = (value ?? {}) as Record<string, unknown>;
  return typeof text === 'string' && MARKS.has(mark);
}
