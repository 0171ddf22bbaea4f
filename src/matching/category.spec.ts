import { describe, expect, it } from '@jest/globals';
import { meetCategory, normalizeCategory } from './category.js';

function meet(asked: string, categories: string[]) {
  return meetCategory(normalizeCategory(asked), categories);
}

describe('meetCategory', () => {
  it('ranks the primary category over a cross-list, and both over the archive', () => {
    const strengths = [
      meet('cs.LG', ['cs.LG', 'cs.CL'])?.strength,
      meet('cs.CL', ['cs.LG', 'cs.CL'])?.strength,
      meet('cs', ['cs.LG'])?.strength,
      meet('cs', ['math.CO', 'cs.DM'])?.strength,
    ];
    expect(strengths).toEqual([...strengths].toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(new Set(strengths).size).toBe(4);
  });

  it('knows whole archives, with and without parts', () => {
    expect(meet('astro-ph', ['astro-ph.GA'])?.category).toBe('astro-ph.GA');
    expect(meet('hep-th', ['hep-th'])?.category).toBe('hep-th');
    expect(meet('cs.*', ['cs.LG'])?.category).toBe('cs.LG');
  });

  it('is not taken in by a common beginning', () => {
    expect(meet('math', ['math-ph'])).toBeUndefined();
    expect(meet('cs.L', ['cs.LG'])).toBeUndefined();
    expect(meet('cs.LG', ['cs.CV'])).toBeUndefined();
    expect(meet('', ['cs.LG'])).toBeUndefined();
  });
});
