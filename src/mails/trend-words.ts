// Why a paper is among what trends, in words: `412 upvotes on Hugging Face, the most in Machine Learning that day`.
import type { Texts } from '../language/texts.js';

export interface TrendFacts {
  upvotes: number;
  comments: number;
  codeStars: number;
  isOnHuggingFace: boolean;
  /** Name of the field in which no other paper of its day had as many votes; empty when another had. */
  mostIn: string;
}

/** Fewer are no reason to read it, beside the votes. */
const FEW_COMMENTS = 3;
const FEW_STARS = 10;
/** More would be a table. */
const MOST_PARTS = 2;

/** @returns empty when nobody said anything */
export function trendWords(facts: TrendFacts, texts: Texts): string {
  const { upvotes, comments, codeStars, isOnHuggingFace, mostIn } = facts;
  const votes =
    upvotes > 0
      ? texts.say(isOnHuggingFace ? 'mail.trend.upvotesOnHuggingFace' : 'mail.trend.upvotes', {
          count: upvotes,
        })
      : '';
  const most = votes !== '' && mostIn !== '' ? texts.say('mail.trend.mostIn', { field: mostIn }) : '';
  const parts = [
    [votes, most].filter((part) => part !== '').join(texts.say('words.comma')),
    codeStars >= FEW_STARS || votes === '' ? said('stars', codeStars) : '',
    comments >= FEW_COMMENTS || votes === '' ? said('comments', comments) : '',
  ];
  return parts
    .filter((part) => part !== '')
    .slice(0, MOST_PARTS)
    .join(' · ');

  function said(what: 'comments' | 'stars', count: number): string {
    return count > 0 ? texts.say(`mail.trend.${what}`, { count }) : '';
  }
}
