import { describe, expect, it } from '@jest/globals';
import { strengthOf } from './strength.js';
import type { Match, Sign } from './types.js';
import { withCommunity } from './with-community.js';

const query: Sign = { reason: { kind: 'query', query: 'knots' }, evidence: 5 };
const unsaid: Sign = { reason: { kind: 'terms', terms: [] }, evidence: 4.5 };
const category: Sign = { reason: { kind: 'category', category: 'cs.LG' }, evidence: 0.01 };
const match: Match = {
  paperId: 'p',
  score: 0.5,
  text: 0.2,
  asked: 0.3,
  signs: [query, unsaid, category],
  reasons: [query.reason, category.reason],
};

describe('withCommunity', () => {
  it('stands among the reasons by what it weighs, and raises strength', () => {
    const more = withCommunity(match, 3.5);
    expect(more.reasons).toEqual([query.reason, { kind: 'community' }, category.reason]);
    expect(more.signs.map(({ reason }) => reason.kind)).toEqual(['query', 'terms', 'community', 'category']);
    expect(strengthOf(more)).toBeGreaterThan(strengthOf(match));
  });

  it('is no reason when it says little or nothing, and never lowers strength', () => {
    for (const score of [undefined, -9, 0, 0.1]) {
      const same = withCommunity(match, score);
      expect(same.reasons).toEqual(match.reasons);
      expect(strengthOf(same)).toBeGreaterThanOrEqual(strengthOf(match));
    }
  });
});
