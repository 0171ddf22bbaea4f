// Papers made ready to be scored for many profiles: an inverted index of terms, topics, and what the other interests look at.
import { parseAuthorName, type AuthorName } from './author-name.js';
import { CategoryTable } from './category-table.js';
import { LatentRows } from './latent/latent-rows.js';
import { TopicRows, type TopicVectors } from './latent/topic-vectors.js';
import { Postings } from './postings.js';
import { mergedTerms, type SparseVector } from './sparse-vector.js';
import { StrongestTaste } from './strongest-taste.js';
import { TermTable, hashOf } from './term-table.js';
import { readText, type TermUse } from './terms.js';
import type { TextModel } from './text-model.js';
import type { PaperText } from './types.js';

/** Where in the text of each posting's paper its term first stands. */
export interface Occurrences {
  starts: Uint32Array;
  ends: Uint32Array;
}

export interface AuthorEntry {
  paper: number;
  name: AuthorName;
  /** As the paper spells it. */
  spelling: string;
}

/** Papers are numbered; every array is read by those numbers. */
export interface PaperIndex {
  ids: string[];
  /** Plain text, title first, that `starts` and `ends` point into. */
  texts: string[];
  categories: (readonly string[])[];
  categoryTable: CategoryTable;
  authorsBySurname: Map<string, AuthorEntry[]>;
  terms: TermTable;
  byTerm: Postings & Occurrences;
  /** Absent without a projection. */
  latent: LatentRows | undefined;
  strongest: StrongestTaste;
  /** Where topics come from outside: they take the place of those of the projection. */
  given: TopicRows | undefined;
  /** Of the reader whose papers were weighed last; see PaperEvidence. */
  total: Float32Array;
  asked: Float32Array;
}

/** About a third of a millisecond a paper. The model need not have seen the papers. */
export function indexPapers(
  model: TextModel,
  papers: readonly PaperText[],
  topics?: TopicVectors,
): PaperIndex {
  const read = papers.map((paper) => readText(paper.title, paper.abstract));
  const vectors = read.map(({ terms }) => model.paperVectorOf(terms));
  const terms = new TermTable(mergedTerms(vectors));
  const ids = papers.map((paper) => paper.id);
  const categoryTable = new CategoryTable(papers.map((paper) => paper.categories));
  return {
    ids,
    texts: read.map(({ text }) => text),
    categories: papers.map((paper) => paper.categories),
    categoryTable,
    strongest: new StrongestTaste(categoryTable.listOf, categoryTable.listCount),
    authorsBySurname: indexAuthors(papers),
    terms,
    byTerm: sortByTerm(
      vectors,
      read.map((text) => text.terms),
      terms,
    ),
    latent: model.projection && new LatentRows(model.projection, vectors),
    given: topics && new TopicRows(topics, ids),
    total: new Float32Array(papers.length),
    asked: new Float32Array(papers.length),
  };
}

function indexAuthors(papers: readonly PaperText[]): Map<string, AuthorEntry[]> {
  const bySurname = new Map<string, AuthorEntry[]>();
  for (const [paper, { authors }] of papers.entries()) {
    for (const spelling of authors) {
      const name = parseAuthorName(spelling);
      for (const surname of name?.surnames ?? []) {
        const entries = bySurname.get(surname) ?? [];
        if (name !== undefined) entries.push({ paper, name, spelling });
        bySurname.set(surname, entries);
      }
    }
  }
  return bySurname;
}

/** Counting sort. */
function sortByTerm(
  vectors: readonly SparseVector[],
  uses: readonly ReadonlyMap<string, TermUse>[],
  table: TermTable,
): Postings & Occurrences {
  const offsets = new Uint32Array(table.size + 1);
  for (const { terms } of vectors) {
    for (const hash of terms) {
      const after = table.placeOf(hash) + 1;
      offsets[after] = (offsets[after] ?? 0) + 1;
    }
  }
  for (let i = 0; i < table.size; i += 1) offsets[i + 1] = (offsets[i + 1] ?? 0) + (offsets[i] ?? 0);
  const count = offsets[table.size] ?? 0;
  const sorted = Object.assign(new Postings(table.hashes, offsets, vectors.length), {
    starts: new Uint32Array(count),
    ends: new Uint32Array(count),
  });
  const next = offsets.slice();
  for (const [paper, { weights }] of vectors.entries()) {
    let i = 0;
    for (const [term, { start, end }] of uses[paper] ?? []) {
      const place = table.placeOf(hashOf(term));
      const slot = next[place] ?? 0;
      next[place] = slot + 1;
      sorted.set(slot, paper, weights[i] ?? 0);
      sorted.starts[slot] = start;
      sorted.ends[slot] = end;
      i += 1;
    }
  }
  return sorted;
}
