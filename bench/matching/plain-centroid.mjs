// The baseline: the mean of the liked papers' TF-IDF vectors. Words of two signs or more in lower case, nothing stripped but
// stop words, sublinear tf, smooth idf, terms of two papers or more of the background, length 1.
import { isStopWord } from '../../dist/matching/stop-words.js';

const WORD = /[\p{L}\p{N}_]{2,}/gu;

export class PlainCentroid {
  #numbers = new Map();
  #frequencies = [];
  #vectors = new Map();
  #papers;

  constructor(background, papers) {
    this.#papers = papers;
    for (const paper of background) {
      for (const word of countsOf(paper).keys()) {
        const number = this.#numbers.get(word) ?? this.#numbers.size;
        this.#numbers.set(word, number);
        this.#frequencies[number] = (this.#frequencies[number] ?? 0) + 1;
      }
    }
    this.size = background.length;
  }

  /** @returns a score for each candidate, in their order */
  rank(known, candidates) {
    const profile = new Map();
    for (const id of known) {
      for (const [term, weight] of this.#vectorOf(id)) profile.set(term, (profile.get(term) ?? 0) + weight);
    }
    return candidates.map((id) => {
      let score = 0;
      for (const [term, weight] of this.#vectorOf(id)) score += weight * (profile.get(term) ?? 0);
      return score;
    });
  }

  #vectorOf(id) {
    const known = this.#vectors.get(id);
    if (known) return known;
    const vector = [];
    for (const [word, count] of countsOf(this.#papers.get(id))) {
      const term = this.#numbers.get(word);
      const frequency = this.#frequencies[term] ?? 0;
      if (frequency < 2) continue;
      vector.push([term, (1 + Math.log(count)) * (Math.log((1 + this.size) / (1 + frequency)) + 1)]);
    }
    const length = Math.hypot(...vector.map(([, weight]) => weight)) || 1;
    const scaled = vector.map(([term, weight]) => [term, weight / length]);
    this.#vectors.set(id, scaled);
    return scaled;
  }
}

function countsOf({ title, abstract }) {
  const counts = new Map();
  for (const [word] of `${title} ${abstract}`.toLowerCase().matchAll(WORD)) {
    if (!isStopWord(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
