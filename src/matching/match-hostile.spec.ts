// Input nobody should send, and input that is not there.
import { describe, expect, it } from '@jest/globals';
import { matchPapers } from './match.js';
import { backgroundOf } from './background.js';
import { indexPapers } from './paper-index.js';
import { compileProfile } from './profile.js';
import { trainTextModel } from './text-model.js';
import type { Interest, InterestKind, Match, PaperText } from './types.js';

const PAPERS = [
  paper('knots', 'Invariants of Knots'),
  paper('halo', 'Dark Matter Halos', '', ['astro-ph.GA']),
];
const MODEL = trainTextModel(PAPERS);
const BACKGROUND = backgroundOf(MODEL, PAPERS);

function paper(
  id: string,
  title: string,
  abstract = '',
  categories: string[] = [],
  authors: string[] = [],
): PaperText {
  return { id, title, abstract, authors, categories };
}

function interest(kind: InterestKind, value: string): Interest {
  return { kind, value, weight: 1, muted: false };
}

function match(...interests: Interest[]): Match[] {
  return matchPapers(indexPapers(MODEL, PAPERS), compileProfile(BACKGROUND, interests));
}

function ids(matches: readonly Match[]): string[] {
  return matches.map(({ paperId }) => paperId);
}

describe('hostile and empty input', () => {
  it('treats the names of object members as words', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const papers = names.map((name) => paper(name, `On ${name} ${name}s`, name, [name], [`${name} ${name}`]));
    const model = trainTextModel([...papers, ...papers]);
    const index = indexPapers(model, papers);
    for (const kind of ['description', 'query', 'author', 'category', 'paper'] as const) {
      const matches = matchPapers(
        index,
        compileProfile(backgroundOf(model, PAPERS), [interest(kind, 'constructor constructor')]),
      );
      expect(kind === 'category' ? matches : ids(matches)).toEqual(
        kind === 'category' ? [] : ['constructor'],
      );
    }
    expect(
      ids(
        matchPapers(index, compileProfile(backgroundOf(model, PAPERS), [interest('category', '__proto__')])),
      ),
    ).toEqual(['__proto__']);
  });

  it('shows no mark-up in terms', () => {
    const index = indexPapers(MODEL, [
      paper('x', 'Knots <b>"of"</b> <script>alert(1)</script> braids', '', []),
    ]);
    const matches = matchPapers(
      index,
      compileProfile(BACKGROUND, [interest('description', 'knots braids script alert')]),
    );
    expect(matches[0]?.reasons.length).toBe(1);
    expect(JSON.stringify(matches[0]?.reasons)).not.toMatch(/[<>()]/);
  });

  it('ignores interests that say nothing', () => {
    const kinds: InterestKind[] = ['category', 'query', 'author', 'description', 'paper'];
    expect(
      match(
        ...kinds.flatMap((kind) => ['', ' \n', '🚀', '$\\frac{}{}$'].map((value) => interest(kind, value))),
      ),
    ).toEqual([]);
  });

  it('works with nothing to match', () => {
    const model = trainTextModel([]);
    const profile = compileProfile(backgroundOf(model, PAPERS), [interest('description', 'knots')]);
    expect(matchPapers(indexPapers(model, []), profile)).toEqual([]);
    expect(ids(matchPapers(indexPapers(model, PAPERS), profile))).toEqual(['knots']);
  });
});
