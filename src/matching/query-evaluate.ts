// Which papers of an index meet a query, and what in them does: sets of papers, a byte each, joined as the query says.
import { compareAuthorNames } from './author-name.js';
import type { QueryIndex } from './query-index.js';
import type { CompiledNode, CompiledQuery, PatternElement } from './query.js';

export interface QueryMatch {
  paper: number;
  /** The words and phrases of the query that the paper has, as typed; never one that must be absent. */
  evidence: string[];
}

/** One for each paper: 1 when it is in. */
type Papers = Uint8Array;
type TextNode = CompiledNode & { kind: 'text' };
type AuthorNode = CompiledNode & { kind: 'author' };
type CategoryNode = CompiledNode & { kind: 'category' };

/** @returns the papers that meet the query, in the order of their numbers. */
export function evaluateQuery(index: QueryIndex, { root }: CompiledQuery): QueryMatch[] {
  const wanted: { shown: string; papers: Papers }[] = [];
  const met = evaluate(index, root, true, wanted);
  const matches: QueryMatch[] = [];
  for (let paper = met.indexOf(1); paper !== -1; paper = met.indexOf(1, paper + 1)) {
    const evidence = wanted.filter(({ papers }) => papers[paper] === 1).map(({ shown }) => shown);
    matches.push({ paper, evidence: Array.from(new Set(evidence)) });
  }
  return matches;
}

function evaluate(
  index: QueryIndex,
  node: CompiledNode,
  isWanted: boolean,
  wanted: { shown: string; papers: Papers }[],
): Papers {
  if (node.kind === 'not') return evaluate(index, node.operand, !isWanted, wanted).map((one) => 1 - one);
  if ('operands' in node) {
    const [first, ...rest] = node.operands.map((operand) => evaluate(index, operand, isWanted, wanted));
    const joined = Uint8Array.from(first ?? []);
    for (const papers of rest) {
      for (let i = 0; i < joined.length; i += 1) {
        const [a, b] = [joined[i] ?? 0, papers[i] ?? 0];
        joined[i] = node.kind === 'and' ? a & b : a | b;
      }
    }
    return joined;
  }
  const papers = new Uint8Array(index.paperCount);
  if (node.kind === 'text') markText(index, node, papers);
  else if (node.kind === 'author') markAuthor(index, node, papers);
  else markCategory(index, node, papers);
  if (isWanted) wanted.push({ shown: node.shown, papers });
  return papers;
}

function markText(index: QueryIndex, { patterns, field }: TextNode, papers: Papers): void {
  for (const pattern of patterns) {
    const tokens = pattern.map(({ key, match }) => new Set(index.tokensFor(key, match)));
    const [first] = tokens;
    if (first === undefined || tokens.some(({ size }) => size === 0)) continue;
    for (const token of first) {
      for (const place of index.placesOf(token)) {
        const paper = index.papers[place] ?? 0;
        if (papers[paper] === 1 || !index.isInField(place, field)) continue;
        if (continues(index, place, pattern, tokens, 0)) papers[paper] = 1;
      }
    }
  }
}

function continues(
  index: QueryIndex,
  place: number,
  pattern: readonly PatternElement[],
  tokens: readonly ReadonlySet<number>[],
  at: number,
): boolean {
  const own = tokens[at];
  if (own === undefined) return true;
  if (at > 0 && !index.follows(place, pattern[at]?.mayFollowBreak ?? false)) return false;
  return index.stepsFrom(place, own).some((next) => continues(index, next, pattern, tokens, at + 1));
}

/** One word is a surname or a given name; more of them are a name, of which an initial may speak for the given one. */
function markAuthor({ authorsByWord }: QueryIndex, { name, match }: AuthorNode, papers: Papers): void {
  const words =
    match === 'prefix'
      ? Array.from(authorsByWord.keys()).filter((word) =>
          name.surnames.some((start) => word.startsWith(start)),
        )
      : name.surnames;
  for (const author of words.flatMap((word) => authorsByWord.get(word) ?? [])) {
    if (match !== 'name' || compareAuthorNames(name, author.name) !== 'different') papers[author.paper] = 1;
  }
}

function markCategory({ categories }: QueryIndex, { code, match }: CategoryNode, papers: Papers): void {
  for (const [paper, own] of categories.entries()) {
    const isMet = own.some((category) => {
      const known = category.toLowerCase();
      return match === 'prefix' ? known.startsWith(code) : known === code || known.startsWith(`${code}.`);
    });
    if (isMet) papers[paper] = 1;
  }
}
