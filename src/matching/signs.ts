// What speaks for a paper besides its text: queries met, authors followed, categories asked for.
import { compareAuthorNames, type AuthorLikeness } from './author-name.js';
import { meetCategory } from './category.js';
import { authorEvidence, categoryEvidence, combineEvidence, queryEvidence } from './match-score.js';
import type { PaperIndex } from './paper-index.js';
import type { Signposts } from './profile.js';
import { evaluateQuery } from './query-evaluate.js';
import { queryIndexOf } from './query-papers.js';
import { scoreTaste } from './taste.js';
import type { Reason } from './types.js';

const CLOSENESS: Readonly<Record<AuthorLikeness, number>> = { sure: 1, unsure: 0.5, different: 0 };

/** One thing that speaks for a paper. */
export interface Sign {
  reason: Reason;
  evidence: number;
}

/** Paper number → its signs. */
export type Signs = Map<number, Sign[]>;

export function queryAndAuthorSigns(index: PaperIndex, part: Signposts): Signs {
  const signs: Signs = new Map();
  addQuerySigns(index, part, signs);
  addAuthorSigns(index, part, signs);
  return signs;
}

function addQuerySigns(index: PaperIndex, { queries }: Signposts, signs: Signs): void {
  for (const { query, taste, weight } of queries) {
    const strength = scoreTaste(index, taste);
    for (const { paper } of evaluateQuery(queryIndexOf(index), query)) {
      const evidence = queryEvidence(weight, weight * Math.max(strength[paper] ?? 0, 0));
      addSign(signs, paper, { reason: { kind: 'query', query: query.query }, evidence });
    }
  }
}

function addAuthorSigns(index: PaperIndex, { authors }: Signposts, signs: Signs): void {
  for (const { name, weight } of authors) {
    const best = new Map<number, Sign>();
    for (const entry of name.surnames.flatMap((surname) => index.authorsBySurname.get(surname) ?? [])) {
      const likeness = compareAuthorNames(name, entry.name);
      const evidence = authorEvidence(weight, CLOSENESS[likeness]);
      if (evidence <= (best.get(entry.paper)?.evidence ?? 0)) continue;
      const unsure = likeness === 'unsure' ? { unsure: true as const } : {};
      best.set(entry.paper, { reason: { kind: 'author', author: entry.spelling, ...unsure }, evidence });
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
  const strengths = new Map<string, number>();
  for (const { category, weight } of asked) {
    const met = meetCategory(category, categories);
    if (met === undefined) continue;
    strengths.set(met.category, Math.max(weight * met.strength, strengths.get(met.category) ?? 0));
  }
  const total = Array.from(strengths.values()).reduce((sum, strength) => sum + strength, 0);
  const evidence = categoryEvidence(total);
  return Array.from(strengths, ([category, strength]) => ({
    reason: { kind: 'category', category },
    evidence: (evidence * strength) / total,
  }));
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
