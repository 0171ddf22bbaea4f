// A linear support vector machine for each reader: her likes against the same random papers, by dual coordinate descent
// (Hsieh et al. 2008, doi:10.1145/1390156.1390208), with squared hinge loss and a constant of its own, C = 0.1, both sides
// of equal weight.
import { termsOf } from './read-once.mjs';

const C = 0.1;
const MOST_ROUNDS = 50;
/** As far as a text may still be from where it belongs. */
const STILL = 0.05;
/** Of a text, squared, and of the constant. */
export const OWN_LENGTH = 2;

export class LinearSvm {
  #model;
  #negatives;
  #numbers = new Map();
  #random;

  /** @param random returns numbers from 0 to 1 */
  constructor(model, negatives, random) {
    this.#model = model;
    this.#random = random;
    this.#negatives = negatives.map((paper) => ({ id: paper.id, vector: this.vectorOf(paper) }));
  }

  /** @returns numbers and weights of the terms, length 1 */
  vectorOf(paper) {
    const { terms, weights } = termsOf(this.#model, paper);
    const length = Math.hypot(...weights) || 1;
    const numbers = Uint32Array.from(terms, (term) => {
      const number = this.#numbers.get(term) ?? this.#numbers.size;
      this.#numbers.set(term, number);
      return number;
    });
    return { numbers, weights: weights.map((weight) => weight / length) };
  }

  /** @returns a weight for each term. What she likes is nobody's negative. */
  train(likes) {
    const liked = likes.map((paper) => this.vectorOf(paper));
    const ids = new Set(likes.map(({ id }) => id));
    const negatives = this.#negatives.filter(({ id }) => !ids.has(id)).map(({ vector }) => vector);
    const all = [...liked, ...negatives];
    const weights = new Float32Array(this.#numbers.size);
    const alphas = new Float64Array(all.length);
    const costs = {
      1: this.costOf(liked.length, all.length),
      [-1]: this.costOf(negatives.length, all.length),
    };
    const order = [...all.keys()];
    let constant = 0;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      let farthest = 0;
      this.#shuffle(order);
      for (const i of order) {
        const sign = i < liked.length ? 1 : -1;
        const margin = sign * (this.score(weights, all[i]) + constant);
        const { alpha, from } = this.moved(alphas[i], margin, costs[sign]);
        farthest = Math.max(farthest, from);
        const change = (alpha - alphas[i]) * sign;
        if (change === 0) continue;
        alphas[i] = alpha;
        constant += change;
        add(weights, all[i], change);
      }
      if (farthest < STILL) break;
    }
    return weights;
  }

  /** What each text of a side costs that is on the wrong one. */
  costOf(count, total) {
    return (C * total) / (2 * Math.max(count, 1));
  }

  /** @returns the text's own multiplier where it would be best, and how far from there it was */
  moved(before, margin, cost) {
    const slack = 1 / (2 * cost);
    const gradient = margin - 1 + slack * before;
    if (before === 0 && gradient >= 0) return { alpha: 0, from: 0 };
    return { alpha: Math.max(before - gradient / (OWN_LENGTH + slack), 0), from: Math.abs(gradient) };
  }

  score(weights, { numbers, weights: own }) {
    let sum = 0;
    for (let i = 0; i < numbers.length; i += 1) sum += own[i] * (weights[numbers[i]] ?? 0);
    return sum;
  }

  #shuffle(order) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(this.#random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
  }
}

function add(weights, { numbers, weights: own }, factor) {
  for (let i = 0; i < numbers.length; i += 1) weights[numbers[i]] += factor * own[i];
}
