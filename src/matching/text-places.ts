// A text of a reader as the terms of an index see it.
import type { PaperIndex } from './paper-index.js';
import { toVector } from './sparse-vector.js';
import { readText } from './terms.js';
import type { TextModel } from './text-model.js';

/** Places of its terms in the index, with weights; terms that no paper of the index has are left out. */
export interface PlacedText {
  places: Uint32Array;
  /** One for each place; length 1 with those left out. */
  weights: Float32Array;
}

export function textPlaces(index: PaperIndex, model: TextModel, title: string, body: string): PlacedText {
  const { terms, weights } = toVector(model, readText(title, body).terms);
  const found = terms.flatMap((term, i) => {
    const place = index.vocabulary.get(term);
    return place === undefined ? [] : [{ place, weight: weights[i] ?? 0 }];
  });
  return {
    places: Uint32Array.from(found, ({ place }) => place),
    weights: Float32Array.from(found, ({ weight }) => weight),
  };
}
