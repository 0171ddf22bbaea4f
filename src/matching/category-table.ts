// The categories of many papers, and what they say for each.
import { meetCategory } from './category.js';

/** How much each category speaks for a paper, as its primary one and anywhere in its list. */
export interface CategoryLeanings {
  primary: ReadonlyMap<string, number>;
  listed: ReadonlyMap<string, number>;
}

/** The list as a whole counts half as much as the primary category. */
const LISTED_SHARE = 0.5;

/** Lists of categories repeat: each is looked at once, however many papers have it. */
export class CategoryTable {
  private readonly lists: (readonly string[])[] = [];
  /** For each paper, the number of its list. */
  readonly listOf: Uint32Array;
  private readonly codes = new Map<string, number>();
  /** For each list, the numbers of its codes. */
  private readonly codesOf: Uint16Array[];
  private readonly met = new Map<string, MetList[]>();

  /** @param papers for each its categories, the primary one first. */
  constructor(papers: readonly (readonly string[])[]) {
    const numbers = new Map<string, number>();
    this.listOf = Uint32Array.from(papers, (codes) => {
      const key = codes.join('\n');
      const number = numbers.get(key) ?? this.lists.push(codes) - 1;
      numbers.set(key, number);
      return number;
    });
    for (const code of this.lists.flat()) if (!this.codes.has(code)) this.codes.set(code, this.codes.size);
    this.codesOf = this.lists.map((list) => Uint16Array.from(list, (code) => this.codes.get(code) ?? 0));
  }

  /** @param scores one for each paper; what the categories say for it is added. */
  addScores(leanings: CategoryLeanings, factor: number, scores: Float32Array): void {
    const values = this.scoresOfLists(leanings, factor);
    for (let paper = 0; paper < scores.length; paper += 1)
      scores[paper] = (scores[paper] ?? 0) + (values[this.listOf[paper] ?? 0] ?? 0);
  }

  /** @returns for each list, what it says. */
  scoresOfLists(leanings: CategoryLeanings, factor: number): Float32Array {
    const primary = this.byCode(leanings.primary);
    const listed = this.byCode(leanings.listed);
    const values = new Float32Array(this.lists.length);
    for (let list = 0; list < values.length; list += 1) {
      const codes = this.codesOf[list] ?? NO_CODES;
      let sum = 0;
      for (let i = 0; i < codes.length; i += 1) sum += listed[codes[i] ?? 0] ?? 0;
      const first = codes.length > 0 ? (primary[codes[0] ?? 0] ?? 0) : 0;
      values[list] = factor * (first + (LISTED_SHARE * sum) / Math.max(codes.length, 1));
    }
    return values;
  }

  private byCode(values: ReadonlyMap<string, number>): Float32Array {
    const array = new Float32Array(this.codes.size);
    for (const [code, value] of values) {
      const number = this.codes.get(code);
      if (number !== undefined) array[number] = value;
    }
    return array;
  }

  /** @param asked as normalizeCategory() returns it. @returns the lists that meet it; see meetCategory(). */
  listsMeeting(asked: string): readonly MetList[] {
    const known = this.met.get(asked);
    if (known !== undefined) return known;
    const lists = this.lists.flatMap((codes, list) => {
      const met = meetCategory(asked, codes);
      return met === undefined ? [] : [{ list, codes, strength: met.strength }];
    });
    if (this.met.size >= MOST_KEPT) this.met.clear();
    this.met.set(asked, lists);
    return lists;
  }

  get listCount(): number {
    return this.lists.length;
  }
}

export interface MetList {
  list: number;
  codes: readonly string[];
  /** 0..1 */
  strength: number;
}

/** Categories readers asked for lately. */
const MOST_KEPT = 1_000;
const NO_CODES = new Uint16Array();
