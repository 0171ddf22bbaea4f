// The comparison on readers whose tastes are known: where others help, where they cannot, and where nobody can tell.
import { describe, expect, it } from '@jest/globals';
import { backgroundOf } from '../background.js';
import { runAtOnce } from '../pausing.js';
import { compileProfile } from '../profile.js';
import { TermCorpus } from '../term-corpus.js';
import { trainModel } from '../train-model.js';
import type { PaperText } from '../types.js';
import { CommunityTrial } from './trial.js';
import { type Finding, type Verdict, verdictOf, verdictText } from './verdict.js';

/** Numbers that are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const PAPERS = 960;
const SUBJECTS = 96;
/** Each has eight subjects. */
const GROUPS = 12;

/** Each paper is of one subject and, whatever that is, of one of five methods: two words of each. */
const PAPER_TEXTS: PaperText[] = Array.from({ length: PAPERS }, (_, number) => {
  const method = Math.floor(number / SUBJECTS) % 5;
  const title = `subject${number % SUBJECTS} matter${number % SUBJECTS} method${method} way${method}`;
  return { id: `paper ${number}`, title, abstract: '', authors: [], categories: [] };
});
const GROUP_OF = (paper: number) => paper % GROUPS;

function modelOf(papers: readonly PaperText[]) {
  const corpus = new TermCorpus();
  for (const paper of papers) corpus.add(paper);
  return runAtOnce(trainModel('test', corpus));
}
const BACKGROUND = backgroundOf(modelOf(PAPER_TEXTS), PAPER_TEXTS);

/** @param likes numbers of papers, a list for each reader. @returns what the comparison says of them */
function tried(likes: readonly number[][]): Verdict {
  const liked = [...new Set(likes.flat())].sort((a, b) => a - b);
  const numbers = new Map(liked.map((paper, number) => [paper, number]));
  const told = {
    papers: liked.flatMap((paper) => PAPER_TEXTS[paper] ?? []),
    readers: likes.map((own) => own.map((paper) => numbers.get(paper) ?? 0)),
  };
  const others = PAPER_TEXTS.filter((_, paper) => !numbers.has(paper));
  const trial = runAtOnce(CommunityTrial.prepare(BACKGROUND.model, told, others));
  for (const reader of trial.readers) {
    const left = (told.readers[reader] ?? [])
      .flatMap((number) => told.papers[number] ?? [])
      .filter(({ id }) => !trial.isHeldOut(id));
    const interests = left.map(({ title, abstract }) => ({
      kind: 'paper' as const,
      value: `${title}\n${abstract}`,
      weight: 1,
      muted: false,
    }));
    trial.ask(
      reader,
      compileProfile(BACKGROUND, interests),
      left.map(({ id }) => id),
    );
  }
  return trial.verdict;
}

/** Six likes of papers that `isHers` lets through. */
function likesOf(random: () => number, isHers: (paper: number) => boolean): number[] {
  const hers = PAPER_TEXTS.map((_, paper) => paper).filter(isHers);
  return [...new Set(Array.from({ length: 6 }, () => hers[Math.floor(random() * hers.length)] ?? 0))];
}

describe('CommunityTrial', () => {
  it('says that others help where they like what her own words do not tell', () => {
    const random = chance(1);
    // Readers of a group like all of its eight subjects, and by her likes each names some of them.
    const likes = Array.from({ length: 240 }, (_, reader) =>
      likesOf(random, (paper) => GROUP_OF(paper) === reader % GROUPS),
    );
    const verdict = tried(likes);
    expect(verdict).toMatchObject({ helps: true });
    expect(verdict.readers).toBeGreaterThan(50);
    expect(verdict.gain).toBeGreaterThan(0.1);
    expect(verdictText(verdict)).toMatch(
      /^helps: \d+ readers asked for \d+ held-out papers find \+\d+\.\d ± \d+\.\d % of them$/,
    );
  });

  it('finds no help in likes of chance', () => {
    for (const seed of [1, 2, 3]) {
      const random = chance(seed);
      const verdict = tried(Array.from({ length: 120 }, () => likesOf(random, () => true)));
      expect(verdict).toMatchObject({ helps: false });
      expect(verdict.readers).toBeGreaterThan(50);
    }
  });

  it('cannot tell from few readers, and says so', () => {
    const random = chance(1);
    const verdict = tried(Array.from({ length: 20 }, () => likesOf(random, () => true)));
    expect(verdict.helps).toBe(false);
    expect(verdictText(verdict)).toMatch(
      /^cannot be told: \d+ readers asked for \d+ held-out papers, at least 20 of each it takes$/,
    );
  });

  it('is quiet without any likes', () => {
    expect(tried([])).toEqual({ helps: false, readers: 0, papers: 0, gain: 0, error: 0 });
  });
});

describe('verdictOf', () => {
  const findings = (count: number, of: (i: number) => Partial<Finding>): Finding[] =>
    Array.from({ length: count }, (_, i) => ({ reader: i, paper: i, gain: 1, weight: 1, ...of(i) }));

  it('is sure from two standard errors on', () => {
    const some = (gained: number) => verdictOf(findings(100, (i) => ({ gain: Number(i < gained) })));
    expect(some(4)).toMatchObject({ helps: true, gain: 0.04 });
    expect(some(3)).toMatchObject({ helps: false, gain: 0.03 });
    expect(verdictText(verdictOf(findings(100, (i) => ({ gain: -Number(i < 9) }))))).toMatch(/^does harm/);
  });

  it('takes a paper that many like for one chance', () => {
    const popular = findings(400, (i) => ({ paper: i % 40 === 0 ? i : 1, gain: Number(i % 2 === 0) }));
    expect(verdictOf(popular.map((one) => ({ ...one, paper: one.reader }))).error).toBeCloseTo(0.025, 3);
    const papers = findings(400, (i) => ({ paper: i % 25, gain: Number(i % 25 < 4) }));
    expect(verdictOf(papers)).toMatchObject({ papers: 25, helps: true });
    expect(verdictOf(papers).error).toBeCloseTo(Math.sqrt((0.16 * 0.84) / 24), 3);
  });

  it('weighs readers alike, however much each should find', () => {
    const one = [0, 1, 2, 3].map((paper) => ({ reader: 0, paper, gain: 1, weight: 0.25 }));
    expect(verdictOf([...one, { reader: 1, paper: 9, gain: 0, weight: 1 }]).gain).toBe(0.5);
  });
});
