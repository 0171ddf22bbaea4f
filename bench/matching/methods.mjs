// The methods that a set is ranked by. Each reads a pool's papers once (`candidates`), makes something of a reader's likes
// (`reader`), and gives each candidate a score (`scores`): papers of equal score stay in an order of chance.
import { indexPapers } from '../../dist/matching/paper-index.js';
import { weighPapers } from '../../dist/matching/paper-evidence.js';
import { compileProfile } from '../../dist/matching/profile.js';
import { toUnitLength } from '../../dist/matching/sparse-vector.js';
import { fixedSample } from './fixed-order.mjs';
import { PlainCentroid } from './plain-centroid.mjs';
import { randomNumbers } from './random-numbers.mjs';
import { termsOf } from './read-once.mjs';

export const RANDOM = {
  name: 'random',
  candidates: (papers) => papers.map(() => 0),
  reader: () => undefined,
  scores: (candidates) => candidates,
};

/** The product as it is: title, abstract and categories of the liked papers, no authors. */
export class Courant {
  name = 'Courant';
  against = PlainCentroid.NAME;

  constructor(background) {
    this.background = background;
  }

  candidates(papers) {
    return indexedOnce(this.background.model, papers);
  }

  reader(papers) {
    return compileProfile(this.background, papers.map(interestOf));
  }

  scores(index, profile) {
    return weighPapers(index, profile).total;
  }
}

export function interestOf({ title, abstract, categories }) {
  return { kind: 'paper', value: `${title}\n${abstract}`, weight: 1, muted: false, categories };
}

/** Variants of a method look at the same papers one after the other. */
let indexed = {};

function indexedOnce(model, papers) {
  if (indexed.papers !== papers) indexed = { papers, byModel: new Map() };
  const index = indexed.byModel.get(model) ?? indexPapers(model, papers);
  indexed.byModel.set(model, index);
  return index;
}

/** The mean of the liked papers' topics, by cosine: the model's own projection and nothing else. */
export class LsaCentroid {
  against = PlainCentroid.NAME;
  #model;
  #liked = new Map();

  constructor(model) {
    this.#model = model;
    this.name = `LSA-${model.projection.dimensions} centroid`;
  }

  candidates(papers) {
    return papers.map((paper) => this.#topicsOf(paper));
  }

  reader(papers) {
    const sum = new Float64Array(this.#model.projection.dimensions);
    for (const paper of papers) {
      const topics = this.#liked.get(paper.id) ?? this.#topicsOf(paper);
      this.#liked.set(paper.id, topics);
      for (let d = 0; d < sum.length; d += 1) sum[d] += topics[d];
    }
    return sum;
  }

  scores(candidates, profile) {
    return candidates.map((topics) => {
      let score = 0;
      for (let d = 0; d < profile.length; d += 1) score += topics[d] * profile[d];
      return score;
    });
  }

  #topicsOf(paper) {
    return toUnitLength(this.#model.projection.project(termsOf(this.#model, paper)).parts);
  }
}

/** A linear classifier for each reader: her likes against the same papers of the background, by words and pairs of words. */
export class ClassifierPerReader {
  against = PlainCentroid.NAME;
  #classifier;

  /** @param mostCases it is asked for: each takes long */
  constructor(name, Classifier, model, background, mostCases) {
    this.name = name;
    this.mostCases = mostCases;
    const negatives = fixedSample(background, NEGATIVES, 'negatives', ({ id }) => id);
    this.#classifier = new Classifier(model, negatives, randomNumbers(1));
  }

  candidates(papers) {
    return papers.map((paper) => this.#classifier.vectorOf(paper));
  }

  reader(papers) {
    return this.#classifier.train(papers);
  }

  scores(candidates, weights) {
    return candidates.map((vector) => this.#classifier.score(weights, vector));
  }
}

const NEGATIVES = 3_000;
