// Selection on candidates made by chance: what holds for all of them.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FITTED } from './fitted.js';
import { type Candidate, compareCandidates, MOST_ALIKE, selectPapers } from './select.js';

const INTERESTS = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Given {
  candidates: Candidate[];
  most: number;
  owed: Set<string>;
  likeness: (a: string, b: string) => number;
}

/** Papers of a few topics: within one they are as alike as it says, across topics a little. */
const given: fc.Arbitrary<Given> = fc
  .record({
    papers: fc.array(
      fc.record({
        strength: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.2, 0.5, 1)),
        trend: fc.constantFrom(0, 1, 2),
        serves: fc.uniqueArray(fc.constantFrom(...INTERESTS), { maxLength: 3 }),
        topic: fc.nat(4),
      }),
      { maxLength: 40 },
    ),
    most: fc.integer({ min: 0, max: 12 }),
    owed: fc.uniqueArray(fc.constantFrom(...INTERESTS)),
    within: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ papers, most, owed, within }) => {
    const topics = new Map(papers.map(({ topic }, i) => [`p${i}`, topic]));
    const candidates = papers.map(({ strength, trend, serves }, i) => ({
      key: `p${i}`,
      strength,
      trend,
      serves,
    }));
    const likeness = (a: string, b: string) =>
      topics.get(a) === topics.get(b) ? (within[topics.get(a) ?? 0] ?? 0) : 0.05;
    return { candidates, most, owed: new Set(owed), likeness };
  });

const keysOf = ({ candidates, ...rules }: Given) =>
  selectPapers(candidates, rules).map(({ candidate }) => candidate.key);

describe('selectPapers', () => {
  it('never takes more than asked for, none twice, and only candidates', () => {
    fc.assert(
      fc.property(given, (one) => {
        const keys = keysOf(one);
        expect(keys.length).toBeLessThanOrEqual(one.most);
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(one.candidates.map((candidate) => candidate.key)).toContain(key);
      }),
    );
  });

  it('chooses the same from the same candidates in any order', () => {
    const shuffled = given.chain((one) =>
      fc
        .shuffledSubarray(one.candidates, { minLength: one.candidates.length })
        .map((candidates) => [one, { ...one, candidates }] as const),
    );
    fc.assert(fc.property(shuffled, ([one, other]) => expect(keysOf(other)).toEqual(keysOf(one))));
  });

  it('has no paper with more than two others about the same thing', () => {
    fc.assert(
      fc.property(given, (one) => {
        const keys = keysOf(one);
        for (const key of keys) {
          const same = keys.filter((other) => other !== key && one.likeness(key, other) >= FITTED.sameThing);
          expect(same.length).toBeLessThanOrEqual(MOST_ALIKE);
        }
      }),
    );
  });

  it('serves interests that wait, strongest paper first, as long as half of the places last', () => {
    const distinct = given.map((one) => ({ ...one, likeness: () => 0 }));
    fc.assert(
      fc.property(distinct, ({ candidates, ...rules }) => {
        const selected = selectPapers(candidates, rules);
        const served = new Set(selected.flatMap(({ candidate }) => candidate.serves));
        const kept = selected.filter(({ place }) => place === 'owed').length;
        expect(kept).toBeLessThanOrEqual(Math.ceil(rules.most / 2));
        const waiting = [...rules.owed].filter((key) => !served.has(key));
        const couldBe = waiting.filter((key) => candidates.some(({ serves }) => serves.includes(key)));
        if (kept < Math.ceil(rules.most / 2)) expect(couldBe).toEqual([]);
      }),
    );
  });

  it('fills the rest with the strongest when nothing is alike and nobody waits', () => {
    const plain = given.map((one) => ({ ...one, owed: new Set<string>(), likeness: () => 0 }));
    fc.assert(
      fc.property(plain, (one) => {
        const best = one.candidates.toSorted(compareCandidates).slice(0, one.most);
        expect(keysOf(one)).toEqual(best.map(({ key }) => key));
      }),
    );
  });

  it('comes strongest first, equals by trend and then by key', () => {
    fc.assert(
      fc.property(given, ({ candidates, ...rules }) => {
        const selected = selectPapers(candidates, rules).map(({ candidate }) => candidate);
        expect(selected).toEqual(selected.toSorted(compareCandidates));
      }),
    );
  });

  it('passes over a third paper of one thing for a weaker one of another', () => {
    const paper = (key: string, strength: number) => ({ key, strength, trend: 0, serves: [] });
    const candidates = [paper('x1', 0.9), paper('x2', 0.8), paper('x3', 0.7), paper('y', 0.5)];
    const likeness = (a: string, b: string) => (a[0] === b[0] ? 0.9 : 0);
    expect(keysOf({ candidates, most: 3, owed: new Set(), likeness })).toEqual(['x1', 'x2', 'y']);
  });
});
