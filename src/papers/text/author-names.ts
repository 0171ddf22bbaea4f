// Names of authors as sources write them: with affiliations in parentheses, footnote marks, TeX, surnames first.
import { plainOf, readRichText, type RichText } from './rich-text.js';

const SUFFIX = /^(?:jr|sr|ii|iii|iv|v|ph\.?d|m\.?d|esq)\.?$/iu;
/** What stands in lists of names and is none. */
const NO_NAME = /^(?:et\.? al\.?|and others|others|…|\.{3}|-+)$/iu;
/** Raised or lowered, these point to footnotes; letters may be part of a group's name. */
const FOOTNOTE_MARK = /^[\d\s,;*∗†‡§¶⋆★#+−-]*$|^[a-z](?:,[a-z\d*†‡]+)*$/u;
const FOOTNOTE_SIGNS = /[*∗†‡§¶⋆★⁰-⁹¹²³]+/gu;
const GROUP =
  /\b(?:team|collaboration|consortium|group|network|project|survey|lab|initiative|organi[sz]ation)\b/iu;
const LONGEST_NAME = 300;

/**
 * @param source "Name (A, B), Name and Name (1)", or "Last, First; Last, First", or "Last, First and Last, First"
 * @returns names in the order of first name, surname; without affiliations, footnote marks and empty places
 */
export function readAuthorList(source: string): string[] {
  const written = withoutFootnotes(readRichText(source));
  const list = withoutParentheses(written).replace(/\s(?=[,;])/g, '');
  if (list.includes(';')) return named(list.split(';').map(inOrder));
  const byAnd = list.split(/,?\s+(?:and|&)\s+/iu);
  if (byAnd.length > 1 && byAnd.every((part) => isSurnameFirst(part))) return named(byAnd.map(inOrder));
  // An affiliation inside shows that the comma parts two people.
  if (byAnd.length === 1 && !written.includes('(') && isSurnameFirst(list)) return named([inOrder(list)]);
  return named(byAnd.flatMap((part) => splitAtCommas(part)));
}

/** @returns one name, first name first: "Müller, Jörg (KIT)" is Jörg Müller */
export function readAuthorName(source: string): string {
  const name = withoutParentheses(withoutFootnotes(readRichText(source)));
  return tidy(inOrder(name));
}

function withoutFootnotes(text: RichText): string {
  const kept = text.filter(
    ({ text, mark }) => !((mark === 'sup' || mark === 'sub') && FOOTNOTE_MARK.test(text)),
  );
  return plainOf(kept.map(({ text }) => ({ text }))).replace(FOOTNOTE_SIGNS, '');
}

/** Without what stands in closed parentheses, however nested; one that is never closed is a slip of the pen. */
function withoutParentheses(text: string): string {
  const opened: number[] = [];
  const spans: [number, number][] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') opened.push(i);
    else if (text[i] === ')') {
      const start = opened.pop();
      if (start === undefined) continue;
      while ((spans.at(-1)?.[0] ?? -1) > start) spans.pop();
      spans.push([start, i + 1]);
    }
  }
  let kept = '';
  let from = 0;
  for (const [start, end] of spans) {
    kept += `${text.slice(from, start)} `;
    from = end;
  }
  return (kept + text.slice(from)).replace(/[()\s]+/g, ' ').trim();
}

/** One name with a comma in it, whose second part reads like given names: "Smith, J. K.", "van der Berg, Anna". */
function isSurnameFirst(text: string): boolean {
  const parts = text.split(',').map((part) => part.trim());
  const [surname = '', given = ''] = parts.filter((part) => part !== '' && !SUFFIX.test(part));
  if (parts.length < 2 || parts.length > 3 || surname === '' || given === '') return false;
  const isSurname = /^(?:\p{Ll}[\p{Ll}'’]*\s+)*\p{Lu}[^\s.]+$/u.test(surname);
  return (
    parts.filter((part) => !SUFFIX.test(part)).length === 2 && isSurname && given.split(/\s+/).length <= 3
  );
}

/** "Last, First" and "Last, Jr., First" as "First Last" and "First Last Jr."; without a comma as it is. */
function inOrder(name: string): string {
  const parts = name
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const suffixes = parts.filter((part, i) => i > 0 && SUFFIX.test(part));
  const [last = '', ...given] = parts.filter((part, i) => i === 0 || !SUFFIX.test(part));
  return [...given, last, ...suffixes].join(' ');
}

function splitAtCommas(list: string): string[] {
  const names: string[] = [];
  for (const part of list.split(/[,\n]/)) {
    const name = part.trim().replace(/^(?:and|&)\s+/iu, '');
    if (SUFFIX.test(name) && names.length > 0) names.push(`${names.pop() ?? ''} ${name}`);
    else names.push(...afterCollaboration(name));
  }
  return names;
}

/** "ATLAS Collaboration: G. Aad" are two names. */
function afterCollaboration(name: string): string[] {
  const match = /^(.*\b(?:Collaboration|Consortium|Team))\s*:\s*(.*)$/u.exec(name);
  return match ? [match[1] ?? '', match[2] ?? ''] : [name];
}

function named(names: readonly string[]): string[] {
  return names.map(tidy).filter((name) => /\p{L}/u.test(name) && !NO_NAME.test(name));
}

function tidy(name: string): string {
  let tidied = name
    .slice(0, LONGEST_NAME)
    .replaceAll('\\', '')
    .replace(/\s+/g, ' ')
    .replace(/[–—]/g, '-')
    .replace(/^[\s,;:.]+|[\s,;:]+$/g, '');
  tidied = tidied.replace(/\s*\bet\.? al\.?$/iu, '');
  if (GROUP.test(tidied)) return tidied;
  return tidied.replace(/^\d+\s+(?=\p{Lu})/u, '').replace(/(?<=\s\S*\p{Ll})\d{1,2}$/u, '');
}
