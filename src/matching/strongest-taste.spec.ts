// The end of scoring beside a plain loop over tastes and papers.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textEvidence } from './match-score.js';
import { LANES } from './quad.js';
import { StrongestTaste } from './strongest-taste.js';

/** Small whole numbers: no rounding at all. */
const number = fc.integer({ min: -8, max: 8 });
const LISTS = 3;

const given = fc.nat(11).chain((papers) => {
  const numbers = (count: number) => fc.array(number, { minLength: count, maxLength: count });
  return fc.record({
    listOf: fc.array(fc.nat(LISTS - 1), { minLength: papers, maxLength: papers }),
    words: numbers(LANES * papers),
    tastes: fc.array(
      fc.record({ topics: numbers(papers), lists: numbers(LISTS), usual: number, weight: fc.nat(3) }),
      { maxLength: LANES },
    ),
    first: fc.nat(papers),
  });
});

describe('the strongest taste', () => {
  it('is that of a plain loop, from the first paper that is asked for, however often', () => {
    fc.assert(
      fc.property(given, ({ listOf, words, tastes, first }) => {
        const strongest = new StrongestTaste(Uint32Array.from(listOf), LISTS);
        for (const from of [0, first]) {
          const best = listOf.map(() => ({ strength: 0, taste: -1 }));
          strongest.reset();
          for (const [lane, { topics, lists, usual, weight }] of tastes.entries()) {
            strongest.add(
              {
                words: Float32Array.from(words),
                lane,
                topics: Float32Array.from(topics),
                lists: Float32Array.from(lists),
                usual,
              },
              from,
            );
            strongest.keep(lane, weight, from);
            for (const [paper, own] of best.entries()) {
              const word = words[LANES * paper + lane] ?? 0;
              const list = lists[listOf[paper] ?? 0] ?? 0;
              const score = weight * (word + (topics[paper] ?? 0) + list - usual);
              if (paper >= from && score > own.strength) Object.assign(own, { strength: score, taste: lane });
            }
          }
          const result = strongest.result(from);
          expect([...result.strength]).toEqual(best.map(({ strength }) => strength));
          expect([...result.strongest]).toEqual(best.map(({ taste }) => taste));
          strongest.toEvidence();
          for (const [paper, { strength }] of best.entries())
            expect(result.strength[paper]).toBeCloseTo(textEvidence(strength), 4);
        }
      }),
    );
  });
});
