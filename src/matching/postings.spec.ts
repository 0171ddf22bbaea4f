// The walk of the postings beside a plain loop over papers and terms.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Postings } from './postings.js';
import { LANES, quadsOf } from './quad.js';
import type { SparseVector } from './sparse-vector.js';

type Weights = ReadonlyMap<number, number>;

/** Few enough to meet, many of them at both ends, where a table is full. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0xffffffff - 40, max: 0xffffffff }),
  fc.integer({ min: 0, max: 0xffffffff }),
);
const weights: fc.Arbitrary<Weights> = fc
  .array(fc.tuple(hash, fc.integer({ min: -8, max: 8 })), { maxLength: 30 })
  .map((pairs) => new Map(pairs));

function postingsOf(papers: readonly Weights[]): Postings {
  const hashes = Uint32Array.from(new Set(papers.flatMap((paper) => [...paper.keys()]))).sort();
  const lists = Array.from(hashes, (term) => papers.flatMap((paper, i) => (paper.has(term) ? [i] : [])));
  const offsets = new Uint32Array(hashes.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = (offsets[i] ?? 0) + list.length;
  const postings = new Postings(hashes, offsets, papers.length);
  let at = 0;
  for (const [i, list] of lists.entries())
    for (const paper of list) postings.set(at++, paper, papers[paper]?.get(hashes[i] ?? 0) ?? 0);
  return postings;
}

function vectorOf(of: Weights): SparseVector {
  const terms = Uint32Array.from(of.keys()).sort();
  return { terms, weights: Float32Array.from(terms, (term) => of.get(term) ?? 0) };
}

function product(a: Weights, b: Weights): number {
  return Array.from(a).reduce((sum, [term, weight]) => sum + weight * (b.get(term) ?? 0), 0);
}

describe('postings', () => {
  it('add up what a plain loop does, for each vector and each paper from the first that is asked for', () => {
    const given = fc.record({
      papers: fc.array(weights, { maxLength: 12 }),
      vectors: fc.array(weights, { maxLength: 6 }),
      first: fc.nat(12),
    });
    fc.assert(
      fc.property(given, ({ papers, vectors, first }) => {
        const postings = postingsOf(papers);
        for (const [at, quad] of quadsOf(vectors.map(vectorOf)).entries()) {
          const sums = postings.products(quad, first);
          for (let paper = first; paper < papers.length; paper += 1)
            for (const [lane, vector] of vectors.slice(LANES * at, LANES * (at + 1)).entries())
              // Weights are kept in steps of a 32,767th.
              expect(sums[LANES * paper + lane]).toBeCloseTo(product(vector, papers[paper] ?? new Map()), 1);
        }
      }),
    );
  });

  it('take more terms than fit in one go', () => {
    const many = new Map(Array.from({ length: 10_000 }, (_, i) => [i * 7, 1]));
    const [quad] = quadsOf([vectorOf(many)]);
    const sums = quad && postingsOf([many, new Map([[7, 3]])]).products(quad);
    expect([sums?.[0], sums?.[LANES]]).toEqual([10_000, 3]);
  });
});
