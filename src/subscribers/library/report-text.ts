// What became of an upload, in words for who uploaded it.
import type { Texts } from '../../language/texts.js';
import type { LibraryReport } from './keep-library.js';

/** `Read as BibTeX: 12 papers, 3 of them known here; 10 added, 2 there already.` */
export function reportText(texts: Texts, report: LibraryReport): string {
  const { format, read, known, added, already, tooMany } = report;
  if (read === 0) return texts.say('web.library.nothingTaken');
  const parts = [
    texts.say('web.library.added', { count: added }),
    ...(already > 0 ? [texts.say('web.library.already', { count: already })] : []),
    ...(tooMany > 0 ? [texts.say('web.library.tooMany', { count: tooMany })] : []),
  ];
  return texts.say('web.library.read', { format, read, known, parts: parts.join(texts.say('words.comma')) });
}
