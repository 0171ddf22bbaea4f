// Signs that mean something in TeX's text mode: ties, dashes, quotes, and the scripts people type outside mathematics.
import type { Segment } from './segment.js';

export interface ReadSign {
  segment: Segment;
  /** How many UTF-16 units of the source it took. */
  length: number;
}

const SINGLE_QUOTED = /`(?=[^`'\s][^`]{0,100}?'(?!\p{L}))/uy;
const POWER = /\^([+−-]?\d+(?:\.\d+)?|[A-Za-z](?![A-Za-z]))/y;
const INDEX = /_(\d+)(?!\.?\d|[a-z_])/y;

export class TextSigns {
  private openDouble = 0;
  private openSingle = 0;

  constructor(
    private readonly source: string,
    private readonly hasTex: boolean,
  ) {}

  /** @returns undefined when the sign at this place is only itself */
  read(at: number): ReadSign | undefined {
    const sign = this.source[at];
    if (sign === '~') return this.tie(at);
    if (sign === '-') return this.hyphens(at);
    if (sign === '`' || sign === "'" || sign === '"') return this.quote(sign, at);
    if (sign === '^') return this.power(at);
    if (sign === '_') return this.index(at);
    return undefined;
  }

  /** A tie in TeX; in text without any, and before a lone number, what people mean is "about". */
  private tie(at: number): ReadSign | undefined {
    const [before = ' ', after = ' '] = [this.source[at - 1], this.source[at + 1]];
    const isAbout =
      (/[\s([<>=/]/.test(before) && /[\d.\s$]/.test(after)) || (!this.hasTex && /[\d.]/.test(after));
    const isRedshift =
      /\d/.test(after) && /(?:^|[^\p{L}])[a-z]$/u.test(this.source.slice(Math.max(0, at - 2), at));
    return isAbout || isRedshift || (!this.hasTex && /[/\s]/.test(before + after))
      ? undefined
      : taken(' ', 1);
  }

  private hyphens(at: number): ReadSign | undefined {
    let end = at + 1;
    while (this.source[end] === '-') end += 1;
    const length = end - at;
    const [before = ' ', after = ' '] = [this.source[at - 1], this.source[end]];
    if (length === 3) return taken('—', 3);
    const isOption = /[\s(]/.test(before) && /[a-z]/.test(after);
    if (length !== 2 || isOption || after === '>' || before === '<' || before === '!') {
      return taken(this.source.slice(at, end), length);
    }
    return taken('–', 2);
  }

  private quote(sign: string, at: number): ReadSign | undefined {
    const isDouble = this.source[at + 1] === sign;
    if (sign === '`' && isDouble) {
      this.openDouble += 1;
      return taken('“', 2);
    }
    if (sign === '`') {
      SINGLE_QUOTED.lastIndex = at;
      if (!SINGLE_QUOTED.test(this.source)) return undefined;
      this.openSingle += 1;
      return taken('‘', 1);
    }
    if (this.openDouble > 0 && (sign === '"' || isDouble)) {
      this.openDouble -= 1;
      return taken('”', sign === '"' ? 1 : 2);
    }
    if (sign === "'" && isDouble) {
      const [before = ' ', after = ' '] = [this.source[at - 1], this.source[at + 2]];
      if (/[\s([]/.test(before) && /\S/.test(after)) {
        this.openDouble += 1;
        return taken('“', 2);
      }
      return taken(/\d/.test(before) ? '″' : '”', 2);
    }
    if (sign === "'" && this.openSingle > 0 && !/\p{L}/u.test(this.source[at + 1] ?? ' ')) {
      this.openSingle -= 1;
      return taken('’', 1);
    }
    return undefined;
  }

  private power(at: number): ReadSign | undefined {
    POWER.lastIndex = at;
    const match = POWER.exec(this.source);
    if (!match || !/[\p{L}\p{N}()[\]]/u.test(this.source[at - 1] ?? '')) return undefined;
    return { segment: { text: (match[1] ?? '').replace('-', '−'), mark: 'sup' }, length: match[0].length };
  }

  /** H_0 and x_1; but layer_0 and v_1_0 are names in a program. */
  private index(at: number): ReadSign | undefined {
    INDEX.lastIndex = at;
    const match = INDEX.exec(this.source);
    if (!match || !/(?:^|[^\p{L}\p{N}_])\p{L}$/u.test(this.source.slice(Math.max(0, at - 3), at)))
      return undefined;
    return { segment: { text: match[1] ?? '', mark: 'sub' }, length: match[0].length };
  }
}

function taken(text: string, length: number): ReadSign {
  return { segment: { text }, length };
}
