// The terms of a paper: several baselines look at the same ones.
import { readText } from '../../dist/matching/terms.js';

const read = new WeakMap();

/** @returns the model's vector of the paper, read once for as long as the paper is in memory */
export function termsOf(model, paper) {
  const known = read.get(paper);
  if (known?.model === model) return known.vector;
  const vector = model.vectorOf(readText(paper.title, paper.abstract).terms);
  read.set(paper, { model, vector });
  return vector;
}
