// Which papers a reader gets, on a handful of them.
import { describe, expect, it } from '@jest/globals';
import { backgroundOf } from '../matching/background.js';
import { indexPapers } from '../matching/paper-index.js';
import { compileProfile } from '../matching/profile.js';
import { trainTextModel } from '../matching/text-model.js';
import type { Interest } from '../matching/types.js';
import { choosePapers as choose, type Reader as CompiledReader } from './choose-papers.js';
import type { Pool } from './paper-pool.js';

interface Given {
  id: string;
  title: string;
  category?: string;
  announcedOn?: string;
  trendScore?: number;
  doi?: string;
}

type Reader = Omit<CompiledReader, 'profile'> & { interests: readonly Interest[] };

function choosePapers(pool: Pool, { interests, ...reader }: Reader) {
  return choose(pool, { ...reader, profile: compileProfile(pool.background, interests) });
}

/** They arrived in the order given, 1, 2, 3 … */
function poolOf(papers: Given[]): Pool {
  const texts = papers.map(({ id, title, category = 'cs.LG' }) => ({
    id,
    title,
    abstract: '',
    authors: ['Ada Lovelace'],
    categories: [category],
  }));
  const model = trainTextModel(texts);
  const rows = papers.map(
    ({ id, announcedOn = '2026-06-29', trendScore = null, doi = null, category = 'cs.LG' }, index) => {
      const arrival = BigInt(index + 1);
      const paper = {
        key: id,
        arrival,
        announcedOn: new Date(announcedOn),
        importedAt: new Date(announcedOn),
        trendScore,
        field: category,
        doi,
      };
      return [id, paper] as const;
    },
  );
  const background = backgroundOf(model, texts);
  return {
    papers: new Map(rows),
    background,
    profileVersion: '',
    index: indexPapers(model, texts),
    watermark: BigInt(papers.length),
  };
}

const wants = (kind: Interest['kind'], value: string, muted = false): Interest => ({
  kind,
  value,
  weight: 1,
  muted,
});
const readerOf = (change: Partial<Reader> = {}): Reader => ({
  interests: [wants('category', 'cs.LG')],
  strictness: 0,
  watermark: 0n,
  maxPapers: 10,
  delivered: new Set(),
  served: [],
  ...change,
});

function chosen(pool: Pool, reader: Reader): string[] {
  const choice = choosePapers(pool, reader);
  if ('emptyBecause' in choice) return [choice.emptyBecause];
  return choice.papers.map(({ section, rank, paperKey }) => `${section} ${rank} ${paperKey}`);
}

const pool = poolOf([
  { id: 'experts', title: 'Sparse experts in language models' },
  { id: 'galaxies', title: 'Dwarf galaxies without dark matter', category: 'astro-ph.GA' },
  { id: 'trees', title: 'Decision trees for tabular data' },
]);

describe('choosePapers', () => {
  it('brings what matches, best first, each with its reason', () => {
    const choice = choosePapers(pool, readerOf({ interests: [wants('description', 'sparse experts')] }));
    if ('emptyBecause' in choice) throw new Error(choice.emptyBecause);
    expect(choice.papers).toMatchObject([{ paperKey: 'experts', section: 'for_you', rank: 1 }]);
    expect(choice.papers[0]?.reasons).toContainEqual(expect.objectContaining({ kind: 'terms' }));
  });

  it('asks more of a paper for a strict reader, and less for one who is not', () => {
    const byCategory = (strictness: number) => chosen(pool, readerOf({ strictness }));
    expect(byCategory(0)).toEqual(['for_you 1 experts', 'for_you 2 trees']);
    expect(byCategory(1)).toEqual(['nothing_strong_enough']);
    const experts = [wants('description', 'sparse experts')];
    expect(chosen(pool, readerOf({ strictness: 1, interests: experts }))).toEqual(['for_you 1 experts']);
  });

  it('brings no more than the reader wants', () => {
    expect(chosen(pool, readerOf({ maxPapers: 1 }))).toHaveLength(1);
  });

  it('brings nothing she has had, and nothing she was served past', () => {
    expect(chosen(pool, readerOf({ delivered: new Set(['experts']) }))).toEqual(['for_you 1 trees']);
    expect(chosen(pool, readerOf({ watermark: 1n }))).toEqual(['for_you 1 trees']);
  });

  it('brings nothing she muted', () => {
    const interests = [wants('category', 'cs.LG'), wants('query', 'trees', true)];
    expect(chosen(pool, readerOf({ interests }))).toEqual(['for_you 1 experts']);
  });

  it('says that nothing is new, or that nothing of it matched', () => {
    expect(chosen(pool, readerOf({ watermark: 3n }))).toEqual(['no_new_papers']);
    expect(chosen(pool, readerOf({ delivered: new Set(['experts', 'galaxies', 'trees']) }))).toEqual([
      'no_new_papers',
    ]);
    expect(chosen(pool, readerOf({ interests: [wants('category', 'math.AG')] }))).toEqual([
      'nothing_matched',
    ]);
    expect(chosen(poolOf([]), readerOf())).toEqual(['no_new_papers']);
  });

  it('lets the community decide between papers that match equally well', () => {
    const equal = poolOf([
      { id: 'a', title: 'One thing' },
      { id: 'b', title: 'Another thing', trendScore: 2 },
    ]);
    expect(chosen(equal, readerOf())).toEqual(['for_you 1 b', 'for_you 2 a']);
  });
});

describe('what is trending', () => {
  const interests = [wants('category', 'math.AG')];

  it('is what is talked about most, five at most, and is no repetition', () => {
    const many = poolOf(
      [3, 9, 1, 7, 5, 8, 2].map((trendScore) => ({
        id: `t${trendScore}`,
        title: `Paper ${trendScore}`,
        trendScore,
      })),
    );
    expect(chosen(many, readerOf({ interests }))).toEqual(
      ['t9', 't8', 't7', 't5', 't3'].map((key, index) => `trending ${index + 1} ${key}`),
    );
    expect(chosen(many, readerOf({ interests, delivered: new Set(['t9', 't7']) }))).toEqual(
      ['t8', 't5', 't3', 't2', 't1'].map((key, index) => `trending ${index + 1} ${key}`),
    );
    const all = chosen(many, readerOf()).map((line) => line.split(' ')[2]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is of the three newest editions, and fades', () => {
    const editions = poolOf([
      { id: 'old', title: 'Old', announcedOn: '2026-06-24', trendScore: 99 },
      { id: 'third', title: 'Third', announcedOn: '2026-06-25', trendScore: 3 },
      { id: 'second', title: 'Second', announcedOn: '2026-06-26', trendScore: 3 },
      { id: 'first', title: 'First', announcedOn: '2026-06-29', trendScore: 3 },
    ]);
    expect(chosen(editions, readerOf({ interests }))).toEqual([
      'trending 1 first',
      'trending 2 second',
      'trending 3 third',
    ]);
  });

  it('does not come alone when there is nothing new', () => {
    const one = poolOf([{ id: 'a', title: 'A', trendScore: 5 }]);
    expect(chosen(one, readerOf({ watermark: 1n }))).toEqual(['no_new_papers']);
  });
});
