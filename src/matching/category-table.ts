// The categories of many papers as numbers, so that a reader's leanings are added up without comparing strings.

/** How much each category speaks for a paper, as its primary one and anywhere in its list. */
export interface CategoryLeanings {
  primary: ReadonlyMap<string, number>;
  listed: ReadonlyMap<string, number>;
}

/** The list as a whole counts half as much as the primary category. */
const LISTED_SHARE = 0.5;

export class CategoryTable {
  private readonly numbers = new Map<string, number>();
  private readonly starts: Uint32Array;
  private readonly categories: Uint16Array;

  /** @param papers for each its categories, the primary one first. */
  constructor(papers: readonly (readonly string[])[]) {
    this.starts = new Uint32Array(papers.length + 1);
    const categories: number[] = [];
    for (const [paper, codes] of papers.entries()) {
      for (const code of codes) {
        const number = this.numbers.get(code) ?? this.numbers.size;
        this.numbers.set(code, number);
        categories.push(number);
      }
      this.starts[paper + 1] = categories.length;
    }
    this.categories = Uint16Array.from(categories);
  }

  /** @param scores one for each paper; what the categories say for it is added. */
  addScores(leanings: CategoryLeanings, factor: number, scores: Float32Array): void {
    const primary = this.byNumber(leanings.primary);
    const listed = this.byNumber(leanings.listed);
    for (let paper = 0; paper < scores.length; paper += 1) {
      const start = this.starts[paper] ?? 0;
      const end = this.starts[paper + 1] ?? 0;
      if (start === end) continue;
      let sum = 0;
      for (let at = start; at < end; at += 1) sum += listed[this.categories[at] ?? 0] ?? 0;
      const first = primary[this.categories[start] ?? 0] ?? 0;
      scores[paper] = (scores[paper] ?? 0) + factor * (first + (LISTED_SHARE * sum) / (end - start));
    }
  }

  private byNumber(values: ReadonlyMap<string, number>): Float32Array {
    const array = new Float32Array(this.numbers.size);
    for (const [code, value] of values) {
      const number = this.numbers.get(code);
      if (number !== undefined) array[number] = value;
    }
    return array;
  }
}
