// The community signal on readers whose tastes are known: two groups, and papers of both that nobody has seen.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommunityModel } from './community-model.js';
import { nearestPapers } from './nearest-papers.js';
import { rowCount, sparseRows, stacked, transpose, type SparseRows } from './sparse-rows.js';

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
});

describe('stacked rows', () => {
  it('are those of one matrix, then those of the next', () => {
    const [first, second] = [LIKES, sparseRows([[], [[19, 0.5]]], 20)];
    expect(dense(stacked([first, second]))).toEqual([...dense(first), ...dense(second)]);
  });
});

describe('nearestPapers', () => {
  const papersByTerm = transpose(CONTENT);

  it('prefers papers that share more, and shares add up to 1', () => {
    const near = dense(
      nearestPapers(
        sparseRows(
          [
            [
              [3, 0.6],
              [10, 0.8],
            ],
          ],
          12,
        ),
        papersByTerm,
      ),
    )[0];
    expect(near?.indexOf(Math.max(...(near ?? [])))).toBe(3);
    expect(near?.[4]).toBeGreaterThan(near?.[13] ?? 1);
    expect(near?.[14]).toBe(0);
    expect(near?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });

  it('finds none for a paper without a word of theirs', () => {
    const near = nearestPapers(sparseRows([[], [[10, 1]], []], 12), papersByTerm);
    expect(Array.from(near.offsets)).toEqual([0, 0, 10, 10]);
  });

  it('keeps the nearest of thousands', () => {
    const papers = Array.from({ length: 2_000 }, (_, i) => [[0, (i + 1) / 2_000]] as const);
    const near = nearestPapers(sparseRows([[[0, 1]]], 1), transpose(sparseRows(papers, 1)));
    expect(Array.from(near.columns)).toEqual(Array.from({ length: 300 }, (_, i) => 1_700 + i));
  });
});

describe('CommunityModel', () => {
  const model = new CommunityModel({ readers: LIKES, content: CONTENT });
  /** Nobody has seen these: one of each half, with no word that tells them from others of it. */
  const unseen = model.nearest(sparseRows([[[10, 1]], [[11, 1]]], 12));

  it('prefers unseen papers like those that readers of her kind like', () => {
    const [first = 0, second = 0] = model.scores(Uint32Array.from([0, 1, 2]), unseen) ?? [];
    expect(first).toBeGreaterThan(0.9);
    expect(second).toBeLessThan(-0.9);
  });

  it('goes by the likes of others, not by what her own papers say', () => {
    // Paper 4 reads like 0 to 3, yet whoever likes 0 to 3 likes 4 to 7 of the other words.
    const content = sparseRows(
      [0, 0, 0, 0, 0, 1, 1, 1].map((word) => [[word, 1] as const]),
      2,
    );
    const readers = sparseRows(
      Array.from({ length: 5 }, (_, reader) =>
        [0, 5, 6, 7].map((paper) => [paper + (paper ? 0 : reader % 2), 1] as const),
      ),
      8,
    );
    const others = new CommunityModel({ readers, content });
    const near = others.nearest(sparseRows([[[0, 1]], [[1, 1]]], 2));
    const [sameWords = 0, sameReaders = 0] = others.scores(Uint32Array.from([0]), near) ?? [];
    expect(sameReaders).toBeGreaterThan(sameWords);
  });

  it('listens more to a reader who likes little than to one who likes all', () => {
    const content = sparseRows([[[0, 1]], [[1, 1]], [[2, 1]]], 3);
    const readers = sparseRows(
      [
        [
          [0, 1],
          [1, 1],
        ],
        [[0, 1], [2, 1], ...Array.from({ length: 10 }, (_, i) => [i + 3, 1] as const)],
      ],
      13,
    );
    const two = new CommunityModel({
      readers,
      content: { ...content, offsets: Uint32Array.from([...content.offsets, ...Array<number>(10).fill(3)]) },
    });
    const [few = 0, many = 0] =
      two.scores(Uint32Array.from([0]), two.nearest(sparseRows([[[1, 1]], [[2, 1]]], 3))) ?? [];
    expect(few).toBeGreaterThan(many);
  });

  it('says nothing where nobody likes what she likes', () => {
    expect(model.scores(new Uint32Array(), unseen)).toBeUndefined();
    const unliked = new CommunityModel({ readers: sparseRows([[[0, 1]]], 20), content: CONTENT });
    expect(unliked.scores(Uint32Array.from([7]), unseen)).toBeUndefined();
  });

  it('is all numbers, whatever was liked: nothing, everything, papers without words', () => {
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
    fc.assert(
      fc.property(likes, (readers) => {
        const community = new CommunityModel({ readers, content });
        const scores = community.scores(Uint32Array.from([0, 3, 5]), community.nearest(content));
        expect(Array.from(scores ?? [0]).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
