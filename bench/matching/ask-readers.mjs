// Whether what other readers like is to count on a set: Courant's own comparison, on what its readers are known to like.
import { CommunityTrial } from '../../dist/matching/community/trial.js';
import { runAtOnce } from '../../dist/matching/pausing.js';
import { fixedSample } from './fixed-order.mjs';

const OTHERS = 1_000;

/**
 * @param courant the method that the community is to help; @param papers of the background
 * @param likes reader to papers she is known to like; those outside the background are nobody's
 * @returns the verdict
 */
export function askReaders(courant, papers, likes) {
  const known = new Map(papers.map((paper) => [paper.id, paper]));
  const readers = Array.from(likes.values(), (ids) => ids.filter((id) => known.has(id)));
  const ids = [...new Set(readers.flat())];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const others = papers.filter(({ id }) => !numbers.has(id));
  const told = {
    papers: ids.map((id) => known.get(id)),
    readers: readers.map((liked) => liked.map((id) => numbers.get(id))),
  };
  const { model } = courant.background;
  const sample = fixedSample(others, OTHERS, 'others', ({ id }) => id);
  const trial = runAtOnce(CommunityTrial.prepare(model, told, sample));
  for (const reader of trial.readers) {
    const liked = readers[reader].filter((id) => !trial.isHeldOut(id));
    trial.ask(reader, courant.reader(liked.map((id) => known.get(id))), liked);
  }
  return trial.verdict;
}
