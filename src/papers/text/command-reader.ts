// What a TeX command may ask of the reader it stands in, and how its answer is put together.
import type { Atom } from './math-layout.js';
import { plainOf, type Segment } from './segment.js';

export type ArgumentMode = 'text' | 'math' | 'script' | 'same';

export interface CommandReader {
  readonly isMath: boolean;
  /** One argument, read: a group, a command or a single character. */
  argument(mode: ArgumentMode): Segment[];
  /** The characters of one argument in braces, unread; '' when there is none. */
  raw(): string;
  /** Takes what the sticky expression matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined;
  /** Reads other TeX, made of what stood here, as mathematics. */
  readOther(source: string): Segment[];
  /** Mathematics up to the end sign, which is taken too. */
  mathUpTo(end: '\\)' | '\\]'): Segment[];
}

/** 'emphasis': what follows in the group is set in italics. */
export type CommandResult = Atom[] | 'emphasis';

export const SPACE: Atom = { kind: 'space', text: ' ' };

const OPTIONAL = /\s*\[[^\]{}$\\]{0,200}\]/y;

export function skipOptions(reader: CommandReader): void {
  while (reader.match(OPTIONAL));
}

export function ofText(text: string): Atom[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

export function ofSegments(segments: readonly Segment[]): Atom[] {
  return segments.map((segment) => ({ ...segment, kind: 'text' }));
}

export function enclosed(before: string, segments: readonly Segment[], after: string): Atom[] {
  return [...ofText(before), ...ofSegments(segments), ...ofText(after)];
}

/** In parentheses when it has more than one part: (a+b)/c, √(x−1). */
export function parted(segments: readonly Segment[]): Atom[] {
  const plain = plainOf(segments);
  return /\s|.[+−/=]/u.test(plain) && !/^\([^()]*\)$/.test(plain)
    ? enclosed('(', segments, ')')
    : ofSegments(segments);
}
