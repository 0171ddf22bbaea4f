// A text model from papers: their words first, then which of them go together.
import { trainProjection } from './latent/train-projection.js';
import type { Pausing } from './pausing.js';
import type { TermCorpus } from './term-corpus.js';
import { TextModel, wordsOf } from './text-model.js';

export interface TrainingOptions {
  /** Terms of fewer papers are left out; 2 unless told. */
  leastPapers?: number;
  /** Called with the share done. */
  onProgress?: (share: number) => void;
}

/** @param version of the model to be. About a minute for a hundred thousand papers. */
export function* trainModel(
  version: string,
  corpus: TermCorpus,
  { leastPapers, onProgress }: TrainingOptions = {},
): Pausing<TextModel> {
  const words = wordsOf(version, corpus, leastPapers);
  yield;
  return new TextModel(version, words.vocabulary, yield* trainProjection(words, corpus, { onProgress }));
}
