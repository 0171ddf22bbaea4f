// Likes without a tenth of the liked papers, and those papers as what their readers should find. Pure.
import { hashOf } from '../term-table.js';
import type { PaperText } from '../types.js';

export interface ReadersLikes {
  /** Liked papers. */
  papers: readonly PaperText[];
  /** For each reader, numbers of the papers she likes. */
  readers: readonly (readonly number[])[];
}

const EVERY = 10;
/** As many as are ranked. */
export const MOST_CANDIDATES = 1_000;

/**
 * Papers are held out, not single likes: a paper that comes anew has no likes either. Always the same ones, by chance.
 *
 * @returns `papers` and `readers` without them, `numbers` of those papers by id; `heldOut`, and for each reader which of
 *   these she likes: `wanted`
 */
export function holdOut({ papers, readers }: ReadersLikes) {
  const places = placesOfHeldOut(papers);
  const left = papers.filter(({ id }) => !places.has(id));
  const numbers = new Map(left.map(({ id }, number) => [id, number]));
  const among = (of: ReadonlyMap<string, number>) =>
    readers.map((liked) => liked.flatMap((paper) => of.get(papers[paper]?.id ?? '') ?? []));
  return {
    papers: left,
    numbers,
    readers: among(numbers),
    heldOut: papers.filter(({ id }) => places.has(id)),
    isHeldOut: places,
    wanted: among(places),
  };
}

export type HeldOut = ReturnType<typeof holdOut>;

/** By id, in the order of the papers. */
function placesOfHeldOut(papers: readonly PaperText[]): Map<string, number> {
  const count = Math.min(Math.floor(papers.length / EVERY), MOST_CANDIDATES);
  const byChance = papers.map(({ id }) => hashOf(id)).sort((a, b) => a - b);
  const end = byChance[count] ?? Infinity;
  const ids = papers.map(({ id }) => id).filter((id) => hashOf(id) < end);
  return new Map(ids.map((id, place) => [id, place]));
}
