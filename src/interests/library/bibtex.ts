// Entries of BibTeX as papers, in the styles of Zotero, JabRef, Mendeley, Google Scholar and arXiv.
import { readBibtexEntries, type BibtexEntry } from './bibtex-reader.js';
import { toLibraryEntry, type LibraryPart } from './library-entry.js';

const LONGEST_AUTHORS = 50_000;

export function readBibtex(text: string, most: number): LibraryPart & { isCut: boolean } {
  const { entries, faults, isCut } = readBibtexEntries(text, most);
  return { entries: entries.flatMap((entry) => toPaper(entry) ?? []), faults, isCut };
}

function toPaper({ fields }: BibtexEntry): ReturnType<typeof toLibraryEntry> {
  const of = (name: string): string => fields.get(name) ?? '';
  const prefix = of('archiveprefix') || of('eprinttype');
  const eprint = of('eprint').trim();
  // Old identifiers may be parted in two: archivePrefix = {hep-th}, eprint = {9901001}.
  const archived =
    /^[a-z]+(?:-[a-z]+)?$/.test(prefix) && /^\d{7}$/.test(eprint) ? `${prefix}/${eprint}` : eprint;
  return toLibraryEntry({
    title: of('title'),
    abstract: of('abstract'),
    authors: splitNames(of('author').slice(0, LONGEST_AUTHORS)),
    date: of('year') || of('date'),
    identifiers: [
      archived,
      of('arxivid'),
      ...[
        'doi',
        'url',
        'note',
        'journal',
        'journaltitle',
        'howpublished',
        'number',
        'annote',
        'key',
        'eid',
      ].map(of),
    ],
  });
}

/** At "and", but for one inside braces: {Barnes and Noble} is one author. */
function splitNames(authors: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: found, index } of authors.matchAll(/[{}]|\sand\s/gi)) {
    if (found === '{') depth += 1;
    else if (found === '}') depth -= 1;
    else if (depth <= 0) {
      names.push(authors.slice(start, index));
      start = index + found.length;
    }
  }
  return [...names, authors.slice(start)].map((name) => name.trim()).filter((name) => name !== '');
}
