// Takes a part of a rich text by its place in the plain line, so that what is chosen or cut as plain text keeps its marks.
import { hasMarks, plainOf, plainPieces, type RichText, type Segment } from './segment.js';

/**
 * @param from first character of plainOf(text); @param to the one behind the last
 * @returns segments whose plain form is that part of the line; a script that is cut in two loses its mark, and where marks
 * cannot be kept all of it is plain. Linear in the length of the text.
 */
export function sliceRichText(text: RichText, from: number, to: number): Segment[] {
  const line = plainOf(text).slice(from, to);
  const slice: Segment[] = [];
  let start = 0;
  for (const [index, piece] of plainPieces(text).entries()) {
    const segment = text[index];
    if (segment && start < to && start + piece.length > from)
      addSegment(slice, cutSegment(segment, piece, from - start, to - start));
    start += piece.length;
  }
  return plainOf(slice) === line ? slice : [{ text: line }];
}

/** @returns the text as `plain`, which is its plain form or the beginning of it, or undefined when no mark is left */
export function markedAs(plain: string, text: RichText): Segment[] | undefined {
  if (!hasMarks(text)) return undefined;
  const marked = plainOf(text) === plain ? [...text] : sliceRichText(text, 0, plain.length);
  return hasMarks(marked) && plainOf(marked) === plain ? marked : undefined;
}

/** Joins it to the one before where nothing tells them apart; two scripts in a row stay two. */
export function addSegment(segments: Segment[], { text, mark }: Segment): void {
  const last = segments.at(-1);
  if (text === '') return;
  if (last && last.mark === mark && mark !== 'sub' && mark !== 'sup') last.text += text;
  else segments.push(mark ? { text, mark } : { text });
}

/** @param piece the segment's plain form; @param from and @param to in it, and maybe beyond its ends */
function cutSegment({ text, mark }: Segment, piece: string, from: number, to: number): Segment {
  if (mark === 'sub' || mark === 'sup') {
    const isWhole = from <= 0 && to >= piece.length;
    return isWhole ? { text, mark } : { text: piece.slice(Math.max(from, 0), to) };
  }
  // The space behind a script is not in the text: plainOf will set it again.
  const added = piece.length - text.length;
  const kept = text.slice(Math.max(from - added, 0), Math.max(to - added, 0));
  return mark ? { text: kept, mark } : { text: kept };
}
