// BibTeX and BibLaTeX: entries with their fields; @string macros and # put together. Linear in the length of the text.
import { saying } from '../../shared/saying.js';
import type { LibraryFault } from './library-entry.js';
import { lineCounter } from './line-counter.js';

export interface BibtexEntry {
  type: string;
  /** By name in small letters, braces and TeX still in them. */
  fields: Map<string, string>;
}

const HEAD = /@[ \t]*([A-Za-z]{1,40})[ \t]*\r?\n?[ \t]*([{(])/y;
const KEY = /\s*([^,{}()"=\s#]*)\s*/y;
const FIELD = /[\s,]*([A-Za-z][\w:.+-]{0,60})\s*=\s*/y;
const CONCATENATION = /\s*#\s*/y;
const BARE = /[^\s,#{}"()=]+/y;
const SPACE_OR_COMMA = /[\s,]*/y;
/** An entry that begins a line inside a value: the one before was never closed. */
const NEXT_ENTRY = /@[A-Za-z]{1,40}[ \t]*[{(]/y;

export function readBibtexEntries(
  text: string,
  most: number,
): { entries: BibtexEntry[]; faults: LibraryFault[]; isCut: boolean } {
  return new BibtexReader(text, most).read();
}

class BibtexReader {
  private at = 0;
  private readonly entries: BibtexEntry[] = [];
  private readonly faults: LibraryFault[] = [];
  private readonly macros = new Map<string, string>();
  private readonly lineOf: (at: number) => number;

  constructor(
    private readonly text: string,
    private readonly most: number,
  ) {
    this.lineOf = lineCounter(text);
  }

  read(): { entries: BibtexEntry[]; faults: LibraryFault[]; isCut: boolean } {
    for (let start = this.text.indexOf('@'); start !== -1; start = this.text.indexOf('@', this.at)) {
      if (this.entries.length === this.most) break;
      this.at = start;
      const [, type = '', open = ''] = this.take(HEAD) ?? [];
      if (type === '') this.at = start + 1;
      else if (!this.readEntry(type.toLowerCase(), open === '{' ? '}' : ')')) this.recover(start);
    }
    const isCut = this.entries.length === this.most && this.text.indexOf('@', this.at) !== -1;
    return { entries: this.entries, faults: this.faults, isCut };
  }

  /** @returns false when the entry is broken. */
  private readEntry(type: string, close: string): boolean {
    if (type === 'comment' || type === 'preamble') return true;
    const fields = type === 'string' ? this.macros : new Map<string, string>();
    if (type !== 'string') {
      const start = this.at;
      this.take(KEY);
      if (this.text[this.at] === '=') this.at = start;
    }
    for (let field = this.take(FIELD); field !== undefined; field = this.take(FIELD)) {
      const value = this.readValue();
      if (value === undefined) return false;
      fields.set((field[1] ?? '').toLowerCase(), value);
    }
    this.take(SPACE_OR_COMMA);
    if (this.text[this.at] !== close) return false;
    this.at += 1;
    if (type !== 'string') this.entries.push({ type, fields });
    return true;
  }

  private readValue(): string | undefined {
    const parts: string[] = [];
    do {
      const part = this.readPart();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.take(CONCATENATION) !== undefined);
    return parts.join('');
  }

  private readPart(): string | undefined {
    const sign = this.text[this.at];
    if (sign === '{' || sign === '"') return this.readDelimited(sign);
    const bare = this.take(BARE)?.[0];
    return bare === undefined ? undefined : (this.macros.get(bare.toLowerCase()) ?? bare);
  }

  private readDelimited(open: '{' | '"'): string | undefined {
    const start = this.at + 1;
    let depth = 0;
    for (let at = start; at < this.text.length; at += 1) {
      const sign = this.text[at];
      if (depth === 0 && sign === (open === '{' ? '}' : '"')) {
        this.at = at + 1;
        return this.text.slice(start, at);
      }
      if (sign === '{') depth += 1;
      else if (sign === '}') depth -= 1;
      else if (sign === '\n') {
        NEXT_ENTRY.lastIndex = at + 1;
        if (NEXT_ENTRY.test(this.text)) return undefined;
      }
      if (depth < 0) return undefined;
    }
    return undefined;
  }

  /** Goes on with the next entry that begins a line. */
  private recover(start: number): void {
    this.faults.push({
      line: this.lineOf(start),
      message: saying('web.library-faults.bibtex'),
    });
    const next = this.text.indexOf('\n@', start);
    this.at = next === -1 ? this.text.length : next + 1;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }
}
