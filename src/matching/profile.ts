// A subscriber's interests, compiled once and then matched against any number of indexes of the same model.
import { parseAuthorName, type AuthorName } from './author-name.js';
import type { Background } from './background.js';
import { normalizeCategory } from './category.js';
import { wordsAskedFor } from './coverage.js';
import { directionOf, readLiked, readWanted, type WantedText, wordsOf } from './direction.js';
import { interestKey } from './interest-key.js';
import { groupsOf } from './liked-groups.js';
import { type OwnTexts, readOwnTexts } from './own-texts.js';
import type { OwnInterest } from './owed.js';
import { type Quad, quadsOf } from './quad.js';
import { compileQuery, type CompiledQuery } from './query.js';
import { type Taste, tasteOf } from './taste.js';
import { readDescription } from './terms.js';
import { type Tastes, tastesOf, type WeightedTaste } from './text-score.js';
import type { Interest } from './types.js';

export interface WantedPart extends Signposts {
  /** Descriptions, a taste each, and what the liked papers have in common. */
  tastes: Tastes;
}

export interface MutedPart extends Signposts {
  descriptions: Tastes;
  /** Papers she wants less of. */
  papers: Quad[];
}

/** What is met or not met, whatever the text is about. */
export interface Signposts {
  queries: CompiledQuery[];
  /** One for each query: its own words order the papers that meet it. */
  queryTastes: Tastes;
  authors: { name: AuthorName; weight: number }[];
  /** In the form of normalizeCategory(). */
  categories: { category: string; weight: number }[];
}

export interface Profile {
  wanted: WantedPart;
  muted: MutedPart;
  /** Her descriptions and liked papers, for telling which of them a paper serves. */
  texts: OwnTexts;
  /** All that is not muted. */
  interests: OwnInterest[];
}

/** Interests that say nothing (empty, only stop words) are left out. */
export function compileProfile(background: Background, interests: readonly Interest[]): Profile {
  const wanted = interests.filter(({ muted }) => !muted);
  const muted = interests.filter((interest) => interest.muted);
  return {
    wanted: {
      ...signposts(background, wanted),
      tastes: tastesOf([...descriptionTastes(background, wanted), ...likedTastes(background, wanted)]),
    },
    muted: {
      ...signposts(background, muted),
      descriptions: tastesOf(descriptionTastes(background, muted)),
      papers: quadsOf(likedTexts(background, muted).map(({ vector }) => vector)),
    },
    texts: readOwnTexts(background.model, wanted),
    interests: wanted.flatMap((interest) => {
      const key = interestKey(interest);
      return key === undefined ? [] : [{ key, weight: interest.weight }];
    }),
  };
}

function signposts(background: Background, interests: readonly Interest[]): Signposts {
  const posts: Omit<Signposts, 'queryTastes'> = { queries: [], authors: [], categories: [] };
  const tastes: FullTaste[] = [];
  for (const { kind, value, weight } of interests) {
    if (kind === 'category') {
      const category = normalizeCategory(value);
      if (category !== '') posts.categories.push({ category, weight });
    } else if (kind === 'author') {
      const name = parseAuthorName(value);
      if (name !== undefined) posts.authors.push({ name, weight });
    } else if (kind === 'query') {
      const query = compileQuery(value);
      if (query === undefined) continue;
      posts.queries.push(query);
      tastes.push({ taste: textTaste(background, query.words), weight });
    }
  }
  return { ...posts, queryTastes: tastesOf(tastes) };
}

type FullTaste = WeightedTaste & { taste: Taste };

function descriptionTastes(background: Background, interests: readonly Interest[]): FullTaste[] {
  return interests
    .filter(({ kind }) => kind === 'description')
    .map(({ value, weight }) => ({
      taste: textTaste(background, value),
      weight,
      // Topics from outside know other words for the same thing.
      ...(background.topics === undefined && {
        words: wordsAskedFor(background.model, readDescription(value).terms),
      }),
    }))
    .filter(({ taste }) => taste.lexical.terms.length > 0);
}

function textTaste(background: Background, text: string): Taste {
  const { model, papers } = background;
  return tasteOf(directionOf(model, [readWanted(background, text, 1)], [1]), papers);
}

/** The first so many liked papers say what there is to say, and groups of more take long to find. */
const MOST_LIKED = 200;
/** A small group leans on all liked papers as much as if this many of them were in it. */
const LEAN = 1;
const LEAN_SHARE = 0.1;
/** A group of a few papers counts less than one of many, but not by much. */
const SIZE_EXPONENT = 0.25;

/** One taste for each group of liked papers that are of one interest. */
export function likedTastes(background: Background, interests: readonly Interest[]): FullTaste[] {
  const liked = likedTexts(background, interests);
  if (liked.length === 0) return [];
  const total = liked.reduce((sum, { weight }) => sum + weight, 0);
  const words = wordsOf(liked);
  const groups = groupsOf(background, liked, words);
  return groups.map((group) => {
    const own = group.reduce((sum, i) => sum + (liked[i]?.weight ?? 0), 0);
    const lean = Math.max(LEAN, LEAN_SHARE * total);
    const toAll = groups.length > 1 || group.length < liked.length ? lean / (own + lean) : 0;
    const shares = liked.map(({ weight }) => (toAll * weight) / total);
    for (const i of group) shares[i] = (shares[i] ?? 0) + ((1 - toAll) * (liked[i]?.weight ?? 0)) / own;
    const taste = tasteOf(directionOf(background.model, liked, shares, words), background.papers);
    return { taste, weight: (own / total) ** SIZE_EXPONENT };
  });
}

function likedTexts(background: Background, interests: readonly Interest[]): WantedText[] {
  return interests
    .filter(({ kind }) => kind === 'paper')
    .slice(0, MOST_LIKED)
    .map(({ value, categories = [], weight }) => readLiked(background, value, categories, weight))
    .filter(({ vector }) => vector.terms.length > 0);
}
