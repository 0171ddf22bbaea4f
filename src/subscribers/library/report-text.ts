// What became of an upload, in words for who uploaded it.
import { countText } from '../../mails/wording.js';
import type { LibraryReport } from './keep-library.js';

const FORMATS: Readonly<Record<LibraryReport['format'], string>> = {
  bibtex: 'BibTeX',
  ris: 'RIS',
  json: 'CSL-JSON',
  rdf: 'Zotero RDF',
  list: 'a list of identifiers',
  unknown: '',
};

/** `Read as BibTeX: 12 papers, 3 of them known here. 10 were added, 2 were there already.` */
export function reportText(report: LibraryReport): string {
  const { format, read, known, added, already, tooMany } = report;
  if (read === 0) return 'Nothing could be taken from this.';
  const as = FORMATS[format] === '' ? 'Read' : `Read as ${FORMATS[format]}`;
  const parts = [
    `${added} added`,
    ...(already > 0 ? [`${already} there already`] : []),
    ...(tooMany > 0 ? [`${tooMany} left out because your library is full`] : []),
  ];
  return `${as}: ${countText(read, 'paper')}, ${known} of them known here; ${parts.join(', ')}.`;
}
