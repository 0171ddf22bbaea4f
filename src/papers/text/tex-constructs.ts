// TeX commands with a reading of their own: fractions and roots, units and formulas, links, characters by number.
import {
  enclosed,
  ofSegments,
  ofText,
  parted,
  skipOptions,
  SPACE,
  type CommandReader,
  type CommandResult,
} from './command-reader.js';
import { characterAt } from './html-entities.js';
import type { Atom } from './math-layout.js';
import { plainOf } from './segment.js';

type Run = (reader: CommandReader) => CommandResult;

const DOUBLE_STRUCK: Readonly<Record<string, string>> = {
  C: 'ℂ',
  H: 'ℍ',
  N: 'ℕ',
  P: 'ℙ',
  Q: 'ℚ',
  R: 'ℝ',
  Z: 'ℤ',
};
const DINGBATS: Readonly<Record<string, string>> = { 51: '✓', 52: '✔', 55: '✗', 56: '✘', 72: '★' };
const ROOTS: Readonly<Record<string, string>> = { '': '√', 2: '√', 3: '∛', 4: '∜' };
const POINTING_WORDS = /^(?:|here|link|this|this (?:link|url|page)|(?:this )?https? ?url)$/i;

const CONSTRUCTS: Readonly<Record<string, Run>> = {
  frac: fraction,
  tfrac: fraction,
  dfrac: fraction,
  nicefrac: fraction,
  sfrac: fraction,
  sqrt: root,
  binom: choice,
  dbinom: choice,
  tbinom: choice,
  overset: (reader) => (reader.argument('math'), ofSegments(reader.argument('math'))),
  underset: (reader) => (reader.argument('math'), ofSegments(reader.argument('math'))),
  stackrel: (reader) => (reader.argument('math'), ofSegments(reader.argument('math'))),
  xrightarrow: (reader) => (reader.argument('math'), [{ kind: 'relation', text: '→' }]),
  xleftarrow: (reader) => (reader.argument('math'), [{ kind: 'relation', text: '←' }]),
  mathbb: doubleStruck,
  not: (reader) => {
    const negated = plainOf(reader.argument('math'));
    return [{ kind: 'relation', text: `${negated}\u0338`.normalize('NFC') }];
  },
  ket: (reader) => enclosed('|', reader.argument('math'), '⟩'),
  bra: (reader) => enclosed('⟨', reader.argument('math'), '|'),
  abs: (reader) => enclosed('|', reader.argument('math'), '|'),
  norm: (reader) => enclosed('‖', reader.argument('math'), '‖'),
  pmod: (reader) => enclosed(' (mod ', reader.argument('math'), ')'),
  SI: quantity,
  qty: quantity,
  ang: (reader) => enclosed('', reader.argument('math'), '°'),
  ce: formula,
  ion: (reader) => {
    const element = plainOf(reader.argument('text'));
    return ofText(`${element} ${plainOf(reader.argument('text')).toUpperCase()}`);
  },
  url: (reader) => ofText(reader.raw()),
  path: (reader) => ofText(reader.raw()),
  href: link,
  hyperlink: link,
  footnote: (reader) => enclosed(' (', reader.argument('text'), ')'),
  enquote: (reader) => enclosed('“', reader.argument('text'), '”'),
  texorpdfstring: (reader) => (reader.raw(), ofSegments(reader.argument('same'))),
  replaced: (reader) => {
    const words = ofSegments(reader.argument('text'));
    reader.raw();
    return words;
  },
  textcolor: (reader) => {
    skipOptions(reader);
    reader.raw();
    return ofSegments(reader.argument('same'));
  },
  unicode: (reader) => {
    const code = reader.raw();
    return ofText(characterAt(Number.parseInt(code.replace(/^x/i, ''), /^x/i.test(code) ? 16 : 10)));
  },
  char: numbered,
  symbol: numbered,
  verb: (reader) => ofText(reader.match(/([|!+@#=])([^]{0,300}?)\1/y)?.[2] ?? ''),
  ding: (reader) => ofText(DINGBATS[reader.raw()] ?? ''),
  romannumeral: (reader) => ofText(reader.match(/\s*\d{1,4}/y)?.[0].trim() ?? ''),
};

export function constructOf(command: string): Run | undefined {
  return Object.hasOwn(CONSTRUCTS, command) ? CONSTRUCTS[command] : undefined;
}

/** Apart from its neighbours, or a/b x would read as a over bx. */
function fraction(reader: CommandReader): Atom[] {
  const above = reader.argument('math');
  const whole = [...parted(above), ...ofText('/'), ...parted(reader.argument('math'))];
  return reader.isMath ? [SPACE, ...whole, SPACE] : whole;
}

function root(reader: CommandReader): Atom[] {
  const index = reader.match(/\s*\[([^\]{}$\\]{0,20})\]/y)?.[1]?.trim() ?? '';
  const sign = ROOTS[index] ?? '√';
  const before: Atom[] = Object.hasOwn(ROOTS, index) ? [] : [{ kind: 'script', text: index, mark: 'sup' }];
  const under = reader.argument('math');
  const isShort = /^(?:[\d.]+|.\p{M}*)$/u.test(plainOf(under));
  return [...before, ...(isShort ? enclosed(sign, under, '') : enclosed(`${sign}(`, under, ')'))];
}

function choice(reader: CommandReader): Atom[] {
  const from = plainOf(reader.argument('math'));
  return ofText(`(${from} choose ${plainOf(reader.argument('math'))})`);
}

/** The sets of numbers; other letters of that kind are missing from too many fonts. */
function doubleStruck(reader: CommandReader): Atom[] {
  const [first, ...rest] = ofSegments(reader.argument('math'));
  return first ? [{ ...first, text: DOUBLE_STRUCK[first.text] ?? first.text }, ...rest] : [];
}

function quantity(reader: CommandReader): Atom[] {
  skipOptions(reader);
  const amount = reader.argument('math');
  return [...ofSegments(amount), ...ofText('\u00a0'), ...ofSegments(reader.argument('math'))];
}

function formula(reader: CommandReader): Atom[] {
  const tex = reader
    .raw()
    .replace(/<?->/g, (arrow) => (arrow === '->' ? '\\rightarrow ' : '\\rightleftharpoons '))
    .replace(/([A-Za-z)\]])(\d+)/g, '$1_{$2}')
    .replace(/([A-Za-z\d)\]}])([+-])(?=$|[\s)\]])/g, '$1^{$2}');
  return ofSegments(reader.readOther(tex));
}

/** The words of a link; when they only point, the address says more. */
function link(reader: CommandReader): Atom[] {
  skipOptions(reader);
  const target = reader.raw();
  const words = reader.argument('text');
  return POINTING_WORDS.test(plainOf(words)) ? ofText(target) : ofSegments(words);
}

function numbered(reader: CommandReader): Atom[] {
  const match = reader.match(/\s*\{?(?:"([\da-fA-F]{1,5})|'([0-7]{1,6})|(\d{1,7}))\}?\s?/y);
  if (!match) return [];
  const [, hexadecimal, octal, decimal = ''] = match;
  if (hexadecimal !== undefined) return ofText(characterAt(Number.parseInt(hexadecimal, 16)));
  return ofText(characterAt(octal === undefined ? Number(decimal) : Number.parseInt(octal, 8)));
}
