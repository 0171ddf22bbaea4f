// Authors as a reader wants them: the first few, those she follows wherever they stand, and how many more there are.
import type { Texts } from '../language/texts.js';
import { SafeHtml } from '../shared/safe-html.js';
import { escapeHtml } from './stationery.js';
import { shorten } from './wording.js';

export interface AuthorList {
  /** Followed names between asterisks, as plain mail emphasises. */
  text: string;
  html: SafeHtml;
}

/** So few are named one and all. */
const FEW = 4;
const FIRST = 3;
const MOST_FOLLOWED = 5;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const LEFT_TO_RIGHT_MARK = '\u200e';

/** @param followed names among `authors`, spelled alike */
export function authorList(
  authors: readonly string[],
  followed: readonly string[],
  texts: Texts,
): AuthorList {
  const isFollowed = new Set(followed.slice(0, MOST_FOLLOWED));
  const all = authors
    .map((author) => ({ name: shorten(author, 60), isFollowed: isFollowed.has(author) }))
    .filter(({ name }) => name !== '');
  const chosen = all.filter((author, index) => index < FIRST || author.isFollowed);
  // "1 more" takes as much room as the name.
  const named = all.length <= FEW || all.length - chosen.length < 2 ? all : chosen;
  const rest = all.length - named.length;
  return {
    text: listed(named.map(plainName), rest, texts),
    html: new SafeHtml(listed(named.map(htmlName), rest, texts)),
  };
}

function listed(names: string[], rest: number, texts: Texts): string {
  if (rest === 0) return texts.list(names);
  return texts.say('words.andMore', { names: names.join(texts.say('words.comma')), count: rest });
}

interface Author {
  name: string;
  isFollowed: boolean;
}

/** A mark ends what is written from right to left, so that the next name does not trade places with it. */
function plainName({ name, isFollowed }: Author): string {
  const apart = RIGHT_TO_LEFT.test(name) ? `${name}${LEFT_TO_RIGHT_MARK}` : name;
  return isFollowed ? `*${apart}*` : apart;
}

function htmlName({ name, isFollowed }: Author): string {
  const safe = escapeHtml(name);
  const apart = RIGHT_TO_LEFT.test(name) ? `<span dir="rtl">${safe}</span>` : safe;
  return isFollowed ? `<strong class="followed">${apart}</strong>` : apart;
}
