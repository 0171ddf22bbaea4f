// The community signal on the papers of a pool: what each reader's likes say of them.
import { CommunityModel } from '../../matching/community/community-model.js';
import { contentRows } from '../../matching/community-content.js';
import type { StoredCommunity } from '../../matching/community-file.js';
import type { SparseRows } from '../../matching/community/sparse-rows.js';
import type { PaperIndex } from '../../matching/paper-index.js';

export class PoolCommunity {
  private readonly model: CommunityModel;
  private readonly numbers: Map<string, number>;
  private readonly candidates: SparseRows;

  constructor(
    { likes, columns, keys }: StoredCommunity,
    private readonly index: PaperIndex,
  ) {
    this.model = new CommunityModel(likes);
    this.numbers = new Map(keys.map((key, number) => [key, number]));
    const texts = index.texts.map((text) => {
      const line = text.indexOf('\n');
      return { title: text.slice(0, line), abstract: text.slice(line + 1) };
    });
    this.candidates = this.model.nearest(contentRows(columns, texts));
  }

  /** @param liked keys of papers. @returns by paper key; empty when nobody likes any of them */
  scoresFor(liked: readonly string[]): Map<string, number> {
    const known = new Set(liked.flatMap((key) => this.numbers.get(key) ?? []));
    const scores = this.model.scores(Uint32Array.from(known).sort(), this.candidates);
    return new Map(Array.from(scores ?? [], (score, i) => [this.index.ids[i] ?? '', score]));
  }
}
