// The community signal on readers whose tastes are known: two groups, and papers of both that nobody has seen.
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommunityModel, learnCommunity, SETTINGS } from './community-model.js';
import { mapContent } from './content-map.js';
import { factorise, foldIn, gramOf } from './factorise.js';
import { rowCount, sparseRows, timesDense, transpose, type SparseRows } from './sparse-rows.js';

const SMALL = { ...SETTINGS, factors: 4, rounds: 10 };

/** 20 papers with two words each: one of ten of their own, and 10 for the first half, 11 for the second. */
const wordsOf = (paper: number): [number, number][] => [
  [paper % 10, 0.6],
  [paper < 10 ? 10 : 11, 0.8],
];
const CONTENT = sparseRows(
  Array.from({ length: 20 }, (_, paper) => wordsOf(paper)),
  12,
);
/** 30 readers: one half likes six of the first ten papers, the other of the second ten. */
const LIKES = sparseRows(
  Array.from({ length: 30 }, (_, reader) =>
    Array.from({ length: 6 }, (_, i) => [(reader < 15 ? 0 : 10) + ((reader * 3 + i) % 10), 1] as const),
  ),
  20,
);

const dense = (matrix: SparseRows) =>
  Array.from({ length: rowCount(matrix) }, (_, row) => {
    const cells = Array.from({ length: matrix.width }, () => 0);
    for (let at = matrix.offsets[row] ?? 0; at < (matrix.offsets[row + 1] ?? 0); at += 1)
      cells[matrix.columns[at] ?? 0] = matrix.values[at] ?? 0;
    return cells;
  });

describe('rows', () => {
  const matrix = fc
    .array(
      fc.uniqueArray(fc.tuple(fc.nat(4), fc.integer({ min: -9, max: 9 })), {
        selector: ([column]) => column,
      }),
      { maxLength: 6 },
    )
    .map((rows) => sparseRows(rows, 5));

  it('turn twice into themselves, and once as a table does', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        expect(dense(transpose(transpose(rows)))).toEqual(dense(rows));
        const turned = dense(transpose(rows));
        expect(turned).toEqual(
          Array.from({ length: 5 }, (_, column) => dense(rows).map((row) => row[column])),
        );
      }),
    );
  });

  it('multiply as tables do', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const other = Float32Array.from({ length: 10 }, (_, i) => i - 4);
        const product = timesDense(rows, other, 2, new Float32Array(rowCount(rows) * 2));
        const expected = dense(rows).flatMap((row) =>
          [0, 1].map((i) =>
            row.reduce((sum, value, column) => sum + value * (other[column * 2 + i] ?? 0), 0),
          ),
        );
        expect(Array.from(product)).toEqual(expected.map((value) => value + 0));
      }),
    );
  });
});

describe('factors', () => {
  it('give likes more than what was not liked, and are the same each time', async () => {
    const { readers, papers } = await factorise(LIKES, SMALL);
    const score = (reader: number, paper: number) =>
      [0, 1, 2, 3].reduce((sum, f) => sum + (readers[reader * 4 + f] ?? 0) * (papers[paper * 4 + f] ?? 0), 0);
    expect(score(0, 1)).toBeGreaterThan(0.5);
    expect(score(0, 11)).toBeLessThan(0.2);
    expect(await factorise(LIKES, SMALL)).toEqual({ readers, papers });
  });

  it('of a reader found by her likes alone are those that were learned with the rest', async () => {
    const { readers, papers } = await factorise(LIKES, { ...SMALL, rounds: 40 });
    const own = LIKES.columns.subarray(LIKES.offsets[3], LIKES.offsets[4]);
    const found = foldIn(own, papers, gramOf(papers, 4), SMALL);
    for (let f = 0; f < 4; f += 1) expect(found[f]).toBeCloseTo(readers[3 * 4 + f] ?? 0, 1);
  });

  it('come from content as ridge regression has them', async () => {
    const content = sparseRows([[[0, 1]], [[1, 1]]], 2);
    const map = await mapContent(content, Float32Array.from([3, -6]), 1, 0.5);
    expect(map[0]).toBeCloseTo(2, 3);
    expect(map[1]).toBeCloseTo(-4, 3);
  });
});

describe('CommunityModel', () => {
  let model: CommunityModel;
  /** Nobody has seen these: one of each half, with words of their own. */
  let unseen: Float32Array;
  beforeAll(async () => {
    model = new CommunityModel(await learnCommunity(LIKES, CONTENT, SMALL), SMALL);
    unseen = model.vectorsOf(sparseRows([[[10, 1]], [[11, 1]]], 12));
  });

  it('prefers unseen papers like those that readers of her kind like', () => {
    const [first = 0, second = 0] = model.scores(Uint32Array.from([0, 1, 2]), unseen) ?? [];
    expect(first).toBeGreaterThan(0.9);
    expect(second).toBeLessThan(-0.9);
  });

  it('says nothing of readers of whom little is known', () => {
    expect(model.scores(Uint32Array.from([0, 1]), unseen)).toBeUndefined();
  });

  it('is all numbers, whatever was liked: nothing, everything, papers without words', async () => {
    const likes = fc.array(fc.uniqueArray(fc.nat(5), { maxLength: 6 }), { maxLength: 8 }).map((rows) =>
      sparseRows(
        rows.map((row) => row.map((paper) => [paper, 1] as const)),
        6,
      ),
    );
    const content = sparseRows(
      [
        [],
        [[0, 1]],
        [[1, 1]],
        [],
        [[0, 1]],
        [
          [0, 0.6],
          [1, 0.8],
        ],
      ],
      2,
    );
    await fc.assert(
      fc.asyncProperty(likes, async (given) => {
        const learned = await learnCommunity(given, content, SMALL);
        expect([...learned.papers, ...learned.map].every(Number.isFinite)).toBe(true);
        const community = new CommunityModel(learned, SMALL);
        const scores = community.scores(Uint32Array.from([0, 3, 5]), community.vectorsOf(content));
        expect(Array.from(scores ?? [NaN]).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
