// What readers' likes say together: a paper is for her whose likes are shared by readers who like the papers nearest to
// it. Nothing is learned beyond who liked what and what liked papers say, so a paper nobody has seen has neighbours too.
import { nearestPapers } from './nearest-papers.js';
import { transpose, type SparseRows } from './sparse-rows.js';

/** What one standard deviation adds to the log odds that a paper is wanted; see docs/choosing.md. */
export const COMMUNITY_WEIGHT = 1;

/** A paper that many like says less of each of them; of few, chance has more to say. */
const CHANCE_LIKES = 3;

/** Everything a process needs to ask; flat, so that it can be stored. */
export interface Likes {
  /** A row for each reader, a column for each liked paper. */
  readers: SparseRows;
  /** A row of length 1 for each liked paper. */
  content: SparseRows;
}

export class CommunityModel {
  private readonly likedBy: SparseRows;
  private readonly papersByTerm: SparseRows;
  /** One for each paper. */
  private readonly rarity: Float32Array;

  constructor(private readonly likes: Likes) {
    this.likedBy = transpose(likes.readers);
    this.papersByTerm = transpose(likes.content);
    this.rarity = Float32Array.from({ length: likes.readers.width }, (_, paper) => {
      const count = (this.likedBy.offsets[paper + 1] ?? 0) - (this.likedBy.offsets[paper] ?? 0);
      return 1 / Math.sqrt(count + CHANCE_LIKES);
    });
  }

  /** @param content of papers, seen or not, in the columns of the liked ones. @returns for each, the liked ones nearest to it */
  nearest(content: SparseRows): SparseRows {
    return nearestPapers(content, this.papersByTerm);
  }

  /**
   * @param liked numbers of liked papers
   * @param candidates nearest() of papers
   * @returns for each candidate, standard deviations above what is usual for her; undefined when nobody likes what she likes
   */
  scores(liked: Uint32Array, { offsets, columns, values }: SparseRows): Float32Array | undefined {
    const likings = this.likingsOf(liked);
    if (likings === undefined) return undefined;
    const scores = new Float32Array(offsets.length - 1);
    for (let candidate = 0; candidate < scores.length; candidate += 1) {
      const end = offsets[candidate + 1] ?? 0;
      let sum = 0;
      for (let at = offsets[candidate] ?? 0; at < end; at += 1)
        sum += (values[at] ?? 0) * (likings[columns[at] ?? 0] ?? 0);
      scores[candidate] = sum;
    }
    return standardise(scores);
  }

  /** @returns for each liked paper, how much readers like it who like what she likes: cosines between papers, added up */
  private likingsOf(liked: Uint32Array): Float32Array | undefined {
    const { offsets, columns } = this.likes.readers;
    const likings = new Float32Array(this.rarity.length);
    const alike = this.readersAlike(liked);
    for (const [reader, nearness] of alike) {
      for (let at = offsets[reader] ?? 0; at < (offsets[reader + 1] ?? 0); at += 1) {
        const paper = columns[at] ?? 0;
        likings[paper] = (likings[paper] ?? 0) + nearness * (this.rarity[paper] ?? 0);
      }
    }
    return alike.size > 0 ? likings : undefined;
  }

  /** Who likes much has less to say by each of her likes. @returns by reader, how much she likes the same */
  private readersAlike(liked: Uint32Array): Map<number, number> {
    const { offsets } = this.likes.readers;
    const alike = new Map<number, number>();
    for (const paper of liked) {
      for (let at = this.likedBy.offsets[paper] ?? 0; at < (this.likedBy.offsets[paper + 1] ?? 0); at += 1) {
        const reader = this.likedBy.columns[at] ?? 0;
        const likes = (offsets[reader + 1] ?? 0) - (offsets[reader] ?? 0);
        alike.set(reader, (alike.get(reader) ?? 0) + (this.rarity[paper] ?? 0) / likes);
      }
    }
    return alike;
  }
}

/** In place. Scores that do not differ say nothing: all 0. */
function standardise(scores: Float32Array): Float32Array {
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(scores.length, 1);
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(scores.length, 1);
  const scale = variance > 0 && Number.isFinite(variance) ? 1 / Math.sqrt(variance) : 0;
  return scores.map((score) => (scale === 0 ? 0 : (score - mean) * scale));
}
