// A library names a paper twice: as preprint and as published, or filed in two places. Here it is one.
import type { LibraryEntry } from './library-entry.js';

/** Shorter titles ("Introduction") are shared by different papers. */
const TELLING_TITLE = 20;

/** @returns each paper once, where it stood first, filled up with what the others know of it. */
export function onceEach(entries: readonly LibraryEntry[]): LibraryEntry[] {
  const known = new Map<string, LibraryEntry>();
  const kept: LibraryEntry[] = [];
  for (const entry of entries) {
    const keys = keysOf(entry);
    const same = keys.map((key) => known.get(key)).find((one) => one && !contradicts(one, entry));
    if (same === undefined) kept.push(entry);
    else fillUp(same, entry);
    for (const key of keys) if (!known.has(key)) known.set(key, same ?? entry);
  }
  return kept;
}

function keysOf({ arxivId, doi, title }: LibraryEntry): string[] {
  const letters = (title ?? '')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
  const keys = [arxivId && `arxiv ${arxivId}`, doi && `doi ${doi}`];
  if (letters.length >= TELLING_TITLE) keys.push(`title ${letters}`);
  return keys.filter((key) => key !== null);
}

function contradicts(a: LibraryEntry, b: LibraryEntry): boolean {
  return a.arxivId !== null && b.arxivId !== null && a.arxivId !== b.arxivId;
}

function fillUp(into: LibraryEntry, from: LibraryEntry): void {
  into.title ??= from.title;
  into.abstract ??= from.abstract;
  into.year ??= from.year;
  into.arxivId ??= from.arxivId;
  into.doi ??= from.doi;
  if (into.authors.length === 0) into.authors = from.authors;
}
