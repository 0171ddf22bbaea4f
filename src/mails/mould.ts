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
const MOST_PROGRAMS = 64;

/** The mark of the `index`th value, 0 to 31; goes into a view in the place of the value. */
export function markOf(index: number): string {
  return String.fromCharCode(FIRST + index);
}

/** A text of others, in which no mark may stand. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '\ufffd');
}

/** Where a value stands between encoded text; `last` where the line ends with it. */
interface Hole {
  value: number;
  last: boolean;
}

interface Line {
  text: string;
  octets: number;
  indices: readonly number[];
  /** As it is laid out while it is short, whatever its values say. */
  short?: readonly (Uint8Array | Hole)[];
}

/** A line is left as it is where a value has white space in it, by which lines are wrapped. */
type Step = Uint8Array | Hole | Line;

export class Mould {
  /** Encoded lines, or the one line that values go into. */
  private readonly parts: (Uint8Array | Line)[] = [];
  /** What is done for values of these lengths. */
  private readonly programs = new Map<string, readonly Step[]>();

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
      this.parts.push({ text: line, octets: Buffer.byteLength(line), indices });
    }
    close();
  }

  /**
   * @param values in the order of their marks, escaped where the part asks for it
   * @param blocks by the index of their mark: what pours the lines that take the place of the whole line
   */
  pour(into: QuotedOctets, values: readonly string[], blocks?: ReadonlyMap<number, () => void>): void {
    for (const step of this.programFor(values)) {
      if ('indices' in step) {
        const block = blocks?.get(step.indices[0] ?? -1);
        if (block) block();
        else this.pourLine(into, step, values);
      } else pourStep(into, step, values);
    }
  }

  /** Values without white space (but at their end) are laid out by their lengths alone. */
  private programFor(values: readonly string[]): readonly Step[] {
    let key = '';
    for (const value of values) key += isWord(value) ? `${value.length},` : ',';
    const known = this.programs.get(key);
    if (known) return known;
    if (this.programs.size >= MOST_PROGRAMS) this.programs.clear();
    const program = this.compile(values.map((value) => (isWord(value) ? value.length : 0)));
    this.programs.set(key, program);
    return program;
  }

  private compile(lengths: readonly number[]): Step[] {
    const program: Step[] = [];
    for (const part of this.parts) {
      const steps = part instanceof Uint8Array ? [part] : this.layOut(part, (index) => lengths[index] ?? 0);
      for (const step of steps ?? [part]) {
        const before = program.at(-1);
        if (before instanceof Uint8Array && step instanceof Uint8Array)
          program.splice(-1, 1, Buffer.concat([before, step]));
        else program.push(step);
      }
    }
    return program;
  }

  private pourLine(into: QuotedOctets, line: Line, values: readonly string[]): void {
    let most = line.octets;
    for (const index of line.indices) {
      const { length } = values[index] ?? '';
      most += length === 0 ? Infinity : 3 * length;
    }
    // In a short line nothing is laid out at all.
    if (most < this.shortest) line.short ??= this.layOut(line, () => 1);
    if (most < this.shortest && line.short) for (const step of line.short) pourStep(into, step, values);
    else into.addLines(this.wholeLine(line.text, values));
  }

  /** @returns undefined when a value has no length or would be torn, or the text holds what stands in for one */
  private layOut({ text, indices }: Line, lengthOf: (index: number) => number) {
    if (indices.some((index) => lengthOf(index) === 0)) return undefined;
    const filled = text.replace(MARK, (mark) => {
      const index = mark.charCodeAt(0) - FIRST;
      return (STAND_INS[index] ?? '').repeat(lengthOf(index));
    });
    const finished = this.finish(filled);
    const pieces: (Uint8Array | Hole)[] = [];
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

function pourStep(into: QuotedOctets, step: Uint8Array | Hole, values: readonly string[]): void {
  if (step instanceof Uint8Array) into.addReady(step);
  else into.addPiece(values[step.value] ?? '', !step.last);
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
