// The community signal on the papers of a pool: what each reader's likes say of them.
import { CommunityModel } from '../../matching/community/community-model.js';
import { nearestInTurns } from '../../matching/community/nearest-in-turns.js';
import type { StoredCommunity } from '../../matching/community-file.js';
import type { SparseRows } from '../../matching/community/sparse-rows.js';
import type { PaperIndex } from '../../matching/paper-index.js';
import { inTurns } from './in-turns.js';

export class PoolCommunity {
  private readonly numbers: Map<string, number>;

  private constructor(
    keys: readonly string[],
    private readonly model: CommunityModel,
    private readonly index: PaperIndex,
    private readonly candidates: SparseRows,
  ) {
    this.numbers = new Map(keys.map((key, number) => [key, number]));
  }

  /** Milliseconds for each paper of the pool. */
  static async of({ likes, columns, keys }: StoredCommunity, index: PaperIndex): Promise<PoolCommunity> {
    const model = new CommunityModel(likes);
    const texts = index.texts.map((text) => {
      const line = text.indexOf('\n');
      return { title: text.slice(0, line), abstract: text.slice(line + 1) };
    });
    return new PoolCommunity(keys, model, index, await inTurns(nearestInTurns(model, columns, texts)));
  }

  /** @param liked keys of papers. @returns by paper key; empty when nobody likes any of them */
  scoresFor(liked: readonly string[]): Map<string, number> {
    const known = new Set(liked.flatMap((key) => this.numbers.get(key) ?? []));
    const scores = this.model.scores(Uint32Array.from(known).sort(), this.candidates);
    return new Map(Array.from(scores ?? [], (score, i) => [this.index.ids[i] ?? '', score]));
  }
}
