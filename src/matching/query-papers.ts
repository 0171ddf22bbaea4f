// The papers of an index as queries see them; read when the first query comes, and kept as long as the index.
import type { PaperIndex } from './paper-index.js';
import { QueryIndex, type QueryAuthor, type QueryPaper } from './query-index.js';
import { tokenize } from './tokenize.js';

type Source = Pick<PaperIndex, 'texts' | 'categories' | 'authorsBySurname'>;

const known = new WeakMap<Source, QueryIndex>();

export function queryIndexOf(index: Source): QueryIndex {
  const made = known.get(index) ?? new QueryIndex(queryPapers(index));
  known.set(index, made);
  return made;
}

function* queryPapers({ texts, categories, authorsBySurname }: Source): Generator<QueryPaper> {
  const authors: Map<QueryAuthor['name'], QueryAuthor>[] = texts.map(() => new Map());
  for (const entries of authorsBySurname.values()) {
    for (const { paper, name, spelling } of entries) authors[paper]?.set(name, { name, spelling });
  }
  for (const [paper, text] of texts.entries()) {
    const line = text.indexOf('\n');
    yield {
      title: tokenize(text.slice(0, line)),
      abstract: tokenize(text.slice(line + 1)),
      authors: Array.from(authors[paper]?.values() ?? []),
      categories: categories[paper] ?? [],
    };
  }
}
