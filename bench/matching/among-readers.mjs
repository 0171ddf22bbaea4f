// The product where what other readers like helps to choose: for sets that tell who liked what.
import { CommunityModel } from '../../dist/matching/community/community-model.js';
import { sparseRows } from '../../dist/matching/community/sparse-rows.js';
import { contentRows, learnColumns } from '../../dist/matching/community-content.js';
import { scoreOf } from '../../dist/matching/match-score.js';
import { strengthOf } from '../../dist/matching/strength.js';
import { Courant } from './methods.mjs';

export class CourantAmongReaders extends Courant {
  name = 'Courant among readers';
  #numbers;
  #columns;
  #community;

  /** @param likes reader to the papers she is known to like; those outside the background are nobody's */
  constructor(background, papers, likes) {
    super(background);
    this.#numbers = new Map(papers.map(({ id }, number) => [id, number]));
    this.#columns = learnColumns(papers);
    const rows = Array.from(likes.values(), (ids) => this.#numbersOf(ids).map((number) => [number, 1]));
    this.#community = new CommunityModel({
      readers: sparseRows(rows, papers.length),
      content: contentRows(this.#columns, papers),
    });
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
    const community = this.#community.scores(liked, nearest);
    return super
      .scores(index, profile)
      .map((total, at) => strengthOf({ text: scoreOf(total), asked: 0, community: community?.[at] }));
  }

  #numbersOf(ids) {
    return ids.flatMap((id) => this.#numbers.get(id) ?? []);
  }
}
