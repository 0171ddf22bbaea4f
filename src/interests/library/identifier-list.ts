// Identifiers and addresses as somebody pastes them: one or many a line, with whatever words around.
import { saying } from '../../shared/saying.js';
import { parseArxivId } from '../../papers/sources/arxiv/identifier.js';
import { findArxivId, findDoi, toLibraryEntry, type LibraryPart } from './library-entry.js';

const LONGEST_WORD = 300;

export function readIdentifierList(text: string, most: number): LibraryPart & { isCut: boolean } {
  const part: LibraryPart = { entries: [], faults: [] };
  for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
    let found = 0;
    for (const { 0: word } of line.matchAll(/[^\s,;"'<>[\]{}|]+/g)) {
      const identifier = identifierIn(word);
      if (identifier === undefined) continue;
      if (part.entries.length === most) return { ...part, isCut: true };
      const entry = toLibraryEntry({
        title: '',
        abstract: '',
        authors: [],
        date: '',
        identifiers: [identifier],
      });
      if (entry) part.entries.push(entry);
      found += 1;
    }
    if (found === 0 && line.trim() !== '' && !line.startsWith('#')) {
      const message = saying('web.library-faults.line');
      part.faults.push({ line: i + 1, message });
    }
  }
  return { ...part, isCut: false };
}

function identifierIn(word: string): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const bare = word.replace(/^[(*•-]+|[).:!*]+$/g, '');
  const arxiv = parseArxivId(bare)?.key ?? findArxivId(bare);
  return arxiv ?? findDoi(word) ?? undefined;
}
