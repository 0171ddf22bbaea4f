// What TeX commands do: which keep their argument, which drop it, and those with a reading of their own.
import { characterAt } from './html-entities.js';
import type { Atom } from './math-layout.js';
import { plainOf, withMark, type Segment } from './segment.js';
import { accented, accentedSymbol, mathAccent, textAccent } from './tex-accents.js';
import { symbolOf } from './tex-symbols.js';

export type ArgumentMode = 'text' | 'math' | 'script' | 'same';

/** What a command may take from the text behind it. */
export interface CommandReader {
  readonly isMath: boolean;
  argument(mode: ArgumentMode): Segment[];
  raw(): string;
  match(pattern: RegExp): RegExpExecArray | undefined;
  readOther(source: string): Segment[];
  mathUpTo(end: '\\)' | '\\]'): Segment[];
}

type Run = (reader: CommandReader) => Atom[] | 'emphasis';

const OPTIONAL = /\s*\[[^\]{}$\\]{0,200}\]/y;
const COMMANDS = new Map<string, Run>();

define(
  'text textrm textbf textsc texttt textsf textup textnormal textmd textlf mbox hbox fbox makebox underline uline uwave ul emphbf hl sout title',
  (r) => ofSegments(r.argument('text')),
);
define(
  'mathrm mathbf mathsf mathtt mathcal mathscr mathfrak mathbb mathds bm boldsymbol pmb operatorname mathop mathbin mathrel mathord mathit smash overbrace underbrace substack widebar overleftarrow mathnormal',
  (r) => ofSegments(r.argument('math')),
);
define('emph textit textsl', (r) => ofSegments(withMark(r.argument('text'), 'em')));
define('textsuperscript up', (r) => ofSegments(withMark(r.argument('text'), 'sup')));
define('textsubscript', (r) => ofSegments(withMark(r.argument('text'), 'sub')));
define('it em sl itshape slshape', (r) => (r.isMath ? [] : 'emphasis'));
define(
  `rm bf tt sc sf cal frak bbbf mit tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge rmfamily
 sffamily ttfamily bfseries mdseries scshape upshape normalfont boldmath unboldmath displaystyle textstyle scriptstyle
 scriptscriptstyle limits nolimits noindent protect xspace null relax allowbreak nobreak strut hfill hfil centering
 left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm nonumber notag maketitle
 footnotemark sloppy raggedright par- / @ - ! )`,
  (r) => {
    r.match(/\.(?=\s*[$\\}]|$)/y);
    return [];
  },
);
define(
  'par newline linebreak item quad qquad space thinspace enspace enskip nobreakspace bigskip medskip smallskip \\ , ; : >',
  () => [SPACE()],
);
define(
  'cite citep citet citealt citealp citeauthor citeyear citeyearpar nocite ref eqref autoref cref Cref pageref label color vspace hspace hskip mkern kern vskip includegraphics thanks keywords deleted phantom hphantom vphantom definecolor footnotetext bibliography pagestyle setlength rule hypertarget',
  (r) => {
    while (r.match(OPTIONAL));
    r.raw();
    return [];
  },
);
define('url path nolinkurl', (r) => text(r.raw()));
define('href hyperlink hyperref', (r) => {
  while (r.match(OPTIONAL));
  const target = r.raw();
  const words = r.argument('text');
  return /^(?:|here|link|this|this (?:link|url))$/i.test(plainOf(words)) ? text(target) : ofSegments(words);
});
define('textcolor colorbox fcolorbox foreignlanguage replacedby hspace*', (r) => {
  while (r.match(OPTIONAL));
  r.raw();
  return ofSegments(r.argument('same'));
});
define('footnote', (r) => enclosed(' (', r.argument('text'), ')'));
define('enquote', (r) => enclosed('“', r.argument('text'), '”'));
define('ket', (r) => enclosed('|', r.argument('math'), '⟩'));
define('bra', (r) => enclosed('⟨', r.argument('math'), '|'));
define('abs', (r) => enclosed('|', r.argument('math'), '|'));
define('norm', (r) => enclosed('‖', r.argument('math'), '‖'));
define('pmod', (r) => enclosed(' (mod ', r.argument('math'), ')'));
define('bmod mod', () => [{ kind: 'function', text: 'mod' }]);
define(
  'ac acp acl acs acf acrshort acrlong gls glspl Gls acsp num lowercase mathstrut ensuremath uppercase',
  (r) => {
    while (r.match(OPTIONAL));
    return ofSegments(r.argument('same'));
  },
);
define('ang', (r) => enclosed('', r.argument('math'), '°'));
define('SI qty', (r) => [
  ...ofSegments(r.argument('math')),
  { kind: 'text', text: '\u00a0' },
  ...ofSegments(r.argument('math')),
]);
define('si unit', (r) => ofSegments(r.argument('math')));
define('ion', (r) => text(`${plainOf(r.argument('text'))} ${plainOf(r.argument('text')).toUpperCase()}`));
define('ce chem', (r) => ofSegments(r.readOther(chemistryToTex(r.raw()))));
define('frac tfrac dfrac cfrac nicefrac sfrac', (r) => {
  const [above, below] = [r.argument('math'), r.argument('math')];
  return [...parted(above), { kind: 'text', text: '/' }, ...parted(below)];
});
define('sqrt', (r) => {
  const index = r.match(/\s*\[([^\]]{0,20})\]/y)?.[1]?.trim() ?? '';
  const root = { 3: '∛', 4: '∜' }[index] ?? '√';
  const under = r.argument('math');
  const before: Atom[] = index === '' || root !== '√' ? [] : [{ kind: 'script', text: index, mark: 'sup' }];
  const isShort = /^(?:[\d.]+|.\p{M}*)$/u.test(plainOf(under));
  return [
    ...before,
    ...(isShort
      ? [{ kind: 'text' as const, text: root }, ...ofSegments(under)]
      : enclosed(`${root}(`, under, ')')),
  ];
});
define('binom tbinom dbinom', (r) =>
  text(`(${plainOf(r.argument('math'))} choose ${plainOf(r.argument('math'))})`),
);
define('overset stackrel underset', (r) => {
  const [upon, base] = [plainOf(r.argument('math')), r.argument('math')];
  return upon === '?' || upon.length > 3 ? ofSegments(base) : [...ofSegments(base)];
});
define('xrightarrow xleftarrow', (r) => {
  r.argument('math');
  return [{ kind: 'relation', text: '→' }];
});
define('texorpdfstring', (r) => {
  r.raw();
  return ofSegments(r.argument('same'));
});
define('replaced', (r) => {
  const words = r.argument('text');
  r.raw();
  return ofSegments(words);
});
define('not', (r) => {
  const negated = plainOf(r.argument('math'));
  return [{ kind: 'relation', text: `${negated}\u0338`.normalize('NFC') }];
});
define('begin end', (r) => {
  r.raw();
  while (r.match(OPTIONAL));
  return [SPACE()];
});
define('unicode', (r) => text(characterNamed(r.raw())));
define('char symbol', (r) => {
  const match = r.match(/\s*\{?(?:"([\da-fA-F]{1,5})|'([0-7]{1,6})|(\d{1,7}))\}?\s?/y);
  if (!match) return [];
  const [, hexadecimal, octal, decimal] = match;
  if (hexadecimal !== undefined) return text(characterAt(Number.parseInt(hexadecimal, 16)));
  return text(characterAt(octal === undefined ? Number(decimal) : Number.parseInt(octal, 8)));
});
define('verb lstinline', (r) => text(r.match(/([|!+@#=])([^]{0,300}?)\1/y)?.[2] ?? ''));
define('romannumeral', (r) => text(r.match(/\s*\d{1,4}/y)?.[0].trim() ?? ''));
define('ding', (r) => text({ 51: '✓', 52: '✔', 55: '✗', 56: '✘', 72: '★' }[r.raw()] ?? ''));
define('farcs', () => text('.″'));
define('farcm', () => text('.′'));
define('fdg', () => text('.°'));
define('|', () => text('‖'));
define('_ % & # $ { }', () => []);
for (const sign of '_%&#$') define(sign, () => text(sign));
define('{', () => [{ kind: 'open', text: '{' }]);
define('}', () => [{ kind: 'close', text: '}' }]);
define(' ', () => [SPACE()]);
define('(', (r) => (r.isMath ? [] : ofSegments(r.mathUpTo('\\)'))));
define('[', (r) => (r.isMath ? [{ kind: 'open', text: '[' }] : ofSegments(r.mathUpTo('\\]'))));
define(']', (r) => (r.isMath ? [{ kind: 'close', text: ']' }] : []));

/** @returns undefined when nobody knows the command; 'emphasis' when the rest of the group is set in italics */
export function runCommand(name: string, reader: CommandReader): Atom[] | 'emphasis' | undefined {
  const over = mathAccent(name);
  if (over !== undefined) return accentOver(over, reader);
  const textual = textAccent(name);
  if (textual !== undefined && takesAccent(name, reader)) return accentUnder(name, textual, reader);
  const run = COMMANDS.get(name);
  if (run) return run(reader);
  const symbol = symbolOf(name);
  if (!symbol) return textual === undefined ? undefined : text(name);
  if (reader.isMath || /^(?:[a-zA-Z]|[a-z]{2}|A[AE]|OE|DH|TH|NG|LaTeX)$/.test(name)) reader.match(/\s+/y);
  reader.match(/\{\}/y);
  const [base = '', index] = symbol.text === '_' ? ['_'] : symbol.text.split('_');
  if (index === undefined) return [{ kind: symbol.kind, text: base }];
  return [
    { kind: 'text', text: base },
    { kind: 'script', text: index, mark: 'sub' },
  ];
}

/** Letters as accents need braces or a space behind them: \v{S}, \c c. In mathematics accents are other commands. */
function takesAccent(name: string, reader: CommandReader): boolean {
  if (/[a-zA-Z]/.test(name))
    return (
      reader.match(/(?=\s*\{|\s+\p{L}(?!\p{L}{2})|\\[ij](?![a-z]))/uy) !== undefined && !/^t$/.test(name)
    );
  return reader.match(/(?=\s*[{\p{L}]|\\[ij](?![a-z]))/uy) !== undefined;
}

function accentUnder(name: string, accent: string, reader: CommandReader): Atom[] {
  return text(accented(name, accent, plainOf(reader.argument('text'))));
}

function accentOver(accent: string, reader: CommandReader): Atom[] {
  const [first, ...rest] = ofSegments(reader.argument('math'));
  return first ? [{ ...first, text: accentedSymbol(accent, first.text) }, ...rest] : [];
}

function characterNamed(code: string): string {
  return characterAt(/^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 10));
}

function chemistryToTex(formula: string): string {
  return formula
    .replace(/<?->/g, (arrow) => (arrow === '->' ? '\\rightarrow ' : '\\rightleftharpoons '))
    .replace(/([A-Za-z)\]])(\d+)/g, '$1_{$2}')
    .replace(/([A-Za-z\d)\]}])([+-])(?=$|[\s)\]])/g, '$1^{$2}');
}

function parted(segments: Segment[]): Atom[] {
  const plain = plainOf(segments);
  return /\s|.[+−/=]/u.test(plain) && !/^\([^()]*\)$/.test(plain)
    ? enclosed('(', segments, ')')
    : ofSegments(segments);
}

function enclosed(before: string, segments: Segment[], after: string): Atom[] {
  return [...text(before), ...ofSegments(segments), ...text(after)];
}

function ofSegments(segments: readonly Segment[]): Atom[] {
  return segments.map((segment) => ({ ...segment, kind: 'text' }));
}

function text(text: string): Atom[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

function SPACE(): Atom {
  return { kind: 'space', text: ' ' };
}

function define(names: string, run: Run): void {
  for (const name of names === ' ' ? [' '] : names.split(/\s+/)) COMMANDS.set(name, run);
}
