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

function plainSums(rows: Float32Array, count: number, first: Float32Array, second: Float32Array): number[] {
  return Array.from({ length: count }, (_, i) => {
    const row = rows.subarray(i * first.length, (i + 1) * first.length);
    const length = Math.hypot(...row) || 1;
    return row.reduce(
      (sum, value, d) => sum + value * (first[d] ?? 0) + (value / length) * (second[d] ?? 0),
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
    const rows = numbers(count * dimensions, 1);
    const [first, second] = [numbers(dimensions, 2), numbers(dimensions, 3)];
    const sums = new RowProducts(rows, count, dimensions).sums(first, second);
    const error = 1e-3 * dimensions;
    for (const [i, plain] of plainSums(rows, count, first, second).entries())
      expect(Math.abs((sums[i] ?? NaN) - plain)).toBeLessThan(error);
  });

  it('are right from any row on, and again from all', () => {
    const rows = numbers(6 * 16, 1);
    const [first, second] = [numbers(16, 2), numbers(16, 3)];
    const products = new RowProducts(rows, 6, 16);
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
    const rows = new RowProducts(Float32Array.from([...axis, ...even]), 2, 128);
    for (const vector of [axis, even, even.map((value) => -value)]) {
      const plain = plainSums(Float32Array.from([...axis, ...even]), 2, vector, vector);
      for (const [i, sum] of rows.sums(vector, vector).entries())
        expect(sum / (plain[i] ?? NaN)).toBeCloseTo(1, 2);
    }
  });

  it('are 0 for a row or a vector of nothing', () => {
    const rows = new RowProducts(new Float32Array(16), 2, 8);
    expect([...rows.sums(numbers(8, 1), numbers(8, 2))]).toEqual([0, 0]);
    const others = new RowProducts(numbers(16, 1), 2, 8);
    expect([...others.sums(new Float32Array(8), new Float32Array(8))]).toEqual([0, 0]);
    expect(new RowProducts(new Float32Array(), 0, 8).sums(numbers(8, 1), numbers(8, 2))).toHaveLength(0);
  });
});
