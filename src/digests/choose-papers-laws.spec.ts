// What holds for whatever a reader wants: numbers stay numbers, order says nothing, muting only takes away.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backgroundOf } from '../matching/background.js';
import { indexPapers } from '../matching/paper-index.js';
import { matchPapers } from '../matching/match.js';
import { compileProfile } from '../matching/profile.js';
import { leastStrength, strengthOf } from '../matching/strength.js';
import { trainTextModel } from '../matching/text-model.js';
import type { Interest, InterestKind } from '../matching/types.js';
import { choosePapers as choose, type Reader as CompiledReader } from './choose-papers.js';
import type { Pool } from './paper-pool.js';

type Reader = Omit<CompiledReader, 'profile'> & { interests: readonly Interest[] };

function choosePapers(from: Pool, { interests, ...reader }: Reader) {
  return choose(from, { ...reader, profile: compileProfile(from.background, interests) });
}

const TITLES = [
  'Sparse experts in language models',
  'Routing tokens to sparse experts',
  'Dwarf galaxies without dark matter',
  'Invariants of knots',
  'Self-training for speech recognition',
  '深度学习的稀疏专家模型',
  'Глубокое обучение для речи',
  'تعلم الآلة للنماذج',
  '🚀',
  '',
];
const AUTHORS = ['Ada Lovelace', 'Y. LeCun', '李飞飞', ''];
const CATEGORIES = ['cs.LG', 'astro-ph.GA', 'math.GT', 'cs.CL'];
const WORDS = [
  'sparse',
  'experts',
  'knots',
  'dark matter',
  '深度学习',
  'речи',
  'تعلم',
  '(',
  ')',
  '"',
  'NOT',
  'OR',
  '7',
];

const texts = TITLES.flatMap((title, i) =>
  [0, 1].map((copy) => ({
    id: `p${i}.${copy}`,
    title: copy === 0 ? title : `${title} again`,
    abstract: i % 3 === 0 ? '' : `${title} are studied here, with tokens, halos and recordings.`,
    authors: [AUTHORS[i % AUTHORS.length] ?? ''],
    categories: i % 4 === 3 ? [] : [CATEGORIES[i % CATEGORIES.length] ?? ''],
  })),
);
const DAY = new Date('2026-06-29');
const model = trainTextModel(texts);
const background = backgroundOf(model, texts);

function poolOf(papers: typeof texts): Pool {
  const rows = papers.map(({ id }) => {
    const trendScore = id.endsWith('1') ? 1 : null;
    const paper = {
      key: id,
      arrival: 1n,
      announcedOn: DAY,
      importedAt: DAY,
      trendScore,
      field: 'cs.LG',
      doi: null,
    };
    return [id, paper] as const;
  });
  return {
    papers: new Map(rows),
    background,
    profileVersion: '',
    index: indexPapers(model, papers),
    watermark: 1n,
  };
}
const pool = poolOf(texts);

const interest: fc.Arbitrary<Interest> = fc.record({
  kind: fc.constantFrom<InterestKind>('category', 'query', 'author', 'description', 'paper'),
  value: fc.oneof(
    fc.constantFrom(...TITLES, ...AUTHORS, ...CATEGORIES),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary', maxLength: 30 }),
  ),
  weight: fc.constantFrom(0.5, 1, 2),
  muted: fc.boolean(),
});
const reader: fc.Arbitrary<Reader> = fc.record({
  interests: fc.array(interest, { maxLength: 8 }),
  strictness: fc.constantFrom(-1, 0, 1),
  watermark: fc.constant(0n),
  maxPapers: fc.integer({ min: 1, max: 10 }),
  delivered: fc.uniqueArray(fc.constantFrom(...texts.map(({ id }) => id))).map((ids) => new Set(ids)),
  served: fc.constant([]),
});

const chosenBy = (one: Reader, from = pool) => {
  const choice = choosePapers(from, one);
  return 'papers' in choice ? choice.papers : [];
};
const strengths = (interests: Interest[]) =>
  new Map(
    matchPapers(pool.index, compileProfile(background, interests)).map((match) => [
      match.paperId,
      strengthOf(match),
    ]),
  );

describe('choosing, whatever the reader wants', () => {
  it('keeps to the cap, repeats nothing, and every number is one', () => {
    fc.assert(
      fc.property(reader, (one) => {
        const papers = chosenBy(one);
        const forYou = papers.filter(({ section }) => section === 'for_you');
        expect(forYou.length).toBeLessThanOrEqual(one.maxPapers);
        expect(new Set(papers.map(({ paperKey }) => paperKey)).size).toBe(papers.length);
        for (const { paperKey } of papers) expect(one.delivered).not.toContain(paperKey);
        for (const { score, reasons } of forYou) {
          expect(score).toBeGreaterThanOrEqual(leastStrength(one.strictness));
          expect(score).toBeLessThanOrEqual(1);
          expect(reasons).not.toEqual([]);
        }
        expect(JSON.stringify(papers)).not.toMatch(/:null[,}]/); // as JSON, NaN and Infinity are null
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whatever the order of interests and of papers', () => {
    const shuffled = reader.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.shuffledSubarray([...one.interests], { minLength: one.interests.length }),
        fc.shuffledSubarray(texts, { minLength: texts.length }),
      ),
    );
    const seen = (papers: ReturnType<typeof chosenBy>) =>
      papers.map(({ paperKey, section, rank }) => [paperKey, section, rank]);
    fc.assert(
      fc.property(shuffled, ([one, interests, papers]) => {
        expect(seen(chosenBy({ ...one, interests }, poolOf(papers)))).toEqual(seen(chosenBy(one)));
      }),
      { numRuns: 60 },
    );
  });

  it('never raises a paper by muting something', () => {
    fc.assert(
      fc.property(fc.array(interest, { maxLength: 6 }), interest, (interests, one) => {
        const before = strengths(interests);
        for (const [id, strength] of strengths([...interests, { ...one, muted: true }])) {
          expect(strength).toBeLessThanOrEqual(before.get(id) ?? 0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('choosing for readers nobody expects', () => {
  const base: Reader = {
    interests: [],
    strictness: 0,
    watermark: 0n,
    maxPapers: 5,
    delivered: new Set(),
    served: [],
  };
  const wants = (kind: InterestKind, value: string): Interest => ({ kind, value, weight: 1, muted: false });

  it('serves one with ten thousand interests, in a few seconds', () => {
    const kinds: InterestKind[] = ['query', 'author', 'description', 'category'];
    const liked = TITLES.map((title) => wants('paper', title));
    const interests = Array.from({ length: 10_000 }, (_, i) =>
      wants(kinds[i % kinds.length] ?? 'query', `${WORDS[i % 7]} ${i}`),
    );
    const before = performance.now();
    const papers = chosenBy({ ...base, interests: [...interests, ...liked, wants('query', 'knots')] });
    expect(papers.map(({ paperKey }) => paperKey)).toContainEqual(expect.stringMatching(/^p3/));
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  it('serves one whose description has 100,000 words', () => {
    const description = `sparse experts ${'лорем ипсум 深度 dolor '.repeat(25_000)}`;
    expect(() => chosenBy({ ...base, interests: [wants('description', description)] })).not.toThrow();
  });

  it('finds nothing for an author nobody is, and says so', () => {
    const choice = choosePapers(poolOf(texts.filter(({ id }) => id.endsWith('0'))), {
      ...base,
      interests: [wants('author', 'Nobody Atall')],
    });
    expect(choice).toEqual({ emptyBecause: 'nothing_matched' });
  });
});
