// Which of a reader's own texts (descriptions, liked papers) a paper comes near to: they are what it serves, and the
// nearest liked paper is a reason.
import { FITTED } from './fitted.js';
import { likenessOf } from './likeness.js';
import type { OwnTexts } from './own-texts.js';
import type { PaperIndex } from './paper-index.js';
import { LANES } from './quad.js';
import type { LikedBecause } from './types.js';

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

/**
 * @param papers numbers
 * @returns for each of the papers, in their order. Whatever the order of the interests, the result is the same.
 */
export function serveTexts(
  index: PaperIndex,
  { each, words }: OwnTexts,
  papers: readonly number[],
): TextService[] {
  const services: TextService[] = papers.map(() => ({ serves: [] }));
  if (papers.length === 0) return services;
  const { scales } = likenessOf(index);
  const first = papers.reduce((least, paper) => Math.min(least, paper));
  for (const [at, quad] of words.entries()) {
    const products = index.byTerm.products(quad, first);
    for (const [lane, { key, paper: liked }] of each.slice(LANES * at, LANES * (at + 1)).entries()) {
      for (const [i, paper] of papers.entries()) {
        const service = services[i];
        const near = Math.min((products[LANES * paper + lane] ?? 0) * (scales[paper] ?? 0), 1);
        if (service === undefined || near < FITTED.servedFrom) continue;
        service.serves.push(key);
        if (liked && near > (service.nearest?.likeness ?? 0)) service.nearest = { ...liked, likeness: near };
      }
    }
  }
  return services;
}
