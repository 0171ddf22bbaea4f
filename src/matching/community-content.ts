// What papers say, as rows for the community signal: sublinear tf × idf of terms that two liked papers have, length 1.
import type { Likes } from './community/community-model.js';
import { sparseRows, stacked, type SparseRows } from './community/sparse-rows.js';
import type { Pausing } from './pausing.js';
import { hashOf, TermTable } from './term-table.js';
import { readText } from './terms.js';

/** Which terms have a column, and what they weigh; kept with what was learned from them. */
export interface ContentColumns {
  /** Of the terms, rising: the place is the number of the column. */
  hashes: Uint32Array;
  idf: Float32Array;
}

interface Text {
  title: string;
  abstract: string;
}

/** Papers read between two pauses. */
const READ_AT_ONCE = 64;
/** Terms of one paper alone teach nothing about another. */
const LEAST_PAPERS = 2;

/** @param readers numbers of the papers that each likes. @returns all that a CommunityModel takes */
export function* gatherLikes(
  readers: readonly (readonly number[])[],
  papers: readonly Text[],
): Pausing<{ likes: Likes; columns: ContentColumns }> {
  const columns = yield* learnColumns(papers);
  const rows = [contentRows(columns, [])];
  for (let first = 0; first < papers.length; first += READ_AT_ONCE) {
    rows.push(contentRows(columns, papers.slice(first, first + READ_AT_ONCE)));
    yield;
  }
  const liked = readers.map((numbers) => numbers.map((number) => [number, 1] as const));
  const content = stacked(rows);
  return { columns, likes: { readers: sparseRows(liked, papers.length), content } };
}

export function* learnColumns(papers: readonly Text[]): Pausing<ContentColumns> {
  const frequencies = new Map<number, number>();
  for (const [number, paper] of papers.entries()) {
    if (number % READ_AT_ONCE === READ_AT_ONCE - 1) yield;
    for (const hash of hashesOf(paper).keys()) frequencies.set(hash, (frequencies.get(hash) ?? 0) + 1);
  }
  const hashes = Uint32Array.from(
    Array.from(frequencies).flatMap(([hash, count]) => (count >= LEAST_PAPERS ? [hash] : [])),
  ).sort();
  const idf = Float32Array.from(
    hashes,
    (hash) => Math.log((1 + papers.length) / (1 + (frequencies.get(hash) ?? 0))) + 1,
  );
  return { hashes, idf };
}

/** @returns a row for each paper; papers without a known term have an empty one */
export function contentRows({ hashes, idf }: ContentColumns, papers: readonly Text[]): SparseRows {
  const table = new TermTable(hashes);
  const offsets = new Uint32Array(papers.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [row, paper] of papers.entries()) {
    const start = columns.length;
    let squares = 0;
    for (const [hash, count] of hashesOf(paper)) {
      const column = table.placeOf(hash);
      if (column < 0) continue;
      const value = (1 + Math.log(count)) * (idf[column] ?? 0);
      squares += value * value;
      columns.push(column);
      values.push(value);
    }
    for (let at = start; at < values.length; at += 1) values[at] = (values[at] ?? 0) / Math.sqrt(squares);
    offsets[row + 1] = columns.length;
  }
  return {
    offsets,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
    width: hashes.length,
  };
}

function hashesOf({ title, abstract }: Text): Map<number, number> {
  return new Map(Array.from(readText(title, abstract).terms, ([term, { count }]) => [hashOf(term), count]));
}
