// Reads what a reference manager exports, or a list of identifiers, whichever it is. Never throws.
import { saying } from '../../shared/saying.js';
import { readBibtex } from './bibtex.js';
import { readIdentifierList } from './identifier-list.js';
import type { LibraryEntry, LibraryFault, LibraryPart } from './library-entry.js';
import { readReferenceJson } from './reference-json.js';
import { readRis } from './ris.js';
import { onceEach } from './same-papers.js';
import { readZoteroRdf } from './zotero-rdf.js';

export type LibraryFormat = 'bibtex' | 'ris' | 'json' | 'rdf' | 'list' | 'unknown';

export interface Library {
  format: LibraryFormat;
  /** Each paper once. */
  entries: LibraryEntry[];
  /** In the order of lines; what they do not name was read. */
  faults: LibraryFault[];
}

/** In characters; nearly all of an export is ASCII. */
export const LONGEST_LIBRARY = 10_000_000;
export const MOST_ENTRIES = 20_000;
const MOST_FAULTS = 100;
/** Where the format must show. */
const BEGINNING = 100_000;
const RIS = /^TY {0,2}-/m;
const BIBTEX = /@[ \t]*[A-Za-z]{1,40}[ \t]*\r?\n?[ \t]*[{(]/;

export function readLibrary(source: string): Library {
  const text = source.replace(/^\ufeff/, '');
  if (text.trim() === '') return refused(saying('web.library-faults.empty'));
  if (text.length > LONGEST_LIBRARY) {
    return refused(saying('web.library-faults.tooLarge'));
  }
  const beginning = text.slice(0, BEGINNING).trimStart();
  if (
    beginning.includes('\u0000') ||
    beginning.startsWith('PK\u0003\u0004') ||
    beginning.startsWith('%PDF-')
  ) {
    return refused(saying('web.library-faults.noText'));
  }
  const { format, part } = readAs(text, beginning);
  const faults = part.faults.slice(0, MOST_FAULTS);
  if (part.faults.length > MOST_FAULTS) {
    faults.push({
      line: part.faults[MOST_FAULTS]?.line ?? 1,
      message: saying('web.library-faults.more'),
    });
  }
  if (text.includes('\ufffd')) {
    faults.unshift({
      line: 1,
      message: saying('web.library-faults.letters'),
    });
  }
  if (part.isCut)
    faults.unshift({ line: 1, message: saying('web.library-faults.cut', { most: MOST_ENTRIES }) });
  return { format, entries: onceEach(part.entries), faults };
}

/** Whether a text is something a reference manager wrote, and no list of identifiers. */
export function isExport(text: string): boolean {
  const beginning = text.slice(0, BEGINNING).trimStart();
  return /^[[{<]/.test(beginning) || RIS.test(beginning) || BIBTEX.test(beginning);
}

function readAs(
  text: string,
  beginning: string,
): { format: LibraryFormat; part: LibraryPart & { isCut: boolean } } {
  if (/^[[{]/.test(beginning)) {
    const part = readReferenceJson(text, MOST_ENTRIES);
    if (part) return { format: 'json', part };
  }
  if (beginning.startsWith('<')) return { format: 'rdf', part: readZoteroRdf(text, MOST_ENTRIES) };
  if (RIS.test(beginning)) return { format: 'ris', part: readRis(text, MOST_ENTRIES) };
  if (BIBTEX.test(beginning)) {
    return { format: 'bibtex', part: readBibtex(text, MOST_ENTRIES) };
  }
  if (/^[[{]/.test(beginning)) {
    const message = saying('web.library-faults.json');
    return { format: 'json', part: { entries: [], faults: [{ line: 1, message }], isCut: false } };
  }
  return { format: 'list', part: readIdentifierList(text, MOST_ENTRIES) };
}

function refused(message: string): Library {
  return { format: 'unknown', entries: [], faults: [{ line: 1, message }] };
}
