import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TermNumbers } from './term-numbers.js';

/** Few enough to come again, many of them at both ends, where slots run out. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0xffffffff - 20, max: 0xffffffff }),
  fc.integer({ min: 0, max: 0xffffffff }),
);

describe('numbers of terms', () => {
  it('are those of a Map', () => {
    fc.assert(
      fc.property(fc.array(hash), (hashes) => {
        const numbers = new TermNumbers(hashes.length);
        const map = new Map<number, number>();
        for (const one of hashes) {
          if (!map.has(one)) map.set(one, map.size);
          expect(numbers.numberOf(one)).toBe(map.get(one));
        }
        expect([...numbers.all()]).toEqual([...map.keys()]);
      }),
    );
  });
});
