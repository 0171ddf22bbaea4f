// Reads TeX, as authors type it into titles and abstracts, in one pass: text mode and mathematics.
import type { ArgumentMode, CommandReader, CommandResult } from './command-reader.js';
import { mathEnd, withWordDash } from './dollar-signs.js';
import { layOut, type Atom } from './math-layout.js';
import { plainOf, withMark, type Segment } from './segment.js';
import { accentFromOver } from './tex-accents.js';
import { runCommand } from './tex-commands.js';
import { kindOf } from './tex-symbols.js';
import { TextSigns } from './text-signs.js';

/** Deeper braces are passed over, so that no text exhausts the stack. */
const DEEPEST = 14;
const PLAIN_RUN = /[^\\{}$~`'"^_-]+/y;
const MATH_RUN = /[A-Za-z]+|\d+(?:\.\d+)*/y;
const COMMAND = /\\(?:([a-zA-Z]+)\*?|([^]))/uy;
const PRIMES = ['′', '″', '‴'];
const SCRIPT = /[_^](?:\{|\\[a-zA-Z])/y;
/** A set, or a piece of JSON: not braces that only group. */
const VISIBLE_GROUP = /\{[^{}\\$]{0,200}[,"][^{}\\$]{0,200}\}/y;
/** Macros named in capitals are nearly always the name itself; these are not. */
const PLACEHOLDER = /^(?:OURS?|METHOD|MODEL|NAME|DATASET|BENCHMARK|SYSTEM|FRAMEWORK|TOOL)$/;

export class TexReader implements CommandReader {
  private at = 0;
  private limit: number;
  private depth = 0;
  private readonly hasTex: boolean;
  private readonly signs: TextSigns;
  private readonly lastEnds: Readonly<Record<string, number>>;
  isMath = false;

  constructor(private readonly source: string) {
    this.limit = source.length;
    this.hasTex = /[\\$]/.test(source);
    this.signs = new TextSigns(source, this.hasTex);
    this.lastEnds = { '\\)': source.lastIndexOf('\\)'), '\\]': source.lastIndexOf('\\]') };
  }

  read(): Segment[] {
    return this.readText(false);
  }

  argument(mode: ArgumentMode): Segment[] {
    this.skipSpaces();
    const sign = this.source.charAt(this.at);
    if (this.at >= this.limit || sign === '}') return [];
    if (sign === '{') return this.readGroup(mode);
    const before = this.isMath;
    this.isMath = mode === 'same' ? before : mode !== 'text';
    const atoms = sign === '\\' ? this.readCommand() : this.readCharacter();
    this.isMath = before;
    return atoms === 'emphasis' ? [] : layOut(atoms, true);
  }

  raw(): string {
    this.skipSpaces();
    if (this.source[this.at] !== '{') return '';
    const start = this.at + 1;
    let depth = 0;
    for (; this.at < this.limit; this.at += 1) {
      const sign = this.source[this.at];
      if (sign === '\\') this.at += 1;
      else if (sign === '{') depth += 1;
      else if (sign === '}' && (depth -= 1) === 0) break;
    }
    this.at = Math.min(this.at + 1, this.limit);
    return this.source.slice(start, this.source[this.at - 1] === '}' ? this.at - 1 : this.at);
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (!match || this.at + match[0].length > this.limit) return undefined;
    this.at += match[0].length;
    return match;
  }

  readOther(source: string): Segment[] {
    if (this.depth >= DEEPEST) return [{ text: source }];
    const other = new TexReader(source);
    other.depth = this.depth + 1;
    return other.readMath(false, false);
  }

  mathUpTo(end: '\\)' | '\\]'): Segment[] {
    const found = (this.lastEnds[end] ?? -1) < this.at ? -1 : this.source.indexOf(end, this.at);
    return found === -1 || found > this.limit ? [] : this.readMathTo(found, end.length);
  }

  private readText(inBraces: boolean): Segment[] {
    const out: Segment[] = [];
    let emphasisFrom = -1;
    while (this.at < this.limit) {
      const sign = this.source.charAt(this.at);
      if (sign === '}' && inBraces) {
        this.at += 1;
        break;
      }
      const read = sign === '\\' ? this.readCommand() : this.readTextSign(sign);
      if (read === 'emphasis') emphasisFrom = out.length;
      else for (const segment of read) out.push(segment);
    }
    if (emphasisFrom === -1) return out;
    return out.slice(0, emphasisFrom).concat(withMark(out.slice(emphasisFrom), 'em'));
  }

  private readTextSign(sign: string): readonly Segment[] {
    if (sign === '$') return this.readDollar();
    if (sign === '{') {
      const visible = this.match(VISIBLE_GROUP) ?? (this.hasTex ? undefined : this.match(/\{\}/y));
      return visible ? [{ text: visible[0] }] : this.readGroup('text');
    }
    if (sign === '}') return this.hasTex ? this.take(1).slice(1) : this.take(1);
    if ((sign === '^' || sign === '_') && this.isScriptInText()) {
      this.at += 1;
      return withMark(this.argument('script'), sign === '^' ? 'sup' : 'sub');
    }
    const special = this.signs.read(this.at);
    if (special) {
      this.at = Math.min(this.at + special.length, this.limit);
      return [special.segment];
    }
    PLAIN_RUN.lastIndex = this.at;
    return this.take(PLAIN_RUN.exec(this.source)?.[0].length ?? 1);
  }

  /** `x^{2}` without dollar signs; a script needs something to stand at. */
  private isScriptInText(): boolean {
    SCRIPT.lastIndex = this.at;
    return SCRIPT.test(this.source) && /\S/.test(this.source[this.at - 1] ?? ' ');
  }

  private readDollar(): readonly Segment[] {
    const isDisplay = this.source[this.at + 1] === '$';
    const end = mathEnd(this.source, isDisplay ? this.at + 1 : this.at, this.limit);
    if (end === undefined) return this.take(isDisplay ? 2 : 1);
    const before = this.source[this.at - 1] ?? ' ';
    this.at += isDisplay ? 2 : 1;
    const formula = this.readMathTo(end, isDisplay && this.source[end + 1] === '$' ? 2 : 1);
    return withWordDash(formula, before, this.source[this.at] ?? ' ');
  }

  private readMathTo(end: number, endLength: number): Segment[] {
    const { limit } = this;
    this.limit = end;
    const segments = this.readMath(false, false);
    this.limit = limit;
    this.at = Math.min(end + endLength, limit);
    return segments;
  }

  private readMath(inBraces: boolean, compact: boolean): Segment[] {
    const before = this.isMath;
    this.isMath = true;
    const atoms: Atom[] = [];
    while (this.at < this.limit) {
      const sign = this.source.charAt(this.at);
      if (sign === '}' && inBraces) break;
      if (sign === '\\') {
        const read = this.readCommand();
        if (read !== 'emphasis') for (const atom of read) atoms.push(atom);
      } else if (sign === '{') {
        for (const segment of this.readGroup(compact ? 'script' : 'math'))
          atoms.push({ ...segment, kind: 'text' });
      } else if (sign === '^' || sign === '_') {
        this.at += 1;
        atoms.push(...scriptAtoms(sign, plainOf(this.argument('script'))));
      } else atoms.push(...this.readCharacter());
    }
    if (inBraces) this.at = Math.min(this.at + 1, this.limit);
    this.isMath = before;
    return layOut(atoms, compact);
  }

  private readGroup(mode: ArgumentMode): Segment[] {
    this.at += 1;
    if (this.depth >= DEEPEST) return [];
    this.depth += 1;
    const asMath = mode === 'same' ? this.isMath : mode !== 'text';
    const before = this.isMath;
    this.isMath = asMath;
    const segments = asMath ? this.readMath(true, mode === 'script') : this.readText(true);
    this.isMath = before;
    this.depth -= 1;
    return segments;
  }

  /** One character of mathematics, or a number, or letters that stand together. */
  private readCharacter(): Atom[] {
    const run = this.isMath ? this.match(MATH_RUN) : undefined;
    if (run) return [{ kind: 'text', text: run[0] }];
    const text = String.fromCodePoint(this.source.codePointAt(this.at) ?? 32);
    this.at += text.length;
    if (/[\s~&]/.test(text)) return [{ kind: 'space', text: ' ' }];
    if (text === "'") return [{ kind: 'text', text: PRIMES[this.match(/'{1,2}/y)?.[0].length ?? 0] ?? '′' }];
    return text === '$' || text === '}' ? [] : [{ kind: kindOf(text), text }];
  }

  private readCommand(): CommandResult {
    const match = this.match(COMMAND);
    if (!match) return [{ kind: 'text', text: this.take(1)[0]?.text ?? '' }];
    const name = match[1] ?? match[2] ?? '';
    const atoms = this.depth < DEEPEST ? this.runDeeper(name) : [];
    if (atoms) return atoms;
    if (/^[A-Z]{3,}$/.test(name) && !PLACEHOLDER.test(name) && this.source[this.at] !== '{')
      return [{ kind: 'text', text: name }];
    const isLetterOfFormula = this.isMath && name.length === 1 && this.source[this.at] !== '{';
    if (isLetterOfFormula || !/^[a-zA-Z]/.test(name)) return [{ kind: 'text', text: name }];
    return this.readUnknown(match[0]);
  }

  private runDeeper(name: string): CommandResult | undefined {
    this.depth += 2;
    const atoms = runCommand(name, this);
    this.depth -= 2;
    return atoms;
  }

  /** Stays as it was typed, with its arguments read, unless they are empty. */
  private readUnknown(command: string): Atom[] {
    if (this.match(/\{\s*\}/y)) return [{ kind: 'text', text: command }];
    if (this.source[this.at] !== '{') return [{ kind: 'text', text: command }];
    const content = plainOf(this.argument('same'));
    return [{ kind: 'text', text: `${command}{${content}}` }];
  }

  private take(length: number): Segment[] {
    const end = Math.min(this.at + length, this.limit);
    const text = this.source.slice(this.at, end);
    this.at = end;
    return [{ text }];
  }

  private skipSpaces(): void {
    this.match(/\s+/y);
  }
}

/** Degrees, primes and accents are signs of their own, not something raised. */
function scriptAtoms(sign: string, text: string): Atom[] {
  if (text === '') return [];
  if (sign === '_') return [{ kind: 'script', text, mark: 'sub' }];
  if (/^[∘°]/.test(text)) return [{ kind: 'text', text: text.replace(/^[∘°]\s*/, '°') }];
  if (/^′{1,3}$/.test(text)) return [{ kind: 'text', text: PRIMES[text.length - 1] ?? text }];
  const accent = accentFromOver(text);
  return accent === undefined ? [{ kind: 'script', text, mark: 'sup' }] : [{ kind: 'text', text: accent }];
}
