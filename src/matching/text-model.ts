// What the service has learned about words from papers: how rare each term is, and which terms go together.
import type { Projection } from './latent/projection.js';
import { scale, type SparseVector } from './sparse-vector.js';
import { TermCorpus } from './term-corpus.js';
import { hashOf } from './term-table.js';
import type { TermUse } from './terms.js';
import type { PaperText } from './types.js';
import type { Vocabulary } from './vocabulary.js';

/** Rare terms carry more than their idf says: measured on readers who are not in any test. */
const IDF_EXPONENT = 1.3;
/** From so many papers on, terms of one paper alone are left out: most are chance pairs. */
const PAPERS_TO_CHOOSE_FROM = 1_000;
/** A term never seen counts twice when two texts share it. */
const UNSEEN_FACTOR = Math.SQRT2;
/** A text of fewer terms than this share of what is usual is short. */
const LEAST_SHARE_OF_TERMS = 0.35;

export class TextModel {
  /** For each number of the vocabulary. */
  private readonly termWeights: Float32Array;
  private readonly highestWeight: number;

  /**
   * @param version tells models apart: what was computed with one is of no use with another.
   * @param projection absent while there are too few papers to learn one from.
   */
  constructor(
    readonly version: string,
    readonly vocabulary: Vocabulary,
    readonly projection?: Projection,
  ) {
    this.termWeights = new Float32Array(vocabulary.size);
    for (let number = 0; number < vocabulary.size; number += 1)
      this.termWeights[number] = vocabulary.idf(number) ** IDF_EXPONENT;
    this.highestWeight = vocabulary.idf(-1) ** IDF_EXPONENT;
  }

  get paperCount(): number {
    return this.vocabulary.paperCount;
  }

  /**
   * @returns a vector of length 1 over the terms the model knows. Terms it has never seen come on top at the highest
   *   weight: a new word is found the day it appears, and chance pairs do not dilute the rest.
   */
  vectorOf(uses: ReadonlyMap<string, TermUse>): SparseVector {
    const terms = new Uint32Array(uses.size);
    const weights = new Float32Array(uses.size);
    let squares = 0;
    let at = 0;
    for (const [term, { count }] of uses) {
      const hash = hashOf(term);
      const number = this.vocabulary.numberOf(hash);
      const weight = this.weightOf(number, count);
      if (number >= 0) squares += weight * weight;
      terms[at] = hash;
      weights[at] = weight;
      at += 1;
    }
    return { terms, weights: scale(weights, 1 / Math.sqrt(Math.max(squares, this.highestWeight ** 2))) };
  }

  /** As vectorOf(), but a paper without an abstract stays shorter, or one shared word would make it win. */
  paperVectorOf(uses: ReadonlyMap<string, TermUse>): SparseVector {
    const vector = this.vectorOf(uses);
    const share = uses.size / (this.vocabulary.termsPerPaper * LEAST_SHARE_OF_TERMS);
    if (share < 1) scale(vector.weights, Math.sqrt(share));
    return vector;
  }

  /** Sublinear tf × idf. @param number of the vocabulary; -1 for a term never seen. */
  weightOf(number: number, count: number): number {
    const weight = number < 0 ? UNSEEN_FACTOR * this.highestWeight : (this.termWeights[number] ?? 0);
    return (1 + Math.log(count)) * weight;
  }
}

/** The vocabulary alone: a thousand papers are enough. About 0.2 ms a paper. */
export function trainTextModel(papers: Iterable<PaperText>): TextModel {
  const corpus = new TermCorpus();
  for (const paper of papers) corpus.add(paper);
  return wordsOf(`words-${corpus.paperCount}`, corpus);
}

/** @param leastPapers terms of fewer papers are left out, unless there are few papers. */
export function wordsOf(version: string, corpus: TermCorpus, leastPapers = 2): TextModel {
  const least = corpus.paperCount < PAPERS_TO_CHOOSE_FROM ? 1 : leastPapers;
  return new TextModel(version, corpus.vocabulary(least));
}
