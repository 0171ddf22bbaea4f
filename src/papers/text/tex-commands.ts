// What TeX commands do: which keep their argument, which drop it, which are a sign or an accent.
import {
  ofSegments,
  ofText,
  skipOptions,
  SPACE,
  type CommandReader,
  type CommandResult,
} from './command-reader.js';
import type { Atom } from './math-layout.js';
import { plainOf, withMark } from './segment.js';
import { accented, accentedSymbol, mathAccent, textAccent } from './tex-accents.js';
import { constructOf } from './tex-constructs.js';
import { symbolOf } from './tex-symbols.js';

type Behaviour = (reader: CommandReader) => CommandResult;

const BEHAVIOURS = new Map<string, Behaviour>();

function define(names: string, behaviour: Behaviour): void {
  for (const name of names.split(/\s+/)) BEHAVIOURS.set(name, behaviour);
}

define(
  `text textrm textbf textsc texttt textsf textup textnormal textmd mbox hbox fbox makebox underline uline uwave ul sout
 title abstract`,
  (reader) => ofSegments(reader.argument('text')),
);
define(
  `mathrm mathbf mathsf mathtt mathcal mathscr mathfrak mathds mathit mathnormal mathop mathbin mathrel mathord bm
 boldsymbol pmb operatorname smash overbrace underbrace substack`,
  (reader) => ofSegments(reader.argument('math')),
);
define(
  'ac acp acl acs acf acrshort acrlong gls glspl Gls num si unit ensuremath lowercase uppercase',
  (reader) => {
    skipOptions(reader);
    return ofSegments(reader.argument('same'));
  },
);
define('emph textit textsl', (reader) => ofSegments(withMark(reader.argument('text'), 'em')));
define('textsuperscript', (reader) => ofSegments(withMark(reader.argument('text'), 'sup')));
define('textsubscript', (reader) => ofSegments(withMark(reader.argument('text'), 'sub')));
define('it em sl itshape slshape', (reader) => (reader.isMath ? fontSwitch(reader) : 'emphasis'));
define(
  `rm bf tt sc sf cal frak mit tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge rmfamily sffamily
 ttfamily bfseries mdseries scshape upshape normalfont boldmath unboldmath displaystyle textstyle scriptstyle
 scriptscriptstyle limits nolimits`,
  fontSwitch,
);
define(
  `noindent protect xspace null relax allowbreak nobreak strut hfill hfil centering middle big Big bigg Bigg bigl bigr Bigl
 Bigr biggl biggr Biggl Biggr bigm nonumber notag maketitle footnotemark sloppy raggedright / @ - ! )`,
  () => [],
);
define('left right', (reader) => {
  reader.match(/\s*\./y);
  return [];
});
define(
  `par newline linebreak item quad qquad space thinspace enspace enskip nobreakspace bigskip medskip smallskip \\ , ; : >`,
  () => [SPACE],
);
BEHAVIOURS.set(' ', () => [SPACE]);
define(
  `cite citep citet citealt citealp citeauthor citeyear citeyearpar nocite ref eqref autoref cref Cref pageref label color
 vspace hspace hskip mkern kern vskip includegraphics thanks keywords deleted phantom hphantom vphantom definecolor
 footnotetext hypersetup bibliography pagestyle setlength rule hypertarget`,
  (reader) => {
    skipOptions(reader);
    reader.raw();
    return [];
  },
);
define('begin end', (reader) => {
  reader.raw();
  skipOptions(reader);
  return [SPACE];
});
define('bmod mod', () => [{ kind: 'function', text: 'mod' }]);
define('farcs', () => ofText('.″'));
define('farcm', () => ofText('.′'));
define('fdg', () => ofText('.°'));
define('|', () => ofText('‖'));
for (const sign of '_%&#$') define(sign, () => ofText(sign));
define('{', () => [{ kind: 'open', text: '{' }]);
define('}', () => [{ kind: 'close', text: '}' }]);
define('(', (reader) => (reader.isMath ? [] : ofSegments(reader.mathUpTo('\\)'))));
define('[', (reader) => (reader.isMath ? [{ kind: 'open', text: '[' }] : ofSegments(reader.mathUpTo('\\]'))));
define(']', (reader) => (reader.isMath ? [{ kind: 'close', text: ']' }] : []));

/** @returns undefined when nobody knows the command */
export function runCommand(name: string, reader: CommandReader): CommandResult | undefined {
  const over = mathAccent(name);
  if (over !== undefined) return accentOver(over, reader);
  const accent = textAccent(name);
  if (accent !== undefined && takesAccent(name, reader)) {
    return ofText(accented(name, accent, plainOf(reader.argument('text'))));
  }
  const behaviour = constructOf(name) ?? BEHAVIOURS.get(name);
  return behaviour ? behaviour(reader) : symbolAtoms(name, reader);
}

/** In mathematics the space behind it is the source's, not the formula's. */
function fontSwitch(reader: CommandReader): Atom[] {
  if (reader.isMath) reader.match(/\s+/y);
  return [];
}

/** Letters as accents need braces or a space behind them: \v{S}, \c c. */
function takesAccent(name: string, reader: CommandReader): boolean {
  const letter = /[a-zA-Z]/.test(name)
    ? /(?=\s*\{|\s+\p{L}(?!\p{L}{2})|\\[ij](?![a-z]))/uy
    : /(?=\s*[{\p{L}]|\\[ij](?![a-z]))/uy;
  return reader.match(letter) !== undefined;
}

function accentOver(accent: string, reader: CommandReader): Atom[] {
  const [first, ...rest] = ofSegments(reader.argument('math'));
  return first ? [{ ...first, text: accentedSymbol(accent, first.text) }, ...rest] : [];
}

/** TeX takes the spaces behind a command; in text that is right for letters only, as people forget the braces. */
function symbolAtoms(name: string, reader: CommandReader): Atom[] | undefined {
  const symbol = symbolOf(name);
  if (!symbol) return textAccent(name) === undefined ? undefined : ofText(name);
  const isLetter = /^(?:[a-zA-Z]|a[ae]|oe|ss|AA|AE|OE|[dt]h|[DT]H|dj|DJ|ng|NG)$/.test(name);
  if (!reader.isMath && isLetter) reader.match(/\s+/y);
  reader.match(/\{\}/y);
  const [base = '', index] = symbol.text === '_' ? ['_'] : symbol.text.split('_');
  if (index === undefined) return [{ kind: symbol.kind, text: base, isCommand: symbol.kind === 'text' }];
  return [
    { kind: 'text', text: base },
    { kind: 'script', text: index, mark: 'sub' },
  ];
}
