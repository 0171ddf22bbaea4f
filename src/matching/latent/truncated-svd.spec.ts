import { describe, expect, it } from '@jest/globals';
import { runAtOnce } from '../pausing.js';
import { symmetricEigen } from './symmetric-eigen.js';
import type { TermMatrix } from './term-matrix.js';
import { rightSingularVectors } from './truncated-svd.js';

/** Rows given as lists of [column, value]. */
function sparse(columnCount: number, rows: [number, number][][]): TermMatrix {
  const starts = Uint32Array.from({ length: rows.length + 1 }, (_, i) => rows.slice(0, i).flat().length);
  const entries = rows.flat();
  return {
    rowCount: rows.length,
    columnCount,
    starts,
    columns: Uint32Array.from(entries, ([column]) => column),
    values: Float32Array.from(entries, ([, value]) => value),
  };
}

describe('rightSingularVectors', () => {
  it('finds the singular values and directions of a matrix whose parts do not touch', () => {
    // Two blocks: rows that are multiples of (3, 4, 0, 0) / 5 and of (0, 0, 1, 0).
    const matrix = sparse(4, [
      [
        [0, 3],
        [1, 4],
      ],
      [
        [0, 3],
        [1, 4],
      ],
      [[2, 2]],
      [[2, 2]],
    ]);
    const { basis, values } = runAtOnce(rightSingularVectors(matrix, 2));
    expect(values[0]).toBeCloseTo(Math.sqrt(50));
    expect(values[1]).toBeCloseTo(Math.sqrt(8));
    const column = (d: number) => [0, 1, 2, 3].map((row) => Math.abs(basis[row * 2 + d] ?? 0));
    for (const [i, expected] of [0.6, 0.8, 0, 0].entries()) expect(column(0)[i]).toBeCloseTo(expected, 4);
    for (const [i, expected] of [0, 0, 1, 0].entries()) expect(column(1)[i]).toBeCloseTo(expected, 4);
  });

  it('puts terms that go together near each other, and gives the same answer twice', () => {
    const topics = [
      [0, 1, 2],
      [3, 4, 5],
    ];
    const rows = Array.from({ length: 60 }, (_, i): [number, number][] =>
      (topics[i % 2] ?? []).filter((_term, at) => at !== i % 3).map((term) => [term, 1]),
    );
    const first = runAtOnce(rightSingularVectors(sparse(6, rows), 2));
    expect(runAtOnce(rightSingularVectors(sparse(6, rows), 2))).toEqual(first);
    const near = (a: number, b: number) =>
      [0, 1].reduce((sum, d) => sum + (first.basis[a * 2 + d] ?? 0) * (first.basis[b * 2 + d] ?? 0), 0);
    expect(near(0, 2)).toBeGreaterThan(0.2);
    expect(Math.abs(near(0, 4))).toBeLessThan(0.01);
  });

  it('never gives what is not a number, whatever is missing', () => {
    const { basis } = runAtOnce(rightSingularVectors(sparse(3, [[], [], [[0, 1]]]), 2));
    expect(basis.every(Number.isFinite)).toBe(true);
  });

  it('says how far it is', () => {
    const shares: number[] = [];
    runAtOnce(rightSingularVectors(sparse(2, [[[0, 1]], [[1, 1]]]), 1, (share) => shares.push(share)));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});

describe('symmetricEigen', () => {
  it('takes a matrix apart into what it is made of', () => {
    const matrix = Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5);
    const { values, vectors } = symmetricEigen(matrix, 3);
    expect(Array.from(values).sort()).toEqual([1, 3, 5].map((value) => expect.closeTo(value, 9)));
    for (let a = 0; a < 3; a += 1) {
      for (let b = 0; b < 3; b += 1) {
        let sum = 0;
        for (let i = 0; i < 3; i += 1)
          sum += (values[i] ?? 0) * (vectors[a * 3 + i] ?? 0) * (vectors[b * 3 + i] ?? 0);
        expect(sum).toBeCloseTo(matrix[a * 3 + b] ?? 0, 9);
      }
    }
  });
});
