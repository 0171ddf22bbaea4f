import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentRows, learnColumns } from './community-content.js';
import { sparseRows } from './community/sparse-rows.js';
import { decodeCommunity, encodeCommunity, type StoredCommunity } from './community-file.js';
import { runAtOnce } from './pausing.js';

const STORED: StoredCommunity = {
  likes: {
    readers: sparseRows(
      [
        [
          [0, 1],
          [1, 1],
        ],
        [],
        [[1, 1]],
      ],
      2,
    ),
    content: sparseRows(
      [
        [],
        [
          [0, 0.6],
          [2, 0.8],
        ],
      ],
      3,
    ),
  },
  columns: { hashes: Uint32Array.from([3, 5, 4_294_967_295]), idf: Float32Array.from([1, 2, 3]) },
  keys: ['2606.00001', 'ключ\n"2"'],
};

describe('a community as bytes', () => {
  it('comes back as it was', () => {
    expect(decodeCommunity(encodeCommunity(STORED))).toEqual(STORED);
  });

  it('is refused when it is cut anywhere, or of another format', () => {
    const bytes = encodeCommunity(STORED);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodeCommunity(bytes.slice(0, length))).toEqual({ fault: expect.any(String) });
    }
    const text = (value: string) => decodeCommunity(new TextEncoder().encode(value));
    const others = ['', '\n', '{}\n', '[]\n', 'null\n', '{"format":"courant-community-1"}\n'];
    const negative =
      '{"format":"courant-community-2","keys":[],"columns":-1,"readers":0,"likes":0,"entries":0}\n';
    for (const other of [...others, '{"format":"courant-community-2"}\n', negative]) {
      expect(text(other)).toEqual({ fault: 'it is of another format' });
    }
  });

  it('is refused, not fatal, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeCommunity(bytes)).toEqual({ fault: expect.any(String) });
      }),
    );
  });
});

describe('content rows', () => {
  const papers = [
    { title: 'Sparse experts', abstract: '' },
    { title: 'Sparse knots', abstract: 'Knots are studied.' },
    { title: '', abstract: '' },
  ];

  it('have a column for each term of two papers, and length 1 or nothing', () => {
    const columns = runAtOnce(learnColumns(papers));
    expect(columns.hashes).toHaveLength(1);
    const rows = contentRows(columns, [...papers, { title: 'Unknown words', abstract: '' }]);
    expect(Array.from(rows.offsets)).toEqual([0, 1, 2, 2, 2]);
    expect(Array.from(rows.values)).toEqual([1, 1]);
  });
});
