import { describe, expect, it } from '@jest/globals';
import { decay, rankByTrend, type Signals } from './trend.js';

const paper = (
  key: string,
  category: string,
  upvotes: number | null,
  rest: Partial<Signals> = {},
): Signals => ({
  key,
  category,
  upvotes,
  comments: null,
  codeStars: null,
  ...rest,
});

describe('trend', () => {
  it('leaves out papers without a signal', () => {
    expect(rankByTrend([paper('a', 'cs.LG', null), paper('b', 'cs.LG', 0)]).size).toBe(0);
  });

  it('ranks more votes higher within a field', () => {
    const trends = rankByTrend([paper('a', 'cs.LG', 50), paper('b', 'cs.CL', 5)]);
    expect(trends.get('a')?.score).toBeGreaterThan(trends.get('b')?.score ?? 0);
  });

  it('does not drown a quiet field: what is much for it beats what is usual elsewhere', () => {
    const loud = Array.from({ length: 20 }, (_, n) => paper(`cs${n}`, 'cs.LG', 40 + n));
    const quiet = Array.from({ length: 8 }, (_, n) => paper(`astro${n}`, 'astro-ph.GA', 1));
    const trends = rankByTrend([...loud, ...quiet, paper('star', 'astro-ph.GA', 30)]);
    const scores = [...trends].toSorted(([, a], [, b]) => b.score - a.score);
    expect(scores[0]?.[0]).toBe('star');
  });

  it('says what a score is made of', () => {
    const { score, parts } = rankByTrend([paper('a', 'cs.LG', 6, { comments: 2 })]).get('a') ?? {};
    expect(parts).toMatchObject({ field: 'cs', points: { upvotes: 1.946, comments: 0.659 } });
    expect(score).toBeCloseTo(1, 2);
  });

  it('fades gently with each newer edition', () => {
    expect([0, 1, 2].map((n) => decay(n).toFixed(2))).toEqual(['1.00', '0.57', '0.42']);
  });
});
