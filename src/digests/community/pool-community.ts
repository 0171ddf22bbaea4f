// The community signal on the papers of a pool: what each reader's likes say of them.
import { CommunityModel } from '../../matching/community/community-model.js';
import { contentRows } from '../../matching/community-content.js';
import type { StoredCommunity } from '../../matching/community-file.js';
import type { PaperIndex } from '../../matching/paper-index.js';

export class PoolCommunity {
  private readonly model: CommunityModel;
  private readonly numbers: Map<string, number>;
  private readonly candidates: Float32Array;

  constructor(
    { learned, columns, keys }: StoredCommunity,
    private readonly index: PaperIndex,
  ) {
    this.model = new CommunityModel(learned);
    this.numbers = new Map(keys.map((key, number) => [key, number]));
    const texts = index.texts.map((text) => {
      const line = text.indexOf('\n');
      return { title: text.slice(0, line), abstract: text.slice(line + 1) };
    });
    this.candidates = this.model.vectorsOf(contentRows(columns, texts));
  }

  /** @param liked keys of papers. @returns by paper key; empty when too few of them are known */
  scoresFor(liked: readonly string[]): Map<string, number> {
    const known = new Set(liked.flatMap((key) => this.numbers.get(key) ?? []));
    const scores = this.model.scores(Uint32Array.from(known).sort(), this.candidates);
    return new Map(Array.from(scores ?? [], (score, i) => [this.index.ids[i] ?? '', score]));
  }
}
