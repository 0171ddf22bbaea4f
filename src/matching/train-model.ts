// A text model from papers: their words first, then which of them go together.
import { trainProjection } from './latent/train-projection.js';
import { TermCorpus } from './term-corpus.js';
import { TextModel, wordsOf } from './text-model.js';
import type { PaperText } from './types.js';

/**
 * @param version of the model to be.
 * @param onProgress is called with the share of the second half that is done: learning topics takes longest.
 */
export function trainModel(
  version: string,
  papers: Iterable<PaperText>,
  onProgress?: (share: number) => void,
): TextModel {
  const corpus = new TermCorpus();
  for (const paper of papers) corpus.add(paper);
  const words = wordsOf(version, corpus);
  return new TextModel(version, words.vocabulary, trainProjection(words, corpus, { onProgress }));
}
