// A text model of a set's background, learned without a pause; and the one that Courant comes with.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readModel } from '../../dist/matching/model-file.js';
import { runAtOnce } from '../../dist/matching/pausing.js';
import { TermCorpus } from '../../dist/matching/term-corpus.js';
import { trainModel } from '../../dist/matching/train-model.js';

export function learnModel(papers) {
  const corpus = new TermCorpus();
  for (const paper of papers) corpus.add(paper);
  return runAtOnce(trainModel('bench', corpus));
}

export function shippedModel() {
  return readModel(gunzipSync(readFileSync(new URL('../../models/science.model.gz', import.meta.url))));
}
