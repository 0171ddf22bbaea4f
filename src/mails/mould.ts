// A text that is the same in many mails but for a few values: rendered once with a mark for each value, and encoded once
// up to the places of the values. Pouring encodes the values alone.
import { narrowed, quotedLines, quotedPiece } from '../shared/quoted-printable.js';

/** Marks are characters for private use, which stand in no text of ours. */
const FIRST = 0xe000;
const MARK = /[\ue000-\ue01f]/g;
/** What stands for a value while a line is laid out: control characters, one byte each, which no cleaned text has. */
const STAND_INS = '\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019';
const RUN = /([\u000e-\u0019])\1*/g;
const MOST_LAYOUTS = 64;

/** The mark of the `index`th value, 0 to 31; goes into a view in the place of the value. */
export function markOf(index: number): string {
  return String.fromCharCode(FIRST + index);
}

/** A text of others, in which no mark may stand. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '\ufffd');
}

/** Encoded text, and the values that stand in it; `last` where the line ends with the value. */
type Layout = readonly (string | { value: number; last: boolean })[];

interface Line {
  text: string;
  bytes: number;
  indices: readonly number[];
  layouts: Map<string, Layout | undefined>;
}

export class Mould {
  /** Encoded lines, or the one line that a value goes into. */
  private readonly parts: (string | Line)[] = [];

  /**
   * @param finish what is done to a line before it is encoded, such as wrapping it
   * @param shortest a line of fewer octets it leaves as it is
   */
  constructor(
    text: string,
    private readonly finish: (line: string) => string,
    private readonly shortest = 72,
  ) {
    let plain: string[] = [];
    const close = () => {
      if (plain.length > 0) this.parts.push(narrowed(quotedLines(`${plain.map(finish).join('\n')}\n`)));
      plain = [];
    };
    for (const line of text.replace(/\n$/, '').split('\n')) {
      const marks = line.match(MARK);
      if (!marks) {
        plain.push(line);
        continue;
      }
      close();
      const indices = marks.map((mark) => mark.charCodeAt(0) - FIRST);
      this.parts.push({ text: line, bytes: Buffer.byteLength(line), indices, layouts: new Map() });
    }
    close();
  }

  /**
   * @param values in the order of their marks, escaped where the part asks for it
   * @param blocks by the index of their mark: encoded lines that take the place of the whole line
   */
  pour(values: readonly string[], blocks: ReadonlyMap<number, string> = new Map()): string {
    const encoded: string[] = [];
    // Joined in one go: what is added piece by piece is copied piece by piece later, at five times the cost.
    const out: string[] = [];
    for (const part of this.parts) {
      if (typeof part === 'string') {
        out.push(part);
        continue;
      }
      const block = blocks.get(part.indices[0] ?? -1);
      const layout = block === undefined ? this.layout(part, values) : undefined;
      if (!layout) {
        out.push(block ?? this.wholeLine(part.text, values));
        continue;
      }
      for (const piece of layout) {
        if (typeof piece === 'string') out.push(piece);
        else {
          encoded[piece.value] ??= quotedPiece(values[piece.value] ?? '');
          out.push(encoded[piece.value] ?? '', piece.last ? '\r\n' : '=\r\n');
        }
      }
    }
    return out.join('');
  }

  /** A value without white space (but at its end) is laid out by its length alone, and in a short line nothing is laid out at all. */
  private layout(line: Line, values: readonly string[]): Layout | undefined {
    let bytes = line.bytes;
    let key = '';
    let isWord = true;
    for (const index of line.indices) {
      const value = values[index] ?? '';
      bytes += 3 * value.length;
      key += `${value.length},`;
      isWord &&= /^[\x21-\x7e]+ *$/.test(value);
    }
    const isShort = bytes < this.shortest && !values.includes('');
    if (!isShort && !isWord) return undefined;
    if (isShort) key = '';
    if (!line.layouts.has(key)) {
      if (line.layouts.size >= MOST_LAYOUTS) line.layouts.clear();
      line.layouts.set(key, this.layOut(line, isShort ? () => 1 : (index) => values[index]?.length ?? 0));
    }
    return line.layouts.get(key);
  }

  /** @returns undefined when a value would be torn, or the text holds what stands in for one */
  private layOut({ text, indices }: Line, lengthOf: (index: number) => number): Layout | undefined {
    const filled = text.replace(MARK, (mark) => {
      const index = mark.charCodeAt(0) - FIRST;
      return (STAND_INS[index] ?? '').repeat(lengthOf(index));
    });
    const finished = this.finish(filled);
    const pieces: (string | { value: number; last: boolean })[] = [];
    let at = 0;
    let runs = 0;
    for (const run of finished.matchAll(RUN)) {
      const value = STAND_INS.indexOf(run[1] ?? '');
      if (value !== indices[runs] || run[0].length !== lengthOf(value)) return undefined;
      runs += 1;
      if (run.index > at) pieces.push(narrowed(openEnded(finished.slice(at, run.index))));
      at = run.index + run[0].length;
      const last = at === finished.length || finished[at] === '\n';
      if (last) at += 1;
      pieces.push({ value, last });
    }
    if (runs !== indices.length) return undefined;
    if (at < finished.length) pieces.push(narrowed(quotedLines(`${finished.slice(at)}\n`)));
    return pieces;
  }

  private wholeLine(line: string, values: readonly string[]): string {
    const filled = line.replace(MARK, (mark) => values[mark.charCodeAt(0) - FIRST] ?? '');
    return narrowed(quotedLines(this.finish(filled)));
  }
}

/** Encoded lines of which the last goes on: `=` before its line break takes that away. */
function openEnded(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  const whole = start > 0 ? quotedLines(text.slice(0, start)) : '';
  return start < text.length ? `${whole}${quotedPiece(text.slice(start))}=\r\n` : whole;
}
