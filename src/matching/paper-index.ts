// Papers made ready to be scored for many profiles: an inverted index for scores, a forward one for reasons.
import { parseAuthorName, type AuthorName } from './author-name.js';
import { searchableText } from './query.js';
import { toPaperVector } from './sparse-vector.js';
import { readText } from './terms.js';
import type { TextModel } from './text-model.js';
import type { PaperText } from './types.js';

/** Rows of unequal length in flat arrays: row `r` is `from offsets[r] to offsets[r + 1]`. */
export interface ForwardIndex {
  offsets: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
  /** Where the term first stands in the paper's text. */
  starts: Uint32Array;
  ends: Uint32Array;
}

export interface InvertedIndex {
  offsets: Uint32Array;
  papers: Uint32Array;
  weights: Float32Array;
}

export interface AuthorEntry {
  paper: number;
  name: AuthorName;
  /** As the paper spells it. */
  spelling: string;
}

/** Papers and terms are numbered; every array is read by those numbers. */
export interface PaperIndex {
  ids: string[];
  /** Plain text, title first, that `starts` and `ends` point into. */
  texts: string[];
  /** What queries are searched in. */
  searchables: string[];
  categories: (readonly string[])[];
  authorsBySurname: Map<string, AuthorEntry[]>;
  vocabulary: Map<string, number>;
  byPaper: ForwardIndex;
  byTerm: InvertedIndex;
}

/** About half a millisecond a paper. The model need not have seen the papers. */
export function indexPapers(model: TextModel, papers: readonly PaperText[]): PaperIndex {
  const vocabulary = new Map<string, number>();
  const offsets = new Uint32Array(papers.length + 1);
  const terms: number[] = [];
  const weights: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const texts: string[] = [];
  const searchables: string[] = [];
  for (const [i, paper] of papers.entries()) {
    const read = readText(paper.title, paper.abstract);
    const vector = toPaperVector(model, read.terms);
    for (const use of read.terms.values()) {
      starts.push(use.start);
      ends.push(use.end);
    }
    for (const [at, term] of vector.terms.entries()) {
      terms.push(numberOf(term, vocabulary));
      weights.push(vector.weights[at] ?? 0);
    }
    offsets[i + 1] = terms.length;
    texts.push(read.text);
    searchables.push(searchableText(read.tokens));
  }
  const byPaper: ForwardIndex = {
    offsets,
    terms: Uint32Array.from(terms),
    weights: Float32Array.from(weights),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
  };
  return {
    ids: papers.map((paper) => paper.id),
    texts,
    searchables,
    categories: papers.map((paper) => paper.categories),
    authorsBySurname: indexAuthors(papers),
    vocabulary,
    byPaper,
    byTerm: invert(byPaper, vocabulary.size),
  };
}

function numberOf(term: string, vocabulary: Map<string, number>): number {
  const known = vocabulary.get(term);
  if (known !== undefined) return known;
  vocabulary.set(term, vocabulary.size);
  return vocabulary.size - 1;
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

/** Counting sort by term. */
function invert(rows: ForwardIndex, termCount: number): InvertedIndex {
  const offsets = new Uint32Array(termCount + 1);
  for (const term of rows.terms) offsets[term + 1] = (offsets[term + 1] ?? 0) + 1;
  for (let term = 0; term < termCount; term += 1)
    offsets[term + 1] = (offsets[term + 1] ?? 0) + (offsets[term] ?? 0);
  const next = offsets.slice();
  const papers = new Uint32Array(rows.terms.length);
  const weights = new Float32Array(rows.terms.length);
  for (let paper = 0; paper + 1 < rows.offsets.length; paper += 1) {
    const end = rows.offsets[paper + 1] ?? 0;
    for (let at = rows.offsets[paper] ?? 0; at < end; at += 1) {
      const term = rows.terms[at] ?? 0;
      const slot = next[term] ?? 0;
      next[term] = slot + 1;
      papers[slot] = paper;
      weights[slot] = rows.weights[at] ?? 0;
    }
  }
  return { offsets, papers, weights };
}
