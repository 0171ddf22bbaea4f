// When two spellings name the same author: "Y. LeCun", "LeCun, Yann" and "Yann LeCun" do, "Yann Martel" does not.
import { foldLetters, toPlainText } from './plain-text.js';

export interface AuthorName {
  /** Every way to write the surname in plain letters: Müller is muller and mueller. */
  surnames: string[];
  /** Given names and initials, in order, folded. */
  given: string[];
}

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
  const [before = '', ...after] = toPlainText(name).toLowerCase().split(',');
  const isSuffix = (word: string): boolean => SUFFIXES.has(word);
  const head = wordsOf(before).filter((word, i) => i === 0 || !isSuffix(word));
  const tail = after.flatMap((part) => wordsOf(part)).filter((word) => !isSuffix(word));
  const surnameAt = tail.length > 0 ? 0 : surnameStart(head);
  const surname = head.slice(surnameAt).join('').replaceAll('-', '');
  if (surname === '') return undefined;
  const given = [...head.slice(0, surnameAt), ...tail].flatMap((word) =>
    word.split('-').map((part) => fold(part)),
  );
  return { surnames: surnameSpellings(surname), given };
}

/**
 * @returns 1 for the same name, 0.5 when only initials speak for it, 0 for another person. Without any given name on
 * one side it takes the same on the other: a bare "Wang" is nobody in particular.
 */
export function compareAuthorNames(a: AuthorName, b: AuthorName): number {
  if (!a.surnames.some((surname) => b.surnames.includes(surname))) return 0;
  if (a.given.length === 0 || b.given.length === 0) return a.given.length === b.given.length ? 1 : 0;
  if (a.given.join('') === b.given.join('')) return 1;
  const shared = Math.min(a.given.length, b.given.length);
  let sameInFull = false;
  for (let i = 0; i < shared; i += 1) {
    const [x = '', y = ''] = [a.given[i], b.given[i]];
    if (x !== y && !(x.length === 1 && y.startsWith(x)) && !(y.length === 1 && x.startsWith(y))) return 0;
    if (x === y && x.length > 1) sameInFull = true;
  }
  return sameInFull ? 1 : 0.5;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'-]*/gu) ?? [];
}

/** The last word, with the particles before it; the first word is never one, or "Al Gore" had no given name. */
function surnameStart(words: readonly string[]): number {
  let start = Math.max(words.length - 1, 0);
  while (start > 1 && PARTICLES.has(words[start - 1] ?? '')) start -= 1;
  return start;
}

function surnameSpellings(surname: string): string[] {
  const german = surname.replace(/[äöøü]/g, (letter) => UMLAUTS.get(letter) ?? letter);
  return Array.from(new Set([fold(surname), fold(german)]));
}

function fold(text: string): string {
  const plain = text.replaceAll("'", '').replace(/[øłđðþßæœı]/g, (c) => LETTERS_WITHOUT_ACCENT.get(c) ?? c);
  return foldLetters(plain);
}
