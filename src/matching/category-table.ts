// The categories of many papers, and what they say for each.

/** How much each category speaks for a paper, as its primary one and anywhere in its list. */
export interface CategoryLeanings {
  primary: ReadonlyMap<string, number>;
  listed: ReadonlyMap<string, number>;
}

/** The list as a whole counts half as much as the primary category. */
const LISTED_SHARE = 0.5;

/** Lists of categories repeat: each is looked at once, however many papers have it. */
export class CategoryTable {
  private readonly numbers = new Map<string, number>();
  private readonly lists: (readonly string[])[] = [];
  /** For each paper, the number of its list. */
  private readonly listOf: Uint32Array;

  /** @param papers for each its categories, the primary one first. */
  constructor(papers: readonly (readonly string[])[]) {
    this.listOf = Uint32Array.from(papers, (codes) => this.numberOf(codes));
  }

  private numberOf(codes: readonly string[]): number {
    const key = codes.join('\n');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.lists.length);
    return this.lists.push(codes) - 1;
  }

  /** @param scores one for each paper; what the categories say for it is added. */
  addScores({ primary, listed }: CategoryLeanings, factor: number, scores: Float32Array): void {
    this.addByList(scores, (codes) => {
      const sum = codes.reduce((total, code) => total + (listed.get(code) ?? 0), 0);
      const first = primary.get(codes[0] ?? '') ?? 0;
      return codes.length > 0 ? factor * (first + (LISTED_SHARE * sum) / codes.length) : 0;
    });
  }

  /** @param scores one for each paper; what is said of its list is added. */
  addByList(scores: Float32Array, valueOf: (codes: readonly string[]) => number): void {
    const values = Float32Array.from(this.lists, valueOf);
    for (let paper = 0; paper < scores.length; paper += 1)
      scores[paper] = (scores[paper] ?? 0) + (values[this.listOf[paper] ?? 0] ?? 0);
  }
}
