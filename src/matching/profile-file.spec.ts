// Profiles as bytes: the same again, and nothing at all from what is cut or foreign.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backgroundOf } from './background.js';
import { matchPapers } from './match.js';
import { indexPapers } from './paper-index.js';
import { compileProfile } from './profile.js';
import { readProfile, writeProfile } from './profile-file.js';
import { trainTextModel } from './text-model.js';
import type { Interest, InterestKind } from './types.js';

const WORDS = [
  'sparse',
  'experts',
  'knots',
  'braids',
  'galaxies',
  'dark',
  'matter',
  '深度学习',
  'graph',
  'OR',
  '"',
];
const papers = Array.from({ length: 30 }, (_, i) => ({
  id: `p${i}`,
  title: `${WORDS[i % 9] ?? ''} and ${WORDS[(i * 5 + 3) % 9] ?? ''}`,
  abstract: `We study ${WORDS[(i * 7 + 1) % 9] ?? ''} number ${i}.`,
  authors: ['Ada Lovelace', 'Emmy Noether'].slice(i % 2),
  categories: [['math.GT', 'cs.LG', 'astro-ph.GA'][i % 3] ?? ''],
}));
const model = trainTextModel(papers);
const background = backgroundOf(model, papers);
const index = indexPapers(model, papers);

const interest: fc.Arbitrary<Interest> = fc.record({
  kind: fc.constantFrom<InterestKind>('category', 'query', 'author', 'description', 'paper'),
  value: fc.oneof(
    fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(' ')),
    fc.constantFrom('cs.LG', 'A. Lovelace', 'Knots\nOf braids and knots.'),
    fc.string({ unit: 'binary', maxLength: 30 }),
  ),
  weight: fc.constantFrom(0.5, 1, 2),
  muted: fc.boolean(),
});
const interests = fc.array(interest, { maxLength: 12 });

describe('a profile as bytes', () => {
  it('matches the same papers for the same reasons', () => {
    fc.assert(
      fc.property(interests, (asked) => {
        const profile = compileProfile(background, asked);
        const again = readProfile(writeProfile(profile));
        if (again === undefined) throw new Error('It cannot be read');
        const [before, after] = [matchPapers(index, profile), matchPapers(index, again)];
        const byId = new Map(after.map((match) => [match.paperId, match]));
        expect(byId.size).toBe(before.length);
        for (const { paperId, score, asked: byName } of before) {
          expect(byId.get(paperId)?.score).toBeCloseTo(score, 3);
          expect(byId.get(paperId)?.asked).toBeCloseTo(byName, 3);
        }
        expect(again.interests).toEqual(profile.interests);
        expect(again.texts.each).toEqual(profile.texts.each);
      }),
      { numRuns: 60 },
    );
  });

  it('says the same however often it is written', () => {
    fc.assert(
      fc.property(interests, (asked) => {
        const bytes = writeProfile(compileProfile(background, asked));
        const again = readProfile(bytes);
        expect(again && writeProfile(again)).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });

  it('is nothing when it is cut, or a byte of it is another', () => {
    const bytes = writeProfile(
      compileProfile(background, [
        { kind: 'description', value: 'knots and braids', weight: 1, muted: false },
      ]),
    );
    expect(readProfile(bytes)).toBeDefined();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        expect(readProfile(bytes.subarray(0, at))).toBeUndefined();
        const other = bytes.slice();
        other[at] = (other[at] ?? 0) ^ change;
        expect(readProfile(other)).toBeUndefined();
      }),
    );
    expect(readProfile(Uint8Array.of(1, 2, 3))).toBeUndefined();
  });
});
