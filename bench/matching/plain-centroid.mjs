// The baseline: the mean of the liked papers' TF-IDF vectors. Words of two signs or more in lower case, nothing stripped but
// stop words, sublinear tf, smooth idf, terms of two papers or more of the background, length 1.
import { isStopWord } from '../../dist/matching/stop-words.js';

const WORD = /[\p{L}\p{N}_]{2,}/gu;
/** Of so few papers none is left out for being alone. */
const FEW_PAPERS = 50;

export class PlainCentroid {
  static NAME = 'TF-IDF 1-gram centroid';
  name = PlainCentroid.NAME;
  #numbers = new Map();
  #idf;
  #liked = new Map();

  constructor(background) {
    const frequencies = [];
    for (const paper of background) {
      for (const word of countsOf(paper).keys()) {
        const number = this.#numbers.get(word) ?? this.#numbers.size;
        this.#numbers.set(word, number);
        frequencies[number] = (frequencies[number] ?? 0) + 1;
      }
    }
    const least = background.length < FEW_PAPERS ? 1 : 2;
    this.#idf = Float64Array.from(frequencies, (frequency) =>
      frequency < least ? 0 : Math.log((1 + background.length) / (1 + frequency)) + 1,
    );
  }

  candidates(papers) {
    return papers.map((paper) => this.#vectorOf(paper));
  }

  /** @returns a weight for each word */
  reader(papers) {
    const profile = new Float64Array(this.#idf.length);
    for (const paper of papers) {
      const vector = this.#liked.get(paper.id) ?? this.#vectorOf(paper);
      this.#liked.set(paper.id, vector);
      for (const [i, number] of vector.numbers.entries()) profile[number] += vector.weights[i];
    }
    return profile;
  }

  /** @returns a score for each candidate */
  scores(candidates, profile) {
    return candidates.map(({ numbers, weights }) => {
      let score = 0;
      for (let i = 0; i < numbers.length; i += 1) score += weights[i] * profile[numbers[i]];
      return score;
    });
  }

  #vectorOf(paper) {
    const numbers = [];
    const weights = [];
    for (const [word, count] of countsOf(paper)) {
      const number = this.#numbers.get(word);
      if (number === undefined || this.#idf[number] === 0) continue;
      numbers.push(number);
      weights.push((1 + Math.log(count)) * this.#idf[number]);
    }
    const length = Math.hypot(...weights) || 1;
    return {
      numbers: Uint32Array.from(numbers),
      weights: Float64Array.from(weights, (weight) => weight / length),
    };
  }
}

function countsOf({ title, abstract }) {
  const counts = new Map();
  for (const [word] of `${title} ${abstract}`.toLowerCase().matchAll(WORD)) {
    if (!isStopWord(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
