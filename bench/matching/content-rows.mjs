// Papers as rows over their terms: sublinear tf × idf, length 1, of terms that two of the known papers have.
import { readText } from '../../dist/matching/terms.js';
import { sparseRows } from '../../dist/matching/community/sparse-rows.js';

/** @param known how many of the papers, from the first, are known */
export function contentRows(papers, known) {
  const uses = papers.map(({ title, abstract }) => readText(title, abstract).terms);
  const frequencies = new Map();
  for (const terms of uses.slice(0, known)) {
    for (const term of terms.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const columns = new Map([...frequencies].filter(([, count]) => count >= 2).map(([term], i) => [term, i]));
  const rows = uses.map((terms) => {
    const entries = [...terms].flatMap(([term, { count }]) => {
      const column = columns.get(term);
      if (column === undefined) return [];
      const idf = Math.log((1 + known) / (1 + frequencies.get(term))) + 1;
      return [[column, (1 + Math.log(count)) * idf]];
    });
    const length = Math.hypot(...entries.map(([, value]) => value)) || 1;
    return entries.map(([column, value]) => [column, value / length]);
  });
  return sparseRows(rows, columns.size);
}
