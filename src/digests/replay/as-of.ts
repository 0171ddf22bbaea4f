// A reader as she was at an instant, and what she said later. Pure.
import type { Interest } from '../../matching/types.js';
import { interestsFromVoice, likedKeys, MOST_HEARD } from '../readers-voice.js';
import type { PastReader } from './past-readers.js';

/** What she had asked for and said by then. Interests she has taken back since are not known any more. */
export function asOf(reader: PastReader, instant: Date): { interests: Interest[]; liked: string[] } {
  const feedback = reader.feedback
    .map((said) => ({
      ...said,
      verdict: said.givenAt < instant ? said.verdict : null,
      savedAt: said.savedAt !== null && said.savedAt < instant ? said.savedAt : null,
    }))
    .filter(({ verdict, savedAt }) => verdict !== null || savedAt !== null);
  const voice = {
    feedback: feedback.slice(0, MOST_HEARD),
    library: reader.library.filter(({ addedAt }) => addedAt < instant).slice(0, MOST_HEARD),
  };
  const asked = reader.interests.filter(({ createdAt }) => createdAt <= instant);
  return { interests: [...asked, ...interestsFromVoice(voice)], liked: likedKeys(voice) };
}

/** Papers she liked or saved at that instant or later, and those of which she wanted less. */
export function saidSince(
  { feedback }: PastReader,
  instant: Date,
): { wanted: Set<string>; unwanted: Set<string> } {
  const wanted = new Set<string>();
  const unwanted = new Set<string>();
  for (const { paperKey, verdict, savedAt, givenAt } of feedback) {
    const isSaved = savedAt !== null && savedAt >= instant;
    const isJudged = givenAt >= instant;
    if (isJudged && verdict === 'less') unwanted.add(paperKey);
    else if (isSaved || (isJudged && verdict === 'more')) wanted.add(paperKey);
  }
  return { wanted, unwanted };
}
