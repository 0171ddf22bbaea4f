// One paper of a reader's library, made of whatever a reference manager wrote down about it.
import { parseArxivId } from '../../papers/sources/arxiv/identifier.js';
import { readAuthorName } from '../../papers/text/author-names.js';
import { plainOf, readRichText } from '../../papers/text/rich-text.js';

export interface LibraryEntry {
  title: string | null;
  abstract: string | null;
  /** First name first. */
  authors: string[];
  year: number | null;
  /** Bare, without version. */
  arxivId: string | null;
  /** In small letters, without `https://doi.org/`. */
  doi: string | null;
}

/** What could not be read; the first line is 1. */
export interface LibraryFault {
  line: number;
  message: string;
}

export interface LibraryPart {
  entries: LibraryEntry[];
  faults: LibraryFault[];
}

/** Values as written, mark-up and all; empty for none. */
export interface RawEntry {
  title: string;
  abstract: string;
  authors: readonly string[];
  date: string;
  /** Where identifiers may stand, the surest first: identifier fields, addresses, notes, the name of the journal. */
  identifiers: readonly string[];
}

const LONGEST_TITLE = 1_000;
const LONGEST_ABSTRACT = 10_000;
const LONGEST_IDENTIFIER = 2_000;
const LONGEST_NAME = 300;
const MOST_AUTHORS = 200;
const MARKED_UP = /[\\{}$&<>\u0000-\u001f\u007f-\u009f\u200b-\u200f]/;
const ARXIV =
  /(?:arxiv\.org\/[a-z-]{3,7}\/|arxiv[:.]\s{0,2}|^\s{0,9})([a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?\/\d{7}|\d{4}\.\d{4,5})(?:v\d{1,4})?(?![\d.]\d)/i;
const DOI = /\b10\.\d{4,9}\/[^\s"<>{}\\]{1,200}/;

/** @returns undefined when there is neither a title nor an identifier. */
export function toLibraryEntry(raw: RawEntry): LibraryEntry | undefined {
  const title = readable(raw.title, LONGEST_TITLE);
  const places = raw.identifiers.map((text) => text.slice(0, LONGEST_IDENTIFIER));
  const arxivId = firstOf(places, findArxivId);
  const doi = firstOf(places, findDoi);
  if (title === null && arxivId === null && doi === null) return undefined;
  const authors = raw.authors
    .slice(0, MOST_AUTHORS)
    .map((name) => readAuthorName(name.slice(0, LONGEST_NAME)))
    .filter((name) => name !== '' && name.toLowerCase() !== 'others');
  const year = /(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)/.exec(raw.date.slice(0, 100))?.[0];
  return {
    title,
    abstract: readable(raw.abstract, LONGEST_ABSTRACT),
    authors,
    year: year === undefined ? null : Number(year),
    arxivId,
    doi,
  };
}

/** @returns the first arXiv identifier in a text that names arXiv, or begins with the identifier. */
export function findArxivId(text: string): string | null {
  const id = ARXIV.exec(text)?.[1];
  return id === undefined ? null : (parseArxivId(id)?.key ?? null);
}

export function findDoi(text: string): string | null {
  const decoded = text.replace(/%2f/gi, '/').replace(/\\([_&%#])/g, '$1');
  const found = DOI.exec(decoded)?.[0].replace(/[.,;:\]'*]+$/, '');
  // Parentheses belong to old DOIs, and around others.
  const isOpened = found?.includes('(') === true;
  return found === undefined ? null : (isOpened ? found : found.replace(/\)[.,;:]*$/, '')).toLowerCase();
}

function readable(text: string, longest: number): string | null {
  const source = text.slice(0, longest);
  const plain = MARKED_UP.test(source) ? plainOf(readRichText(source)) : source.replace(/\s+/g, ' ').trim();
  return plain === '' ? null : plain;
}

function firstOf(places: readonly string[], find: (text: string) => string | null): string | null {
  for (const place of places) {
    const found = find(place);
    if (found !== null) return found;
  }
  return null;
}
