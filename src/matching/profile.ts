// A subscriber's interests, compiled once and then matched against any number of indexes of the same model.
import { parseAuthorName, type AuthorName } from './author-name.js';
import { normalizeCategory } from './category.js';
import { compileQuery, type CompiledQuery } from './query.js';
import { toVector, type SparseVector } from './sparse-vector.js';
import { readText } from './terms.js';
import type { TextModel } from './text-model.js';
import type { Interest } from './types.js';

/** Two abstracts share fewer of their terms than a paper and a short description: this puts both on one scale. */
const PAPER_WEIGHT = 1.9;
/** The more papers are liked, the nearer is the nearest of them by chance: weight ∝ likes ** exponent evens that out. */
const LIKES_EXPONENT = -0.4;
/** A disliked paper says little about its subject: only one very much like it is to be kept away. */
const MUTED_PAPER_WEIGHT = 0.4;

export interface WeightedText {
  vector: SparseVector;
  weight: number;
}

export interface ProfilePart {
  /** Descriptions and liked papers, a vector each, so that a minority interest is not buried by the others. */
  texts: WeightedText[];
  /** `text` orders the papers that meet the query. */
  queries: { query: CompiledQuery; text: WeightedText }[];
  authors: { name: AuthorName; weight: number }[];
  /** In the form of normalizeCategory(). */
  categories: { category: string; weight: number }[];
}

export interface Profile {
  wanted: ProfilePart;
  muted: ProfilePart;
}

/** Interests that say nothing (empty, only stop words) are left out. */
export function compileProfile(model: TextModel, interests: readonly Interest[]): Profile {
  const profile: Profile = { wanted: emptyPart(), muted: emptyPart() };
  const likes = interests.filter(({ kind, muted }) => kind === 'paper' && !muted).length;
  const likeWeight = PAPER_WEIGHT * Math.max(likes, 1) ** LIKES_EXPONENT;
  for (const interest of interests) {
    if (interest.muted) compileInterest(model, interest, MUTED_PAPER_WEIGHT, profile.muted);
    else compileInterest(model, interest, likeWeight, profile.wanted);
  }
  return profile;
}

function emptyPart(): ProfilePart {
  return { texts: [], queries: [], authors: [], categories: [] };
}

function compileInterest(model: TextModel, interest: Interest, paperWeight: number, part: ProfilePart): void {
  const { kind, value, weight } = interest;
  if (kind === 'category') {
    const category = normalizeCategory(value);
    if (category !== '') part.categories.push({ category, weight });
  } else if (kind === 'author') {
    const name = parseAuthorName(value);
    if (name !== undefined) part.authors.push({ name, weight });
  } else if (kind === 'query') {
    const query = compileQuery(value);
    if (query !== undefined)
      part.queries.push({ query, text: { vector: descriptionVector(model, query.words), weight } });
  } else {
    const vector = kind === 'paper' ? likedVector(model, value) : descriptionVector(model, value);
    if (vector.terms.length === 0) return;
    part.texts.push({ vector, weight: kind === 'paper' ? weight * paperWeight : weight });
  }
}

function descriptionVector(model: TextModel, text: string): SparseVector {
  return toVector(model, readText('', text).terms);
}

/** The title stands on the first line. */
function likedVector(model: TextModel, text: string): SparseVector {
  const [title = '', ...abstract] = text.trim().split('\n');
  return toVector(model, readText(title, abstract.join('\n')).terms);
}
