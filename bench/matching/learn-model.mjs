// A text model of a set's background, learned without a pause.
import { runAtOnce } from '../../dist/matching/pausing.js';
import { TermCorpus } from '../../dist/matching/term-corpus.js';
import { trainModel } from '../../dist/matching/train-model.js';

export function learnModel(papers) {
  const corpus = new TermCorpus();
  for (const paper of papers) corpus.add(paper);
  return runAtOnce(trainModel('bench', corpus));
}
