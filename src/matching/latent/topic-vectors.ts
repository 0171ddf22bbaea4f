// Topics that come from outside, of papers and of readers' texts, where an operator has plugged in an embedder: they take
// the place of those of the projection.

export interface TopicVectors {
  /** What was compared by one version is of no use with another. */
  readonly version: string;
  readonly dimensions: number;
  /** @returns length 1; undefined for a paper that is not known */
  ofPaper(id: string): Float32Array | undefined;
  /** @param text as in Interest.value. @returns length 1; undefined: it counts by its words alone */
  ofText(text: string): Float32Array | undefined;
}

/** The topics of the papers of an index, a row each. Papers without are as near to everything as papers are on average. */
export class TopicRows {
  private readonly rows: Float32Array;

  constructor(
    topics: TopicVectors,
    ids: readonly string[],
    private readonly dimensions = topics.dimensions,
  ) {
    this.rows = new Float32Array(ids.length * dimensions);
    const known = ids.map((id) => topics.ofPaper(id));
    const mean = meanOf(
      known.filter((row) => row !== undefined),
      dimensions,
      0,
    );
    for (const [paper, row] of known.entries()) this.rows.set(row ?? mean, paper * dimensions);
  }

  /** @param scores one for each paper; the inner product is added. */
  addScores(direction: Float32Array, scores: Float32Array): void {
    const { dimensions, rows } = this;
    for (let paper = 0; paper < scores.length; paper += 1) {
      const start = paper * dimensions;
      let sum = 0;
      for (let d = 0; d < dimensions; d += 1) sum += (direction[d] ?? 0) * (rows[start + d] ?? 0);
      scores[paper] = (scores[paper] ?? 0) + sum;
    }
  }
}

/** Of a few papers the mean is partly their own topic: it leans on 0 as if so many more were there. */
const PRIOR_PAPERS = 50;

/** What all papers have in common. Embeddings crowd into one corner of their space; without it they spread out. */
export function commonTopic(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  return meanOf(vectors, dimensions, PRIOR_PAPERS);
}

/** @returns the vector less what is common, scaled to length 1; all 0 when nothing is left. */
export function withoutCommon(vector: Float32Array, common: Float32Array): Float32Array {
  const rest = vector.map((value, d) => value - (common[d] ?? 0));
  const length = Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0));
  return length > 1e-6 ? rest.map((value) => value / length) : rest.fill(0);
}

function meanOf(vectors: readonly Float32Array[], dimensions: number, prior: number): Float32Array {
  const sums = new Float32Array(dimensions);
  for (const vector of vectors)
    for (let d = 0; d < dimensions; d += 1) sums[d] = (sums[d] ?? 0) + (vector[d] ?? 0);
  return sums.map((sum) => sum / Math.max(vectors.length + prior, 1));
}
