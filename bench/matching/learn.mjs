// A model from papers, in one go.
import { trainModel } from '../../dist/matching/train-model.js';

export function learn(papers) {
  return trainModel('bench', papers);
}
