// CSL-JSON, as citation programs exchange it, and items of Zotero's API (`[{ "data": { … } }]`).
import { saying } from '../../shared/saying.js';
import { toLibraryEntry, type LibraryEntry, type LibraryPart } from './library-entry.js';

type Fields = Readonly<Record<string, unknown>>;
const NO_PAPERS: ReadonlySet<string> = new Set(['attachment', 'note', 'annotation']);

/** @returns undefined when the text is no JSON. */
export function readReferenceJson(
  text: string,
  most: number,
): (LibraryPart & { isCut: boolean }) | undefined {
  const items = parse(text);
  if (items === undefined) return undefined;
  const part: LibraryPart = { entries: [], faults: [] };
  for (const [i, item] of items.slice(0, most).entries()) {
    const fields = isFields(item) && isFields(item['data']) ? item['data'] : item;
    if (isFields(fields) && NO_PAPERS.has(string(fields['itemType']))) continue;
    const entry = isFields(fields) ? toPaper(fields) : undefined;
    if (entry) part.entries.push(entry);
    else {
      const message = saying('web.library-faults.item', { number: i + 1 });
      part.faults.push({ line: 1, message });
    }
  }
  return { ...part, isCut: items.length > most };
}

function parse(text: string): unknown[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (Array.isArray(json)) return json;
    return isFields(json) && Array.isArray(json['items']) ? json['items'] : [json];
  } catch {
    return undefined;
  }
}

function toPaper(fields: Fields): LibraryEntry | undefined {
  const people = [fields['author'], fields['creators']].find(Array.isArray) ?? [];
  const identifiers =
    'arxivId DOI archiveID archive_location URL url number note extra container-title publicationTitle';
  return toLibraryEntry({
    title: string(fields['title']),
    abstract: string(fields['abstract']) || string(fields['abstractNote']),
    authors: people.map((person: unknown) => nameOf(person)),
    date: dateOf(fields['issued']) || string(fields['date']),
    identifiers: identifiers.split(' ').map((name) => string(fields[name])),
  });
}

function nameOf(person: unknown): string {
  if (!isFields(person)) return '';
  const role = string(person['creatorType']);
  if (role !== '' && role !== 'author') return '';
  const particle = string(person['non-dropping-particle']) || string(person['dropping-particle']);
  const family = `${particle} ${string(person['family']) || string(person['lastName'])}`.trim();
  const given = string(person['given']) || string(person['firstName']);
  const suffix = string(person['suffix']);
  const whole = string(person['literal']) || string(person['name']);
  return whole || [given, family, suffix].filter((part) => part !== '').join(' ');
}

function dateOf(issued: unknown): string {
  if (!isFields(issued)) return '';
  const parts = issued['date-parts'];
  const [first] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const [year] = Array.isArray(first) ? (first as unknown[]) : [];
  return string(year) || string(issued['raw']) || string(issued['literal']);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function string(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
