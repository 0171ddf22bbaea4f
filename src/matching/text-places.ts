// A text of a reader as the terms of an index see it.
import type { PaperIndex } from './paper-index.js';
import { readText } from './terms.js';
import type { TextModel } from './text-model.js';

/** Places of its terms in the index, with weights; terms that no paper of the index has are left out. */
export interface PlacedText {
  places: Uint32Array;
  /** One for each place; length 1 with those left out. */
  weights: Float32Array;
}

export function textPlaces(index: PaperIndex, model: TextModel, title: string, body: string): PlacedText {
  const { terms, weights } = model.paperVectorOf(readText(title, body).terms);
  const found = Array.from(terms, (hash, i) => ({
    place: index.terms.placeOf(hash),
    weight: weights[i] ?? 0,
  }));
  const length = Math.hypot(...weights) || 1;
  const known = found.filter(({ place }) => place >= 0);
  return {
    places: Uint32Array.from(known, ({ place }) => place),
    weights: Float32Array.from(known, ({ weight }) => weight / length),
  };
}
