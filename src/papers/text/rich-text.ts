// Titles, abstracts and names made fit to read: TeX, HTML and MathML become plain Unicode with a closed set of marks.
// Sources are hostile: nothing here throws, and the work is linear in the length of the text.
import { singleSpaced } from '../plain-text.js';
import { htmlToTex } from './html-to-tex.js';
import { plainOf, type RichText, type Segment } from './segment.js';
import { cleanSource, withoutCitations, withoutUnwanted } from './source-text.js';
import { TexReader } from './tex-reader.js';

export { hasMarks, plainOf } from './segment.js';
export type { RichText } from './segment.js';

/**
 * @param source as it came, with TeX, entities and tags in it
 * @returns segments to be escaped at output; no control characters, no empty segments, neighbours differ in their mark.
 * A text that is nothing but mark-up comes back as it was typed, so that a title never disappears.
 */
export function readRichText(source: string): RichText {
  const clean = cleanSource(source);
  const segments = tidied(new TexReader(htmlToTex(withoutCitations(clean))).read());
  return plainOf(segments) === '' ? tidied([{ text: clean }]) : segments;
}

/** Neighbours of one mark joined, spaces collapsed also across segments, none at the ends. */
function tidied(segments: readonly Segment[]): Segment[] {
  const joined: { text: string[]; mark: Segment['mark'] }[] = [];
  for (const { text, mark } of segments) {
    const last = joined.at(-1);
    if (last && last.mark === mark && mark !== 'sub' && mark !== 'sup') last.text.push(text);
    else if (text !== '') joined.push({ text: [text], mark });
  }
  const out: Segment[] = [];
  for (const { text, mark } of joined) {
    const line = singleSpaced(withoutUnwanted(text.join('').toWellFormed()));
    const previous = out.at(-1)?.text ?? ' ';
    const rest = previous.endsWith(' ') ? line.trimStart() : line;
    if (rest !== '') out.push(mark ? { text: rest, mark } : { text: rest });
  }
  return withoutSpaceAtEnd(out);
}

function withoutSpaceAtEnd(segments: Segment[]): Segment[] {
  for (let last = segments.at(-1); last; last = segments.at(-1)) {
    last.text = last.text.trimEnd();
    if (last.text !== '') break;
    segments.pop();
  }
  return segments;
}
