// Why a paper is talked about, in words: `54 upvotes and 3 comments, much for its field`.
import type { Texts } from '../language/texts.js';
import type { Signals } from '../papers/trend.js';

/** A trend of this many times what is usual in the field is worth a word. */
const MUCH = 1.5;

/** @returns empty without any signal */
export function trendText(
  texts: Texts,
  { upvotes, comments, codeStars }: Pick<Signals, 'upvotes' | 'comments' | 'codeStars'>,
  score: number,
): string {
  const signals = texts.list([
    ...(upvotes ? [texts.say('web.common.upvotes', { count: upvotes })] : []),
    ...(comments ? [texts.say('web.edition.comments', { count: comments })] : []),
    ...(codeStars ? [texts.say('web.edition.stars', { count: codeStars })] : []),
  ]);
  return score >= MUCH && signals !== '' ? texts.say('web.edition.muchForItsField', { signals }) : signals;
}
