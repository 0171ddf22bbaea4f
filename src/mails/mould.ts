// A text that is the same in many mails but for a few values: rendered once with a mark for each value, and encoded once.
// Pouring encodes the values alone, for quoted-printable may break a line anywhere; a line that must be wrapped around its
// values is made anew.
import { quotedLines, quotedPart } from '../shared/quoted-printable.js';

/** Marks are characters for private use, which stand in no text of ours. */
const FIRST = 0xe000;
const MARK = /[\ue000-\ue01f]/g;

/** The mark of the `index`th value, 0 to 31; goes into a view in the place of the value. */
export function markOf(index: number): string {
  return String.fromCharCode(FIRST + index);
}

/** A text of others, in which no mark may stand. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '\ufffd');
}

export interface Finish {
  /** What is done to a line, such as wrapping it. */
  line: (line: string) => string;
  /** Octets of values that a line has room for as it was finished with their marks; more, and it is made anew. */
  room: (line: string) => number;
}

/** Encoded lines; or a line with values, as it is and in pieces, of which the odd ones are values. */
type Part = string | { line: string; pieces: (string | number)[]; room: number };

export class Mould {
  private readonly parts: Part[] = [];

  constructor(
    text: string,
    private readonly finish: Finish,
  ) {
    let plain: string[] = [];
    const close = () => {
      if (plain.length > 0) this.parts.push(quotedLines(`${plain.map(finish.line).join('\n')}\n`));
      plain = [];
    };
    for (const line of text.replace(/\n$/, '').split('\n')) {
      if (line.search(MARK) < 0) {
        plain.push(line);
        continue;
      }
      close();
      this.parts.push({ line, pieces: piecesOf(finish.line(line)), room: finish.room(line) });
    }
    close();
  }

  /**
   * @param values in the order of their marks, escaped where the part asks for it
   * @param blocks by the index of their mark: encoded lines that take the place of the whole line
   */
  pour(values: readonly string[], blocks?: ReadonlyMap<number, string>): string {
    const quoted: string[] = [];
    let out = '';
    for (const part of this.parts) {
      if (typeof part === 'string') out += part;
      else out += blocks?.get(part.line.charCodeAt(0) - FIRST) ?? this.filled(part, values, quoted);
    }
    return out;
  }

  private filled(part: Exclude<Part, string>, values: readonly string[], quoted: string[]): string {
    let out = '';
    let octets = 0;
    for (const piece of part.pieces) {
      if (typeof piece === 'string') {
        out += piece;
        continue;
      }
      const value = (quoted[piece] ??= quotedPart(values[piece] ?? ''));
      octets += value.length;
      out += value;
    }
    return octets > part.room ? this.anew(part.line, values) : out;
  }

  private anew(line: string, values: readonly string[]): string {
    const filled = line.replace(MARK, (mark) => values[mark.charCodeAt(0) - FIRST] ?? '');
    return quotedLines(this.finish.line(filled));
  }
}

/** What stands between the marks, encoded, each up to a break that is none; and the marks as the indices of values. */
function piecesOf(line: string): (string | number)[] {
  const texts = line.split(MARK);
  const marks = line.match(MARK) ?? [];
  return texts.flatMap((text, index) => {
    const mark = marks[index];
    if (mark === undefined) return [text === '' ? '\r\n' : quotedLines(text)];
    const before = text.includes('\n') ? text.lastIndexOf('\n') + 1 : 0;
    const whole = before > 0 ? quotedLines(text.slice(0, before)) : '';
    return [whole + quotedPart(text.slice(before)), mark.charCodeAt(0) - FIRST];
  });
}
