// The evaluator against a plain one that reads each paper's tokens from the start, on queries and papers made by chance.
import { describe, expect, it } from '@jest/globals';
import { compareAuthorNames, parseAuthorName } from './author-name.js';
import { toPlainText } from './plain-text.js';
import { compileQuery, type CompiledNode, type PatternElement } from './query.js';
import { evaluateQuery } from './query-evaluate.js';
import { QueryIndex, type QueryPaper } from './query-index.js';
import { randomQuery, randomText, seeded } from './random-queries.js';
import { tokenize, type Token } from './tokenize.js';

function paper(title: string, abstract = '', authors: string[] = [], categories: string[] = []): QueryPaper {
  return {
    title: tokenize(toPlainText(title)),
    abstract: tokenize(toPlainText(abstract)),
    authors: authors.flatMap((spelling) => {
      const name = parseAuthorName(spelling);
      return name ? [{ name, spelling }] : [];
    }),
    categories,
  };
}

function matched(query: string, papers: QueryPaper[]): number[] {
  const compiled = compileQuery(query);
  if (!compiled) throw new Error(`nothing to look for in ${query}`);
  return evaluateQuery(new QueryIndex(papers), compiled).map((match) => match.paper);
}

/** Every way to go on in the tokens from a place; joined words are one step over their parts. */
function fits(tokens: readonly Token[], at: number, pattern: readonly PatternElement[]): boolean {
  const [element, ...rest] = pattern;
  if (element === undefined) return true;
  const token = tokens[at];
  if (token === undefined) return false;
  const isMet =
    element.match === 'equal'
      ? token.key === element.key
      : element.match === 'prefix'
        ? token.key.startsWith(element.key)
        : token.key.includes(element.key);
  let beyond = at + 1;
  if (token.role === 'joined') while (tokens[beyond]?.start === token.start) beyond += 1;
  const viaParts = token.role === 'joined' && fits(tokens, at + 1, pattern);
  if (!isMet) return viaParts;
  const next = tokens[beyond];
  const last = tokens[beyond - 1];
  const goesOn =
    rest.length === 0 ||
    (next !== undefined &&
      (!next.afterBreak || next.start < (last?.end ?? 0) || rest[0]?.mayFollowBreak === true));
  return viaParts || (goesOn && fits(tokens, beyond, rest));
}

function meets(node: CompiledNode, { title, abstract, authors, categories }: QueryPaper): boolean {
  switch (node.kind) {
    case 'not':
      return !meets(node.operand, { title, abstract, authors, categories });
    case 'and':
      return node.operands.every((one) => meets(one, { title, abstract, authors, categories }));
    case 'or':
      return node.operands.some((one) => meets(one, { title, abstract, authors, categories }));
    case 'category':
      return categories.some((own) => `${own.toLowerCase()}.`.startsWith(`${node.code}.`));
    case 'author':
      return authors.some(({ name }) =>
        node.match === 'name'
          ? compareAuthorNames(node.name, name) !== 'different'
          : [...name.surnames, ...name.given].includes(node.name.surnames[0] ?? ''),
      );
    default:
      return node.patterns.some((pattern) =>
        [node.field === 'abstract' ? [] : title, node.field === 'title' ? [] : abstract].some((tokens) =>
          tokens.some((_, at) => fits(tokens, at, pattern)),
        ),
      );
  }
}

describe('evaluateQuery', () => {
  it('finds what a plain reading of each paper finds', () => {
    const random = seeded(42);
    const papers = Array.from({ length: 60 }, () =>
      paper(
        randomText(random),
        randomText(random),
        [random(['Yann LeCun', 'Y. LeCun', 'Wei Wang', 'Wendy Wang'])],
        [random(['cs.LG', 'cs.CL', 'math.ST', 'csx.A'])],
      ),
    );
    const index = new QueryIndex(papers);
    let found = 0;
    for (let i = 0; i < 2_000; i += 1) {
      const query = randomQuery(random);
      const compiled = compileQuery(query);
      if (compiled === undefined) continue;
      const expected = papers.flatMap((one, number) => (meets(compiled.root, one) ? [number] : []));
      const actual = evaluateQuery(index, compiled).map((match) => match.paper);
      expect({ query, papers: actual }).toEqual({ query, papers: expected });
      found += actual.length;
    }
    expect(found).toBeGreaterThan(1_000);
  });

  it.each<[string, string, boolean]>([
    ['transform*', 'Transformers', true],
    ['transform*', 'Information', false],
    ['title:graph', 'Graphs', true],
    ['abstract:graph', 'Graphs', false],
    ['"multimodal learning"', 'Multi-modal learning', true],
    ['"multi-modal learning"', 'Multimodal learning', true],
    ['GPT-4', 'GPT4 and others', true],
    ['C++', 'In C++ and Rust', true],
    ['schrödinger', 'Schrodinger bridges', true],
    ['γ-ray', 'Gamma-ray bursts', true],
    ['class*', 'Classes of knots', true],
    ['class*', 'Clasp', false],
    ['galaxies', 'A galaxy', true],
    ['dogs*', 'Dogs', true],
    ['深度学习', '基于深度学习的方法', true],
    ['猫', '黒猫の研究', true],
    ['深度学习', '深度。学习', false],
    ['CI/CD', 'On CI/CD pipelines', true],
    ['graph NOT survey', 'Graphs: a survey', false],
    ['graph NOT survey', 'Graphs', true],
    ['(molecule OR crystal) graph', 'Crystal graphs', true],
    ['the graph', 'Graph', true],
  ])('%s on “%s”: %s', (query, title, isMet) => {
    expect(matched(query, [paper(title)])).toEqual(isMet ? [0] : []);
  });

  it.each<[string, boolean]>([
    ['author:LeCun', true],
    ['author:lecu*', true],
    ['author:(Yann LeCun)', true],
    ['author:"LeCun, Y."', true],
    ['author:"Yves LeCun"', false],
    ['category:cs', true],
    ['category:cs.*', true],
    ['category:CS.lg', true],
    ['category:c', false],
    ['category:cs.L*', true],
  ])('%s: %s', (query, isMet) => {
    expect(matched(query, [paper('x', '', ['Yann LeCun'], ['cs.LG'])])).toEqual(isMet ? [0] : []);
  });

  it('takes the canonical code for an alias', () => {
    const compiled = compileQuery('category:math.MP', (code) => (code === 'math.MP' ? 'math-ph' : code));
    const index = new QueryIndex([paper('x', '', [], ['math-ph'])]);
    expect(compiled && evaluateQuery(index, compiled)).toHaveLength(1);
  });

  it('names what the paper has of the query, not what it lacks', () => {
    const compiled = compileQuery('(cats OR title:dogs* OR "big fish") NOT birds');
    const index = new QueryIndex([paper('Dogs', 'Big fish'), paper('Cats and birds')]);
    expect(compiled && evaluateQuery(index, compiled)).toEqual([
      { paper: 0, evidence: ['dogs*', '"big fish"'] },
    ]);
  });

  it('evaluates many queries on many papers in seconds at most', () => {
    const random = seeded(3);
    const index = new QueryIndex(
      Array.from({ length: 3_000 }, () => paper(randomText(random), 'graph net '.repeat(40))),
    );
    const compiled = compileQuery('("graph net" OR multimodal) gra* NOT gpt4 title:modal');
    const startedAt = performance.now();
    for (let i = 0; i < 50; i += 1) if (compiled) evaluateQuery(index, compiled);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
