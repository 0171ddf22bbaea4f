import { describe, expect, it } from '@jest/globals';
import { RowProducts } from './inner-products.js';

/** The same every time. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function plainSums(
  firsts: Float32Array,
  seconds: Float32Array,
  count: number,
  [first, second]: readonly [Float32Array, Float32Array],
): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = i * first.length;
    const length = Math.hypot(...seconds.subarray(at, at + first.length)) || 1;
    return first.reduce(
      (sum, value, d) =>
        sum + value * (firsts[at + d] ?? 0) + ((second[d] ?? 0) * (seconds[at + d] ?? 0)) / length,
      0,
    );
  });
}

describe('inner products of many rows', () => {
  it.each([
    [1, 1],
    [7, 5],
    [300, 128],
    [3, 512],
  ])('of %i rows of %i numbers are those of a plain loop', (count, dimensions) => {
    const [firsts, seconds] = [numbers(count * dimensions, 1), numbers(count * dimensions, 4)];
    const vectors = [numbers(dimensions, 2), numbers(dimensions, 3)] as const;
    const sums = new RowProducts(firsts, seconds, count, dimensions).sums(...vectors);
    const error = 1e-3 * dimensions;
    for (const [i, plain] of plainSums(firsts, seconds, count, vectors).entries())
      expect(Math.abs((sums[i] ?? NaN) - plain)).toBeLessThan(error);
  });

  it('are right from any row on, and again from all', () => {
    const [first, second] = [numbers(16, 2), numbers(16, 3)];
    const products = new RowProducts(numbers(6 * 16, 1), numbers(6 * 16, 4), 6, 16);
    const all = [...products.sums(first, second)];
    for (const from of [1, 2, 5, 6]) {
      const sums = products.sums(first, second, from);
      expect([...sums.subarray(from)]).toEqual(all.slice(from));
      expect([...products.sums(first, second)]).toEqual(all);
    }
  });

  it('cannot overflow: the longest there are, on one axis or on all, with either sign', () => {
    const axis = Float32Array.from({ length: 128 }, (_, d) => (d === 5 ? -1e6 : 0));
    const even = new Float32Array(128).fill(1e6);
    const both = Float32Array.from([...axis, ...even]);
    const rows = new RowProducts(both, both, 2, 128);
    for (const vector of [axis, even, even.map((value) => -value)]) {
      const plain = plainSums(both, both, 2, [vector, vector]);
      for (const [i, sum] of rows.sums(vector, vector).entries())
        expect(sum / (plain[i] ?? NaN)).toBeCloseTo(1, 2);
    }
  });

  it('are 0 for a row or a vector of nothing', () => {
    const rows = new RowProducts(new Float32Array(16), new Float32Array(16), 2, 8);
    expect([...rows.sums(numbers(8, 1), numbers(8, 2))]).toEqual([0, 0]);
    const others = new RowProducts(numbers(16, 1), numbers(16, 2), 2, 8);
    expect([...others.sums(new Float32Array(8), new Float32Array(8))]).toEqual([0, 0]);
    expect(
      new RowProducts(new Float32Array(), new Float32Array(), 0, 8).sums(numbers(8, 1), numbers(8, 2)),
    ).toHaveLength(0);
  });
});
