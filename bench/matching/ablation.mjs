// The product with one of its parts left out, to see what the part is worth.
import { backgroundOf } from '../../dist/matching/background.js';
import { directionOf, readLiked } from '../../dist/matching/direction.js';
import { Projection } from '../../dist/matching/latent/projection.js';
import { likedTastes } from '../../dist/matching/profile.js';
import { tasteOf } from '../../dist/matching/taste.js';
import { hashOf } from '../../dist/matching/term-table.js';
import { TextModel } from '../../dist/matching/text-model.js';
import { tastesOf } from '../../dist/matching/text-score.js';
import { Courant, interestOf } from './methods.mjs';

const NONE = new Float32Array();
const NO_WORDS = { lexical: { terms: new Uint32Array(), weights: NONE }, common: NONE };

/** Part to what makes a method of the whole one and the papers of the background. */
const WITHOUT = {
  words: ({ background }) => new OtherTastes(background, NO_WORDS),
  pairs: ({ background }, papers) => new Courant(backgroundOf(singleWords(background.model), papers)),
  topics: ({ background }) => new OtherTastes(background, { topics: NONE }),
  categories: ({ background }) => new OtherTastes(background, { categories: undefined }),
  common: ({ background }, papers) => new Courant(backgroundOf(withoutEnergies(background.model), papers)),
  groups: ({ background }) => new OneTaste(background),
  // Of what is usual nothing is known then but what holds for all readers alike.
  deviations: ({ background }) => new Courant(backgroundOf(background.model, [])),
};
export const PARTS = Object.keys(WITHOUT);

/** @param papers of the background */
export function without(part, courant, papers) {
  return Object.assign(WITHOUT[part](courant, papers), { name: `without ${part}`, against: courant.name });
}

/** A profile of other tastes than those of the product. */
class OwnTastes extends Courant {
  reader(papers) {
    const profile = super.reader([]);
    return {
      ...profile,
      wanted: { ...profile.wanted, tastes: tastesOf(this.tastes(papers.map(interestOf))) },
    };
  }
}

/** Each taste is compiled once more without the part; the groups are those that all parts found. */
class OtherTastes extends OwnTastes {
  #instead;

  constructor(background, instead) {
    super(background);
    this.#instead = instead;
  }

  tastes(interests) {
    return likedTastes(this.background, interests).map(({ taste, weight }) => ({
      taste: tasteOf({ ...taste, ...this.#instead }, this.background.papers),
      weight,
    }));
  }
}

/** All likes in one, whatever they are about. */
class OneTaste extends OwnTastes {
  tastes(interests) {
    const liked = interests
      .map(({ value, categories, weight }) => readLiked(this.background, value, categories, weight))
      .filter(({ vector }) => vector.terms.length > 0);
    if (liked.length === 0) return [];
    const shares = liked.map(() => 1 / liked.length);
    const direction = directionOf(this.background.model, liked, shares);
    return [{ taste: tasteOf(direction, this.background.papers), weight: 1 }];
  }
}

/** Pairs of words weigh nothing. */
function singleWords({ version, vocabulary, projection }) {
  return new (class extends TextModel {
    vectorOf(uses) {
      const own = super.vectorOf(new Map([...uses].filter(([, { isPair }]) => !isPair)));
      const weightOf = new Map(Array.from(own.terms, (term, i) => [term, own.weights[i]]));
      const terms = Uint32Array.from(uses.keys(), hashOf);
      return { terms, weights: Float32Array.from(terms, (term) => weightOf.get(term) ?? 0) };
    }
  })(version, vocabulary, projection);
}

/** Topics of no energy are common to nobody: nothing comes off. */
function withoutEnergies({ version, vocabulary, projection }) {
  return new TextModel(
    version,
    vocabulary,
    projection &&
      new Projection(
        projection.hashes,
        projection.rows,
        projection.lengths,
        projection.energies.map(() => 0),
      ),
  );
}
