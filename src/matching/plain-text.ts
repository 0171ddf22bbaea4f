// Raw titles and abstracts to plain text: Unicode normalised, TeX and math signs gone.

/** Longer texts are cut: an abstract has 1,500 characters, and nobody's description needs more than this. */
const MAX_CHARACTERS = 20_000;

const GREEK: readonly (readonly [name: string, letter: string])[] = [
  ['alpha', 'α'],
  ['beta', 'β'],
  ['gamma', 'γ'],
  ['delta', 'δ'],
  ['epsilon', 'ε'],
  ['varepsilon', 'ε'],
  ['zeta', 'ζ'],
  ['eta', 'η'],
  ['theta', 'θ'],
  ['iota', 'ι'],
  ['kappa', 'κ'],
  ['lambda', 'λ'],
  ['mu', 'μ'],
  ['nu', 'ν'],
  ['xi', 'ξ'],
  ['pi', 'π'],
  ['rho', 'ρ'],
  ['sigma', 'σ'],
  ['tau', 'τ'],
  ['phi', 'φ'],
  ['varphi', 'φ'],
  ['chi', 'χ'],
  ['psi', 'ψ'],
  ['omega', 'ω'],
];
const LETTER_OF = new Map(GREEK);
const NAME_OF = new Map(
  GREEK.filter(([name]) => !name.startsWith('var')).map(([name, letter]) => [letter, name]),
);

/** @returns text fit for reading and for the tokenizer: NFKC, one kind of hyphen and apostrophe, no TeX. */
export function toPlainText(raw: string): string {
  const text = raw
    .slice(0, MAX_CHARACTERS)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[‐‑‒–−]/g, '-')
    .replace(/[‘’ʼ]/g, "'");
  return /[\\${}]/.test(text) ? withoutTex(text) : text;
}

/** Greek letters become themselves, so that `$\Lambda$CDM` is ΛCDM; other commands stay as words: TeX says what field it is. */
function withoutTex(text: string): string {
  return text
    .replace(/\\["'`^~=.]\s*\{?([A-Za-z])\}?/g, '$1')
    .replace(/\\([A-Za-z]+)\*?/g, (_, name: string) => greekLetter(name) ?? ` ${name} `)
    .replace(/\\[^A-Za-z]/g, ' ')
    .replace(/[${}_^]/g, '');
}

function greekLetter(command: string): string | undefined {
  const letter = LETTER_OF.get(command.toLowerCase());
  return /^[A-Z]/.test(command) ? letter?.toUpperCase() : letter;
}

/** Accents go, Greek letters become their names ("γ-ray" = "gamma-ray"); the text is in lower case already. */
export function foldLetters(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[α-ω]/g, (letter) => NAME_OF.get(letter) ?? letter);
}
