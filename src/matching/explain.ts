// The reasons of a chosen paper, strongest first: what its match says, and the liked paper it is nearest to.
import type { NearestPaper } from './nearest-texts.js';
import type { Match, Reason } from './types.js';

/** Terms say what a paper has in common with her texts, a liked paper with which of them: they stand together. */
export function explain({ reasons }: Pick<Match, 'reasons'>, nearest: NearestPaper | undefined): Reason[] {
  if (nearest === undefined) return [...reasons];
  const close: Reason = { kind: 'paper', title: nearest.title, because: nearest.because };
  const terms = reasons.findIndex(({ kind }) => kind === 'terms');
  return terms < 0 ? [...reasons, close] : reasons.toSpliced(terms, 0, close);
}
