// A text that is the same in many mails but for a few values: rendered once with a mark for each value, its unchanging
// lines encoded once. Pouring encodes only the lines that hold a value.
import { quotedLines } from '../shared/quoted-printable.js';

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

export class Mould {
  /** Encoded lines, or the one line that a value goes into. */
  private readonly parts: (string | { line: string })[] = [];

  /** @param finish what is done to a line before it is encoded, such as wrapping it */
  constructor(
    text: string,
    private readonly finish: (line: string) => string,
  ) {
    let plain: string[] = [];
    const close = () => {
      if (plain.length > 0) this.parts.push(quotedLines(`${plain.map(finish).join('\n')}\n`));
      plain = [];
    };
    for (const line of text.replace(/\n$/, '').split('\n')) {
      if (line.search(MARK) < 0) {
        plain.push(line);
        continue;
      }
      close();
      this.parts.push({ line });
    }
    close();
  }

  /**
   * @param values in the order of their marks, escaped where the part asks for it
   * @param blocks by the index of their mark: encoded lines that take the place of the whole line
   */
  pour(values: readonly string[], blocks: ReadonlyMap<number, string> = new Map()): string {
    let out = '';
    for (const part of this.parts) {
      if (typeof part === 'string') out += part;
      else out += blocks.get(part.line.charCodeAt(0) - FIRST) ?? this.line(part.line, values);
    }
    return out;
  }

  private line(line: string, values: readonly string[]): string {
    const filled = line.replace(MARK, (mark) => values[mark.charCodeAt(0) - FIRST] ?? '');
    return quotedLines(this.finish(filled));
  }
}
