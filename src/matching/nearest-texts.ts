// Which of a reader's own texts (descriptions, liked papers) a paper comes near to: they are what it serves, and the
// nearest liked paper is a reason.
import { FITTED } from './fitted.js';
import { interestKey, titleOf } from './interest-key.js';
import type { Likeness } from './likeness.js';
import type { Interest, LikedBecause } from './types.js';

/** A reader with more texts than this has the rest passed over here; they still count in her score. */
const MOST_TEXTS = 300;

export interface NearestPaper {
  title: string;
  because: LikedBecause | 'named';
  /** 0..1. */
  likeness: number;
}

export interface TextService {
  /** Keys of the interests it comes near to, in their order of keys. */
  serves: string[];
  /** The nearest liked paper, if any is near. */
  nearest?: NearestPaper;
}

interface OwnText {
  key: string;
  title: string;
  body: string;
  paper: { because: LikedBecause | 'named' } | undefined;
}

/**
 * @param papers ids
 * @returns for each of the papers, in their order. Whatever the order of the interests, the result is the same.
 */
export function serveTexts(
  likeness: Likeness,
  interests: readonly Interest[],
  papers: readonly string[],
): TextService[] {
  const services: TextService[] = papers.map(() => ({ serves: [] }));
  for (const { key, title, body, paper } of ownTexts(interests)) {
    for (const [i, near] of likeness.toText(title, body, papers).entries()) {
      const service = services[i];
      if (service === undefined || near < FITTED.servedFrom) continue;
      service.serves.push(key);
      if (paper && near > (service.nearest?.likeness ?? 0))
        service.nearest = { title, likeness: near, because: paper.because };
    }
  }
  return services;
}

/** Each once, by key; those that matter most come first when there are too many. */
function ownTexts(interests: readonly Interest[]): OwnText[] {
  const texts = new Map<string, OwnText & { weight: number }>();
  for (const interest of interests) {
    if (interest.muted || (interest.kind !== 'paper' && interest.kind !== 'description')) continue;
    const key = interestKey(interest);
    if (key === undefined || (texts.get(key)?.weight ?? 0) >= interest.weight) continue;
    const { value, weight, because = 'named' } = interest;
    const isPaper = interest.kind === 'paper';
    const title = isPaper ? titleOf(value) : '';
    const body = isPaper ? value.trim().slice(title.length) : value;
    texts.set(key, { key, title, body, paper: isPaper ? { because } : undefined, weight });
  }
  return Array.from(texts.values())
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_TEXTS)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
