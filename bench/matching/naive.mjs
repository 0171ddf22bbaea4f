// Scoring as one would write it first: a text is a Map from term to weight, and each pair of reader and paper is compared.
import { readText } from '../../dist/matching/terms.js';

/** @returns the sum over the papers */
export function naiveVector(model, ...papers) {
  const vector = new Map();
  for (const { title, abstract } of papers) {
    const { terms, weights } = model.vectorOf(readText(title, abstract).terms);
    for (const [i, term] of terms.entries()) vector.set(term, (vector.get(term) ?? 0) + weights[i]);
  }
  return vector;
}

export function dotByMap(profile, paper) {
  let sum = 0;
  for (const [term, weight] of paper) sum += weight * (profile.get(term) ?? 0);
  return sum;
}
