// A model from papers, in one go.
import { runAtOnce } from '../../dist/matching/pausing.js';
import { TermCorpus } from '../../dist/matching/term-corpus.js';
import { trainModel } from '../../dist/matching/train-model.js';

export function learn(papers) {
  const corpus = new TermCorpus();
  for (const paper of papers) corpus.add(paper);
  return runAtOnce(trainModel('bench', corpus));
}
