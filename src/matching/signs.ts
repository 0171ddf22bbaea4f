// What speaks for a paper besides its text: queries met, authors followed, categories asked for.
import { compareAuthorNames, type AuthorLikeness } from './author-name.js';
import { meetCategory } from './category.js';
import type { CategoryTable } from './category-table.js';
import { authorKey, categoryKey, queryKey } from './interest-key.js';
import { authorEvidence, categoryEvidence, combineEvidence, queryEvidence } from './match-score.js';
import type { PaperIndex } from './paper-index.js';
import type { Signposts } from './profile.js';
import { evaluateQuery } from './query-evaluate.js';
import { queryIndexOf } from './query-papers.js';
import { scoreEach } from './text-score.js';
import type { Sign } from './types.js';

const CLOSENESS: Readonly<Record<AuthorLikeness, number>> = { sure: 1, unsure: 0.5, different: 0 };

/** Paper number → its signs. */
export type Signs = Map<number, Sign[]>;

/** @param first papers before it may be passed over. */
export function queryAndAuthorSigns(index: PaperIndex, part: Signposts, first = 0): Signs {
  const signs: Signs = new Map();
  addQuerySigns(index, part, first, signs);
  addAuthorSigns(index, part, signs);
  return signs;
}

function addQuerySigns(index: PaperIndex, part: Signposts, first: number, signs: Signs): void {
  scoreEach(index, part.queryTastes, first, (strength, i) => {
    const query = part.queries[i];
    const { weight = 0 } = part.queryTastes.each[i] ?? {};
    if (query === undefined) return;
    const interest = queryKey(query.query);
    for (const { paper, evidence: words } of evaluateQuery(queryIndexOf(index), query)) {
      const evidence = queryEvidence(weight, weight * Math.max(strength[paper] ?? 0, 0));
      addSign(signs, paper, { reason: { kind: 'query', query: query.query, words }, evidence, interest });
    }
  });
}

function addAuthorSigns(index: PaperIndex, { authors }: Signposts, signs: Signs): void {
  for (const { name, weight } of authors) {
    const interest = authorKey(name);
    const best = new Map<number, Sign>();
    for (const entry of name.surnames.flatMap((surname) => index.authorsBySurname.get(surname) ?? [])) {
      const likeness = compareAuthorNames(name, entry.name);
      const evidence = authorEvidence(weight, CLOSENESS[likeness]);
      if (evidence <= (best.get(entry.paper)?.evidence ?? 0)) continue;
      const unsure = likeness === 'unsure' ? { unsure: true as const } : {};
      best.set(entry.paper, {
        reason: { kind: 'author', author: entry.spelling, ...unsure },
        evidence,
        interest,
      });
    }
    for (const [paper, sign] of best) addSign(signs, paper, sign);
  }
}

function addSign(signs: Signs, paper: number, sign: Sign): void {
  const all = signs.get(paper);
  if (all === undefined) signs.set(paper, [sign]);
  else all.push(sign);
}

/** @returns one sign for each category of the paper that was asked for; together they count as categoryEvidence(). */
export function categorySigns(categories: readonly string[], asked: Signposts['categories']): Sign[] {
  const strongest = new Map<string, { strength: number; interest: string }>();
  for (const { category, weight } of asked) {
    const met = meetCategory(category, categories);
    if (met === undefined) continue;
    const strength = weight * met.strength;
    if (strength > (strongest.get(met.category)?.strength ?? 0))
      strongest.set(met.category, { strength, interest: categoryKey(category) });
  }
  const total = Array.from(strongest.values()).reduce((sum, { strength }) => sum + strength, 0);
  const evidence = categoryEvidence(total);
  return Array.from(strongest, ([category, { strength, interest }]) => ({
    reason: { kind: 'category', category },
    evidence: (evidence * strength) / total,
    interest,
  }));
}

/** @returns what tells of a paper the keys of the interests it meets by name, strongest first. */
export function interestsMetBy(
  { categories: ofPapers, categoryTable: { listOf } }: PaperIndex,
  { categories }: Signposts,
  signs: Signs,
): (paper: number) => readonly string[] {
  // Many papers have the same categories.
  const byList = new Map<number, readonly string[]>();
  const metBy = (paper: number) => {
    const met = categories.length === 0 ? [] : categorySigns(ofPapers[paper] ?? [], categories);
    return [...(signs.get(paper) ?? []), ...met]
      .sort((a, b) => b.evidence - a.evidence)
      .flatMap(({ interest }) => interest ?? []);
  };
  return (paper) => {
    if (signs.has(paper)) return metBy(paper);
    const list = listOf[paper] ?? 0;
    const known = byList.get(list) ?? metBy(paper);
    byList.set(list, known);
    return known;
  };
}

/** @returns for each list of categories, the evidence of its categorySigns(). */
export function categoryEvidences(table: CategoryTable, asked: Signposts['categories']): Float32Array {
  const evidence = new Float32Array(table.listCount);
  // An archive and one of its categories may meet the same category, which counts once.
  const overlaps = asked.some(({ category }, i) =>
    asked.some((other, j) => i !== j && `${other.category}.`.startsWith(`${category}.`)),
  );
  if (overlaps) {
    for (const { category } of asked)
      for (const { list, codes } of table.listsMeeting(category))
        if (evidence[list] === 0) evidence[list] = evidenceOf(categorySigns(codes, asked));
    return evidence;
  }
  const totals = new Float64Array(table.listCount);
  for (const { category, weight } of asked)
    for (const { list, strength } of table.listsMeeting(category))
      totals[list] = (totals[list] ?? 0) + weight * strength;
  for (let list = 0; list < totals.length; list += 1) {
    const total = totals[list] ?? 0;
    if (total > 0) evidence[list] = categoryEvidence(total);
  }
  return evidence;
}

/** @returns the evidence of all signs of one paper; several queries or authors count less than their sum. */
export function evidenceOf(signs: readonly Sign[]): number {
  let sum = 0;
  const several: Record<'query' | 'author', number[]> = { query: [], author: [] };
  for (const { reason, evidence } of signs) {
    if (reason.kind === 'query' || reason.kind === 'author') several[reason.kind].push(evidence);
    else sum += evidence;
  }
  return sum + combineEvidence(several.query) + combineEvidence(several.author);
}
