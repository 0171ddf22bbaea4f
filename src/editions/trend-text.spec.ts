// Why a paper trends, in words.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { trendText } from './trend-text.js';

const none = { upvotes: null, comments: null, codeStars: null };

describe('trendText', () => {
  it.each([
    ['en', { ...none, upvotes: 1, comments: 3 }, 1, '1 upvote and 3 comments'],
    ['en', { ...none, upvotes: 1200, codeStars: 7 }, 1, '1,200 upvotes and 7 stars on its code'],
    ['en', { ...none, upvotes: 54 }, 2, '54 upvotes, much for its field'],
    ['en', { ...none, comments: 0 }, 2, ''],
  ] as const)('%s: %j', (code, signals, score, expected) => {
    expect(trendText(texts(code), signals, score)).toBe(expected);
  });
});
