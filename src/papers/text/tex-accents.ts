// TeX accents, of text and of mathematics, as combining characters.

/** Accents of text mode by their command. */
const TEXT_ACCENTS: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  '"': '\u0308',
  u: '\u0306',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
  t: '\u0361',
};
const MATH_ACCENTS: Readonly<Record<string, string>> = {
  hat: '\u0302',
  widehat: '\u0302',
  tilde: '\u0303',
  widetilde: '\u0303',
  tilda: '\u0303',
  bar: '\u0304',
  overline: '\u0304',
  dot: '\u0307',
  ddot: '\u0308',
  vec: '\u20d7',
  acute: '\u0301',
  grave: '\u0300',
  breve: '\u0306',
  check: '\u030c',
  mathring: '\u030a',
  overrightarrow: '\u20d7',
};
/** Raised signs that MathML sets over a letter. */
const OVER: Readonly<Record<string, string>> = {
  '¯': '\u0304',
  '‾': '\u0304',
  '̄': '\u0304',
  '^': '\u0302',
  ˆ: '\u0302',
  '~': '\u0303',
  '˜': '\u0303',
  '˙': '\u0307',
  '.': '\u0307',
  '¨': '\u0308',
  '→': '\u20d7',
  '⃗': '\u20d7',
};
/** What is left of Greek letters where a program took the backslash sequence \b, \r or \t for a control character. */
const BROKEN_GREEK: Readonly<Record<string, string>> = { beta: 'β', rho: 'ρ', tau: 'τ', theta: 'θ' };

export function textAccent(command: string): string | undefined {
  return Object.hasOwn(TEXT_ACCENTS, command) ? TEXT_ACCENTS[command] : undefined;
}

export function mathAccent(command: string): string | undefined {
  return Object.hasOwn(MATH_ACCENTS, command) ? MATH_ACCENTS[command] : undefined;
}

export function accentFromOver(sign: string): string | undefined {
  return Object.hasOwn(OVER, sign) ? OVER[sign] : undefined;
}

/** @returns `text` with the accent on its first letter; an accent of text without a letter is the sign itself */
export function accented(command: string, accent: string, text: string): string {
  const greek = BROKEN_GREEK[command + text];
  if (greek !== undefined) return greek;
  const [first = '', ...rest] = text;
  const base = first === 'ı' ? 'i' : first === 'ȷ' ? 'j' : first;
  if (!/\p{L}/u.test(base)) return (/[a-z]/i.test(command) ? '' : command) + text;
  return (base + accent).normalize('NFC') + rest.join('');
}

/** @returns `text` with the accent when it is a single letter; over a whole word no combining character helps */
export function accentedSymbol(accent: string, text: string): string {
  return /^.\p{M}*$/u.test(text) ? (text + accent).normalize('NFC') : text;
}
