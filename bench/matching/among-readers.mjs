// The product where what other readers like helps to choose: for sets that tell who liked what. Whether it counts is
// decided as the product does, by what readers are known to like.
import { CommunityModel } from '../../dist/matching/community/community-model.js';
import { MOST_CANDIDATES } from '../../dist/matching/community/held-out.js';
import { CommunityTrial } from '../../dist/matching/community/trial.js';
import { contentRows, gatherLikes } from '../../dist/matching/community-content.js';
import { weighPapers } from '../../dist/matching/paper-evidence.js';
import { runAtOnce } from '../../dist/matching/pausing.js';
import { strengthsAmong } from '../../dist/matching/with-community.js';
import { fixedSample } from './fixed-order.mjs';
import { Courant } from './methods.mjs';

/**
 * @param courant without the community; @param papers of the background
 * @param likes reader to the papers she is known to like; those outside the background are nobody's
 * @returns the verdict, and both methods: “Courant” is the one that the verdict is for
 */
export function withAndWithout(courant, papers, likes) {
  const verdict = askReaders(courant, papers, likes);
  const among = new CourantAmongReaders(courant.background, papers, likes);
  if (verdict.helps) courant.name = 'Courant, community off';
  else among.name = 'Courant, community on';
  return { verdict, methods: [courant, among] };
}

function askReaders(courant, papers, likes) {
  const known = new Map(papers.map((paper) => [paper.id, paper]));
  const readers = Array.from(likes.values(), (ids) => ids.filter((id) => known.has(id)));
  const liked = [...new Set(readers.flat())];
  const numbers = new Map(liked.map((id, number) => [id, number]));
  const others = papers.filter(({ id }) => !numbers.has(id));
  const told = {
    papers: liked.map((id) => known.get(id)),
    readers: readers.map((ids) => ids.map((id) => numbers.get(id))),
  };
  const sample = fixedSample(others, MOST_CANDIDATES, 'others', ({ id }) => id);
  const trial = runAtOnce(CommunityTrial.prepare(courant.background.model, told, sample));
  for (const number of trial.readers) {
    const left = readers[number].filter((id) => !trial.isHeldOut(id));
    trial.ask(number, courant.reader(left.map((id) => known.get(id))), left);
  }
  return trial.verdict;
}

class CourantAmongReaders extends Courant {
  #numbers;
  #columns;
  #community;

  constructor(background, papers, likes) {
    super(background);
    this.#numbers = new Map(papers.map(({ id }, number) => [id, number]));
    const readers = Array.from(likes.values(), (ids) => this.#numbersOf(ids));
    const { likes: gathered, columns } = runAtOnce(gatherLikes(readers, papers));
    this.#columns = columns;
    this.#community = new CommunityModel(gathered);
  }

  candidates(papers) {
    const nearest = this.#community.nearest(contentRows(this.#columns, papers));
    return { index: super.candidates(papers), nearest };
  }

  reader(papers) {
    const liked = Uint32Array.from(this.#numbersOf(papers.map(({ id }) => id)));
    return { profile: super.reader(papers), liked };
  }

  scores({ index, nearest }, { profile, liked }) {
    return strengthsAmong(weighPapers(index, profile), this.#community.scores(liked, nearest));
  }

  #numbersOf(ids) {
    return ids.flatMap((id) => this.#numbers.get(id) ?? []);
  }
}
