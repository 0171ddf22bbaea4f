import { describe, expect, it } from '@jest/globals';
import { MATCH_THRESHOLD, matchPapers } from './match.js';
import { backgroundOf } from './background.js';
import { indexPapers } from './paper-index.js';
import { compileProfile } from './profile.js';
import { trainTextModel } from './text-model.js';
import type { Interest, InterestKind, Match, PaperText } from './types.js';

function paper(
  id: string,
  title: string,
  abstract: string,
  categories: string[],
  authors: string[] = [],
): PaperText {
  return { id, title, abstract, authors, categories };
}

const PAPERS: PaperText[] = [
  paper(
    'moe',
    'Sparse Mixture-of-Experts at Scale',
    'We route tokens to experts and lower the cost of inference for large language models.',
    ['cs.LG', 'cs.CL'],
    ['Ada Lovelace', 'Yann LeCun'],
  ),
  paper(
    'halo',
    'Dark Matter Halos of Dwarf Galaxies',
    'Simulations of galaxy formation show how dark matter shapes dwarf galaxies.',
    ['astro-ph.GA'],
    ['Vera Rubin'],
  ),
  paper(
    'knots',
    'Invariants of Knots',
    'A polynomial invariant separates more knots than those known before.',
    ['math.GT'],
    ['Y. LeCun'],
  ),
  paper(
    'speech',
    'Speech Recognition for Small Languages',
    'Self-training lowers word error rates where few recordings exist.',
    ['eess.AS', 'cs.CL'],
    ['Jürgen Müller'],
  ),
  paper('bare', 'Learning to Rank', '', []),
];
const MODEL = trainTextModel(PAPERS);
const BACKGROUND = backgroundOf(MODEL, PAPERS);
const INDEX = indexPapers(MODEL, PAPERS);

function interest(kind: InterestKind, value: string, more: Partial<Interest> = {}): Interest {
  return { kind, value, weight: 1, muted: false, ...more };
}

function match(...interests: Interest[]): Match[] {
  return matchPapers(INDEX, compileProfile(BACKGROUND, interests));
}

function ids(matches: readonly Match[]): string[] {
  return matches.map(({ paperId }) => paperId);
}

function chosen(matches: readonly Match[]): string[] {
  return ids(matches.filter(({ score }) => score >= MATCH_THRESHOLD));
}

describe('matching a description', () => {
  it('finds the paper about it and says so in the words of the paper', () => {
    const [first] = match(interest('description', 'I work on sparse mixture of experts for language models'));
    expect(first?.paperId).toBe('moe');
    expect(first?.score).toBeGreaterThan(MATCH_THRESHOLD);
    const [reason] = first?.reasons ?? [];
    expect(reason).toEqual({ kind: 'terms', terms: ['Sparse Mixture-of-Experts', 'language models'] });
  });

  it('leaves out papers that share nothing', () => {
    expect(ids(match(interest('description', 'knots')))).toEqual(['knots']);
  });

  it('works on words no training paper had', () => {
    const novel = [
      ...PAPERS,
      paper('new', 'Zyxin Quasicrystal Metrology', 'Zyxin lattices.', ['cond-mat.soft']),
    ];
    const profile = compileProfile(BACKGROUND, [interest('description', 'zyxin quasicrystals')]);
    const [first] = matchPapers(indexPapers(MODEL, novel), profile);
    expect(first?.paperId).toBe('new');
    expect(first?.reasons).toEqual([{ kind: 'terms', terms: ['Zyxin Quasicrystal'] }]);
  });

  it('keeps a minority interest alive beside five others', () => {
    const many = [
      'sparse experts',
      'language models',
      'experts inference',
      'routing tokens',
      'large models scale',
    ];
    const minority = interest('description', 'dwarf galaxies and dark matter');
    expect(chosen(match(...many.map((value) => interest('description', value)), minority))).toContain('halo');
  });

  it('counts a weight of 2 for more than one of 0.5', () => {
    const of = (weight: number) => match(interest('description', 'dark matter', { weight }))[0]?.score ?? 0;
    expect(of(2)).toBeGreaterThan(of(1));
    expect(of(1)).toBeGreaterThan(of(0.5));
  });

  it('does not let a bare title win with one shared word', () => {
    const body = (seed: number) => Array.from({ length: 80 }, (_, i) => `filler${seed}x${i}`).join(' ');
    const papers = [
      paper('title', 'Speech', '', []),
      paper('full', 'Speech Units', `${body(0)}. Speech units.`, []),
    ];
    const model = trainTextModel(Array.from({ length: 20 }, (_, i) => paper('x', 'Other', body(i + 1), [])));
    const profile = compileProfile(backgroundOf(model, PAPERS), [interest('description', 'speech units')]);
    expect(ids(matchPapers(indexPapers(model, papers), profile))).toEqual(['full', 'title']);
  });

  it('names a term once, in its longest form', () => {
    const papers = [paper('f', 'Federated Optimisation', 'We speed up federated learning.', [])];
    const profile = compileProfile(BACKGROUND, [interest('description', 'federated learning')]);
    const [first] = matchPapers(indexPapers(MODEL, papers), profile);
    expect(first?.reasons).toEqual([{ kind: 'terms', terms: ['federated learning'] }]);
  });
});

describe('matching categories', () => {
  it('gives a reader with categories alone her papers, primary first', () => {
    const matches = match(interest('category', 'cs.CL'), interest('category', 'eess.AS'));
    expect(chosen(matches)).toEqual(['speech', 'moe']);
    expect(matches[1]?.reasons).toEqual([{ kind: 'category', category: 'cs.CL' }]);
  });

  it('takes a whole archive, whatever its weight', () => {
    expect(chosen(match(interest('category', 'astro-ph', { weight: 0.5 })))).toEqual(['halo']);
  });

  it('ranks a text match before a category match', () => {
    const matches = match(
      interest('category', 'cs', { weight: 2 }),
      interest('description', 'invariants of knots'),
    );
    expect(ids(matches)[0]).toBe('knots');
  });
});

describe('matching authors', () => {
  it('names the author as the paper does, the full name before the initial', () => {
    const matches = match(interest('author', 'LeCun, Yann'));
    expect(ids(matches)).toEqual(['moe', 'knots']);
    expect(matches[1]?.reasons).toEqual([{ kind: 'author', author: 'Y. LeCun', unsure: true }]);
  });

  it('folds accents', () => {
    expect(ids(match(interest('author', 'Jurgen Mueller')))).toEqual(['speech']);
  });
});

describe('matching queries', () => {
  it('finds what meets them and shows them as typed', () => {
    const matches = match(interest('query', '"dark matter" simulation'));
    expect(chosen(matches)).toEqual(['halo']);
    expect(matches[0]?.reasons).toEqual([
      { kind: 'query', query: '"dark matter" simulation', words: ['"dark matter"', 'simulation'] },
    ]);
  });

  it('finds words of which the index keeps no terms', () => {
    const index = indexPapers(MODEL, [paper('n', 'Chapter 7', '', [])]);
    expect(ids(matchPapers(index, compileProfile(BACKGROUND, [interest('query', '7')])))).toEqual(['n']);
  });
});

describe('muted interests', () => {
  const wanted = [interest('category', 'cs'), interest('category', 'astro-ph'), interest('category', 'math')];
  it.each<[InterestKind, string, string]>([
    ['category', 'astro-ph', 'halo'],
    ['category', 'cs.CL', 'moe'],
    ['author', 'Vera Rubin', 'halo'],
    ['query', '"dark matter"', 'halo'],
    ['description', 'knot invariants', 'knots'],
    ['paper', `${PAPERS[2]?.title}\n${PAPERS[2]?.abstract}`, 'knots'],
  ])('of kind %s (%s) keep %s away', (kind, value, vetoed) => {
    expect(ids(match(...wanted))).toContain(vetoed);
    expect(ids(match(...wanted, interest(kind, value, { muted: true })))).not.toContain(vetoed);
  });

  it('leave alone what merely shares a word with a disliked paper', () => {
    const abstract = `Train delays spread along lines and stations after snowfall. Simulations of timetables with
      buffer minutes reveal how dispatchers recover punctuality, how crews rotate and which platforms clog first.`;
    const muted = interest('paper', `Railway Punctuality\n${abstract}`, { muted: true });
    expect(match(interest('description', 'simulations'))).toHaveLength(1);
    expect(match(...wanted, muted)).toEqual(match(...wanted));
  });

  it('never speak for a paper', () => {
    expect(match(interest('category', 'astro-ph', { muted: true }))).toEqual([]);
  });
});

describe('scores', () => {
  const everything = [
    interest('description', 'sparse experts, galaxies, knots'),
    interest('category', 'cs'),
    interest('author', 'Y. LeCun', { weight: 2 }),
    interest('query', 'speech'),
    interest('paper', `${PAPERS[0]?.title}\n${PAPERS[0]?.abstract}`),
  ];

  it('lie between 0 and 1, best first, each with a reason from the threshold on', () => {
    const matches = match(...everything);
    expect(matches.length).toBe(4);
    for (const [i, { score, reasons }] of matches.entries()) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(score).toBeLessThanOrEqual(matches[i - 1]?.score ?? 1);
      if (score >= MATCH_THRESHOLD) expect(reasons).not.toEqual([]);
    }
  });

  it('are the same every time, and whatever else is in the index', () => {
    const profile = compileProfile(BACKGROUND, everything);
    expect(matchPapers(INDEX, profile)).toEqual(match(...everything));
    const reversed = matchPapers(indexPapers(MODEL, PAPERS.toReversed()), profile);
    expect(reversed).toEqual(matchPapers(INDEX, profile));
    const alone = matchPapers(indexPapers(MODEL, PAPERS.slice(0, 1)), profile);
    expect(alone).toEqual(reversed.filter(({ paperId }) => paperId === 'moe'));
  });

  it('break ties by id', () => {
    const twins = ['b', 'c', 'a'].map((id) => paper(id, 'Twins', '', ['cs.LG']));
    const profile = compileProfile(BACKGROUND, [interest('category', 'cs.LG')]);
    expect(ids(matchPapers(indexPapers(MODEL, twins), profile))).toEqual(['a', 'b', 'c']);
  });
});
