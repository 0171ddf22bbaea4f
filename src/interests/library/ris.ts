// RIS: a tag of two signs, a hyphen and a value a line; TY begins a reference and ER ends it.
import { saying } from '../../shared/saying.js';
import { toLibraryEntry, type LibraryPart } from './library-entry.js';

const LINE = /^([A-Z][A-Z0-9]) {0,2}-(?: (.*))?$/;
const IDENTIFIERS = 'DO AN UR L1 L2 L3 N1 M1 M3 C7 JO JF T2 PB ID'.split(' ');

export function readRis(text: string, most: number): LibraryPart & { isCut: boolean } {
  const part: LibraryPart = { entries: [], faults: [] };
  let tags: Map<string, string[]> | undefined;
  let values: string[] | undefined;
  let startedOn = 0;
  for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
    const [, tag = '', value = ''] = LINE.exec(line.trimEnd()) ?? [];
    if (tag === 'TY') {
      if (part.entries.length === most) return { ...part, isCut: true };
      if (tags) close(part, tags, startedOn, saying('web.library-faults.referenceNotClosed'));
      tags = new Map();
      startedOn = i + 1;
      values = undefined;
    } else if (tag === 'ER') {
      if (tags) close(part, tags, startedOn);
      tags = undefined;
      values = undefined;
    } else if (tag !== '' && tags) {
      values = tags.get(tag) ?? [];
      values.push(value);
      tags.set(tag, values);
    } else if (values && line.trim() !== '') values.push(`${values.pop() ?? ''} ${line.trim()}`);
  }
  if (tags) close(part, tags, startedOn, saying('web.library-faults.lastNotClosed'));
  return { ...part, isCut: false };
}

function close(part: LibraryPart, tags: ReadonlyMap<string, string[]>, line: number, fault?: string): void {
  const of = (...names: string[]): string[] => names.flatMap((name) => tags.get(name) ?? []);
  const [title = ''] = of('TI', 'T1', 'CT');
  const [abstract = ''] = of('AB', 'N2');
  const entry = toLibraryEntry({
    title,
    abstract,
    authors: of('AU', 'A1'),
    date: of('PY', 'Y1', 'DA')[0] ?? '',
    identifiers: of(...IDENTIFIERS),
  });
  if (entry) part.entries.push(entry);
  const message = fault ?? (entry ? undefined : saying('web.library-faults.reference'));
  if (message !== undefined) part.faults.push({ line, message });
}
