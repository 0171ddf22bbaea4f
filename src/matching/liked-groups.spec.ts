import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { backgroundOf } from './background.js';
import { readLiked } from './direction.js';
import { groupsOf } from './liked-groups.js';
import { matchPapers } from './match.js';
import { readModel } from './model-file.js';
import { indexPapers } from './paper-index.js';
import { compileProfile } from './profile.js';
import type { Interest, PaperText } from './types.js';

const SUBJECTS = [
  'sparse experts route tokens between layers of a language model',
  'dark matter halos shape dwarf galaxies in simulations',
];
const ASIDES = ['with less memory', 'in a new light', 'revisited', 'at scale', 'for small data', 'by hand'];

const papers: PaperText[] = SUBJECTS.flatMap((subject, s) =>
  ASIDES.map((aside, i) => ({
    id: `${s}${i}`,
    title: `${subject.split(' ').slice(0, 3).join(' ')} ${aside}`,
    abstract: `${subject} ${aside}`,
    authors: [],
    categories: [['cs.LG', 'astro-ph.GA'][s] ?? ''],
  })),
);
/** With its topics: without them, papers that share no word are not far enough from each other to be told apart. */
const model = readModel(gunzipSync(readFileSync(new URL('../../models/science.model.gz', import.meta.url))));
const background = backgroundOf(model, papers);
const textOf = ({ title, abstract }: PaperText) => `${title}\n${abstract}`;

describe('groups of liked papers', () => {
  const liked = [0, 1, 2, 3, 4, 6, 7].map((at) => papers[at] ?? papers[0]!);

  it('hold what is of one interest', () => {
    const groups = groupsOf(
      background,
      liked.map((paper) => readLiked(model, textOf(paper), paper.categories, 1)),
    );
    const subjects = groups.map((group) => group.map((at) => liked[at]?.id[0]).sort());
    expect(subjects.toSorted((a, b) => b.length - a.length)).toEqual([
      ['0', '0', '0', '0', '0'],
      ['1', '1'],
    ]);
  });

  it('let a small interest be heard beside a great one', () => {
    const interests = liked.map((paper): Interest => ({
      kind: 'paper',
      value: textOf(paper),
      weight: 1,
      muted: false,
      categories: paper.categories,
    }));
    const known = new Set(liked.map(({ id }) => id));
    const unknown = papers.filter(({ id }) => !known.has(id));
    const ranking = matchPapers(indexPapers(model, unknown), compileProfile(background, interests));
    const firsts = ranking.slice(0, 4).map(({ paperId }) => paperId[0]);
    expect(new Set(firsts)).toEqual(new Set(['0', '1']));
  });
});
