// When two spellings name the same author: "Y. LeCun", "LeCun, Yann" and "Yann LeCun" do, "Yann Martel" does not.
import { foldLetters, toPlainText } from './plain-text.js';

export interface AuthorName {
  /** What to look the name up by: its surname in plain letters, Müller as muller and mueller, and the last word of a long one. */
  surnames: string[];
  /** Given names and initials, in order, folded; hyphenated ones in their parts. */
  given: string[];
  /** Each way to write the surname, in its words. */
  surnameWords: string[][];
  /** How many of the given names a hyphen makes one: 2 in Jian-Peng. */
  hyphenated: number;
}

/** `unsure`: nothing speaks against it, and only initials or half a name for it. */
export type AuthorLikeness = 'sure' | 'unsure' | 'different';

const PARTICLES: ReadonlySet<string> = new Set(
  'al ap bin da dal de del della den der di dos du el ibn la las le los ten ter van von zu zum zur'.split(
    ' ',
  ),
);
const SUFFIXES: ReadonlySet<string> = new Set(['jr', 'sr', 'ii', 'iii', 'iv', 'phd', 'md']);
const LETTERS_WITHOUT_ACCENT: ReadonlyMap<string, string> = new Map([
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ı', 'i'],
]);
const UMLAUTS: ReadonlyMap<string, string> = new Map([
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ø', 'oe'],
  ['ü', 'ue'],
]);

/** @returns undefined when there is no letter in it. A single word is a surname without given names, as of a group. */
export function parseAuthorName(name: string): AuthorName | undefined {
  const [before = '', ...after] = toPlainText(name).split(',');
  const isSuffix = (word: string): boolean => SUFFIXES.has(word.toLowerCase());
  const head = wordsOf(before).filter((word, i) => i === 0 || !isSuffix(word));
  const tail = after.flatMap((part) => wordsOf(part)).filter((word) => !isSuffix(word));
  const particles = tail.length > 0 ? trailingParticles(tail) : [];
  const surnameAt = tail.length > 0 ? 0 : surnameStart(head);
  const surname = [...particles, ...head.slice(surnameAt)].flatMap((word) => word.toLowerCase().split('-'));
  if (surname.join('') === '') return undefined;
  const written = [...head.slice(0, surnameAt), ...tail.slice(0, tail.length - particles.length)];
  const isLoud = surname.length > 0 && head.slice(surnameAt).every((word) => word === word.toUpperCase());
  const given = written.flatMap((word) => givenParts(word, isLoud));
  const surnameWords = surnameSpellings(surname);
  const keys = surnameWords.flatMap((words) => [words.join(''), words.at(-1) ?? '']);
  return {
    surnames: Array.from(new Set(keys)).filter((key, i) => key !== '' && (i === 0 || key.length > 1)),
    given,
    surnameWords,
    hyphenated: written[0]?.split('-').length ?? 0,
  };
}

/**
 * Without any given name on one side it takes the same on the other: a bare "Wang" is nobody in particular. A surname
 * of two words may count its first to the given names, "Gabriel García Márquez" = "García Márquez, Gabriel".
 */
export function compareAuthorNames(a: AuthorName, b: AuthorName): AuthorLikeness {
  for (const ours of a.surnameWords) {
    for (const theirs of b.surnameWords) {
      if (ours.join('') === theirs.join('')) return compareGiven(a, b);
      const split = withoutSurnameWords(ours, theirs, b) ?? withoutSurnameWords(theirs, ours, a);
      if (split !== undefined) return compareGiven(theirs.length < ours.length ? a : b, split);
    }
  }
  return 'different';
}

/** @returns the shorter-surnamed author without the given names that are the other's surname; undefined if none are. */
function withoutSurnameWords(
  longer: readonly string[],
  shorter: readonly string[],
  name: AuthorName,
): AuthorName | undefined {
  const more = longer.length - shorter.length;
  if (more <= 0 || longer.slice(more).join(' ') !== shorter.join(' ')) return undefined;
  const rest = name.given.length - more;
  if (rest < 1 || name.given.slice(rest).join(' ') !== longer.slice(0, more).join(' ')) return undefined;
  return { ...name, given: name.given.slice(0, rest) };
}

function compareGiven(a: AuthorName, b: AuthorName): AuthorLikeness {
  if (a.given.length === 0 || b.given.length === 0) {
    return a.given.length === b.given.length ? 'sure' : 'different';
  }
  if (a.given.join('') === b.given.join('')) return 'sure';
  const shared = Math.min(a.given.length, b.given.length);
  let sameInFull = false;
  for (let i = 0; i < shared; i += 1) {
    const [x = '', y = ''] = [a.given[i], b.given[i]];
    if (x !== y && !(x.length === 1 && y.startsWith(x)) && !(y.length === 1 && x.startsWith(y)))
      return 'different';
    if (x === y && x.length > 1) sameInFull = true;
  }
  // "Jian Li" is half of "Jian-Peng Li", and may well be another.
  const isHalf = shared < Math.max(a.hyphenated, b.hyphenated);
  return sameInFull && !isHalf ? 'sure' : 'unsure';
}

/** "Maaten, Laurens van der" */
function trailingParticles(words: readonly string[]): string[] {
  let start = words.length;
  while (start > 1 && PARTICLES.has(words[start - 1]?.toLowerCase() ?? '')) start -= 1;
  return words.slice(start);
}

/** "JP" beside a surname that is not in capitals is two initials. */
function givenParts(word: string, isSurnameLoud: boolean): string[] {
  if (!isSurnameLoud && /^[A-Z]{2,3}$/.test(word)) return Array.from(word.toLowerCase());
  return word
    .toLowerCase()
    .split('-')
    .map((part) => fold(part))
    .filter((part) => part !== '');
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'-]*/gu) ?? [];
}

/** The last word, with the particles before it; the first word is never one, or "Al Gore" had no given name. */
function surnameStart(words: readonly string[]): number {
  let start = Math.max(words.length - 1, 0);
  while (start > 1 && PARTICLES.has(words[start - 1]?.toLowerCase() ?? '')) start -= 1;
  return start;
}

function surnameSpellings(words: readonly string[]): string[][] {
  const plain = words.map((word) => fold(word));
  const german = words.map((word) =>
    fold(word.replace(/[äöøü]/g, (letter) => UMLAUTS.get(letter) ?? letter)),
  );
  return plain.join() === german.join() ? [plain] : [plain, german];
}

function fold(text: string): string {
  const plain = text.replaceAll("'", '').replace(/[øłđðþßæœı]/g, (c) => LETTERS_WITHOUT_ACCENT.get(c) ?? c);
  return foldLetters(plain);
}
