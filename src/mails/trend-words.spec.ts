// What the community said of a paper, in words: what is worth saying, two things at most.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { trendWords } from './trend-words.js';

const silent = { upvotes: 0, comments: 0, codeStars: 0, isOnHuggingFace: true, mostIn: '' };
const said = (facts: Partial<typeof silent>, language = 'en') =>
  trendWords({ ...silent, ...facts }, texts(language));

describe('why a paper trends', () => {
  it('is said by its votes, and whether they are the most of its field', () => {
    expect(said({ upvotes: 1, mostIn: '' })).toBe('1 upvote on Hugging Face');
    expect(said({ upvotes: 412, mostIn: 'Genomics' })).toBe(
      '412 upvotes on Hugging Face, the most in Genomics that day',
    );
    expect(said({ upvotes: 7, isOnHuggingFace: false })).toBe('7 upvotes');
  });

  it('is said by stars and comments when they are many, or all there is; by two things at most', () => {
    expect(said({ upvotes: 9, comments: 2, codeStars: 9 })).toBe('9 upvotes on Hugging Face');
    expect(said({ upvotes: 9, comments: 5, codeStars: 1_240 })).toBe(
      '9 upvotes on Hugging Face · 1,240 stars for its code',
    );
    expect(said({ comments: 1 })).toBe('1 comment');
    expect(said({ codeStars: 3, comments: 2 })).toBe('3 stars for its code · 2 comments');
  });

  it('is not said when nobody said anything, and claims no most without votes', () => {
    expect(said({})).toBe('');
    expect(said({ mostIn: 'Genomics' })).toBe('');
  });
});
