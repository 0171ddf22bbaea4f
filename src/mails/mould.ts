// A text that is the same in many mails but for a few values: rendered once with a mark for each value, and encoded once
// up to the places of the values. Pouring encodes the values alone.
import { QuotedOctets } from '../shared/quoted-printable.js';

/** Marks are characters for private use, which stand in no text of ours. */
const FIRST = 0xe000;
const MARK = /[\ue000-\ue01f]/g;
/** What stands for a value while a line is laid out: control characters, one byte each, which no cleaned text has. */
const STAND_INS = '\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019';
const RUN = /([\u000e-\u0019])\1*/g;
const WORD = /^[\x21-\x7e]+ *$/;
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
type Layout = readonly (Uint8Array | { value: number; last: boolean })[];

interface Line {
  text: string;
  octets: number;
  indices: readonly number[];
  /** While the line is short, whatever its values say. */
  short?: Layout;
  /** By the length of its value, or of all of them. */
  layouts: Map<number | string, Layout | undefined>;
}

export class Mould {
  /** Encoded lines, or the one line that a value goes into. */
  private readonly parts: (Uint8Array | Line)[] = [];

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
      if (plain.length > 0)
        this.parts.push(encoded((to) => to.addLines(`${plain.map(finish).join('\n')}\n`)));
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
      this.parts.push({ text: line, octets: Buffer.byteLength(line), indices, layouts: new Map() });
    }
    close();
  }

  /**
   * @param values in the order of their marks, escaped where the part asks for it
   * @param blocks by the index of their mark: what pours the lines that take the place of the whole line
   */
  pour(into: QuotedOctets, values: readonly string[], blocks?: ReadonlyMap<number, () => void>): void {
    for (const part of this.parts) {
      if (part instanceof Uint8Array) {
        into.addReady(part);
        continue;
      }
      const block = blocks?.get(part.indices[0] ?? -1);
      const layout = block ? undefined : this.layout(part, values);
      if (block) block();
      else if (!layout) into.addLines(this.wholeLine(part.text, values));
      else {
        for (const piece of layout) {
          if (piece instanceof Uint8Array) into.addReady(piece);
          else into.addPiece(values[piece.value] ?? '', !piece.last);
        }
      }
    }
  }

  /** A value without white space (but at its end) is laid out by its length alone, and in a short line nothing is laid out at all. */
  private layout(line: Line, values: readonly string[]): Layout | undefined {
    let most = line.octets;
    for (const index of line.indices) {
      const { length } = values[index] ?? '';
      most += length === 0 ? Infinity : 3 * length;
    }
    if (most < this.shortest) return (line.short ??= this.layOut(line, () => 1));
    let key: number | string = '';
    for (const index of line.indices) {
      const value = values[index] ?? '';
      if (!isWord(value)) return undefined;
      key = line.indices.length === 1 ? value.length : `${key}${value.length},`;
    }
    if (!line.layouts.has(key)) {
      if (line.layouts.size >= MOST_LAYOUTS) line.layouts.clear();
      line.layouts.set(
        key,
        this.layOut(line, (index) => values[index]?.length ?? 0),
      );
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
    const pieces: (Uint8Array | { value: number; last: boolean })[] = [];
    let at = 0;
    let runs = 0;
    for (const run of finished.matchAll(RUN)) {
      const value = STAND_INS.indexOf(run[1] ?? '');
      if (value !== indices[runs] || run[0].length !== lengthOf(value)) return undefined;
      runs += 1;
      if (run.index > at) pieces.push(encoded((to) => addOpenEnded(to, finished.slice(at, run.index))));
      at = run.index + run[0].length;
      const last = at === finished.length || finished[at] === '\n';
      if (last) at += 1;
      pieces.push({ value, last });
    }
    if (runs !== indices.length) return undefined;
    if (at < finished.length) pieces.push(encoded((to) => to.addLines(`${finished.slice(at)}\n`)));
    return pieces;
  }

  private wholeLine(line: string, values: readonly string[]): string {
    return this.finish(line.replace(MARK, (mark) => values[mark.charCodeAt(0) - FIRST] ?? ''));
  }
}

/** The last text that was asked about: a link stands in several lines in a row. */
let word = '';

function isWord(text: string): boolean {
  if (text === word) return true;
  if (!WORD.test(text)) return false;
  word = text;
  return true;
}

const shop = new QuotedOctets();

function encoded(add: (to: QuotedOctets) => void): Uint8Array {
  shop.cut(0);
  add(shop);
  return shop.toOctets();
}

/** Lines of which the last goes on. */
function addOpenEnded(to: QuotedOctets, text: string): void {
  const start = text.lastIndexOf('\n') + 1;
  if (start > 0) to.addLines(text.slice(0, start));
  if (start < text.length) to.addPiece(text.slice(start), true);
}
