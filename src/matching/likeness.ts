// How alike two papers of an index are, and how near a text of a reader is to one of them: cosines over their terms.
import type { PaperIndex } from './paper-index.js';
import { textPlaces, type PlacedText } from './text-places.js';
import type { TextModel } from './text-model.js';

/** Texts read lately, over all readers: popular papers are liked by many. */
const TEXTS_KEPT = 5_000;

const made = new WeakMap<PaperIndex, Likeness>();

/** Made when first asked for, and kept as long as the index. */
export function likenessOf(index: PaperIndex, model: TextModel): Likeness {
  const likeness = made.get(index) ?? new Likeness(index, model);
  made.set(index, likeness);
  return likeness;
}

export class Likeness {
  private readonly numbers: Map<string, number>;
  /** Terms and weights of each paper, those of paper `p` from `offsets[p]` up to `offsets[p + 1]`, terms rising. */
  private readonly offsets: Uint32Array;
  private readonly terms: Uint32Array;
  private readonly weights: Float32Array;
  private readonly texts = new Map<string, PlacedText>();

  constructor(
    private readonly index: PaperIndex,
    private readonly model: TextModel,
  ) {
    this.numbers = new Map(index.ids.map((id, number) => [id, number]));
    const { byTerm, ids } = index;
    this.offsets = new Uint32Array(ids.length + 1);
    this.terms = new Uint32Array(byTerm.papers.length);
    this.weights = new Float32Array(byTerm.papers.length);
    this.turn();
    this.scale();
  }

  /** @param a,b ids of papers. @returns 0..1; 0 for a paper that is not in the index */
  between(a: string, b: string): number {
    const [first, second] = [this.numbers.get(a), this.numbers.get(b)];
    if (first === undefined || second === undefined) return 0;
    let [i, j] = [this.offsets[first] ?? 0, this.offsets[second] ?? 0];
    const [endOfFirst, endOfSecond] = [this.offsets[first + 1] ?? 0, this.offsets[second + 1] ?? 0];
    let sum = 0;
    while (i < endOfFirst && j < endOfSecond) {
      const difference = (this.terms[i] ?? 0) - (this.terms[j] ?? 0);
      if (difference === 0) sum += (this.weights[i] ?? 0) * (this.weights[j] ?? 0);
      if (difference <= 0) i += 1;
      if (difference >= 0) j += 1;
    }
    return Math.min(sum, 1);
  }

  /** @param title may be empty, as may the body. @returns for each of the papers, 0..1 */
  toText(title: string, body: string, papers: readonly string[]): number[] {
    const { places, weights } = this.read(title, body);
    const byPlace = new Map<number, number>();
    for (const [i, place] of places.entries()) byPlace.set(place, weights[i] ?? 0);
    return papers.map((id) => {
      const paper = this.numbers.get(id);
      if (paper === undefined) return 0;
      let sum = 0;
      for (let at = this.offsets[paper] ?? 0; at < (this.offsets[paper + 1] ?? 0); at += 1) {
        sum += (this.weights[at] ?? 0) * (byPlace.get(this.terms[at] ?? 0) ?? 0);
      }
      return Math.min(sum, 1);
    });
  }

  private read(title: string, body: string): PlacedText {
    const text = `${title}\n${body}`;
    const known = this.texts.get(text) ?? textPlaces(this.index, this.model, title, body);
    this.texts.delete(text);
    this.texts.set(text, known);
    const [oldest] = this.texts.keys();
    if (this.texts.size > TEXTS_KEPT && oldest !== undefined) this.texts.delete(oldest);
    return known;
  }

  /** From papers by term to terms by paper: a counting sort. */
  private turn(): void {
    const { offsets, papers, weights } = this.index.byTerm;
    for (const paper of papers) this.offsets[paper + 1] = (this.offsets[paper + 1] ?? 0) + 1;
    for (let paper = 1; paper < this.offsets.length; paper += 1)
      this.offsets[paper] = (this.offsets[paper] ?? 0) + (this.offsets[paper - 1] ?? 0);
    const next = this.offsets.slice();
    for (let term = 0; term + 1 < offsets.length; term += 1) {
      for (let at = offsets[term] ?? 0; at < (offsets[term + 1] ?? 0); at += 1) {
        const paper = papers[at] ?? 0;
        const slot = next[paper] ?? 0;
        next[paper] = slot + 1;
        this.terms[slot] = term;
        this.weights[slot] = weights[at] ?? 0;
      }
    }
  }

  private scale(): void {
    for (let paper = 0; paper + 1 < this.offsets.length; paper += 1) {
      const own = this.weights.subarray(this.offsets[paper], this.offsets[paper + 1]);
      const length = Math.sqrt(own.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
      for (let i = 0; i < own.length; i += 1) own[i] = (own[i] ?? 0) / length;
    }
  }
}
