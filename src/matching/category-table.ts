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
  /** Of all lists, the numbers of their codes: those of list `l` from `codeStarts[l]` up to `codeStarts[l + 1]`. */
  private readonly codesOf: Uint16Array;
  private readonly codeStarts: Uint32Array;
  /** Of a reader, by code and by list: each is asked for many times a second. */
  private readonly primary: Float32Array;
  private readonly listed: Float32Array;
  private readonly scores: Float32Array;
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
    this.codesOf = Uint16Array.from(this.lists.flat(), (code) => this.codes.get(code) ?? 0);
    this.codeStarts = new Uint32Array(this.lists.length + 1);
    for (const [list, codes] of this.lists.entries())
      this.codeStarts[list + 1] = (this.codeStarts[list] ?? 0) + codes.length;
    this.primary = new Float32Array(this.codes.size);
    this.listed = new Float32Array(this.codes.size);
    this.scores = new Float32Array(this.lists.length);
  }

  /** @param scores one for each paper; what the categories say for it is added. */
  addScores(leanings: CategoryLeanings, factor: number, scores: Float32Array): void {
    const values = this.scoresOfLists(leanings, factor);
    for (let paper = 0; paper < scores.length; paper += 1)
      scores[paper] = (scores[paper] ?? 0) + (values[this.listOf[paper] ?? 0] ?? 0);
  }

  /** @returns for each list, what it says; overwritten by the next call. */
  scoresOfLists(leanings: CategoryLeanings | undefined, factor: number): Float32Array {
    const { codesOf, codeStarts, primary, listed, scores } = this;
    if (leanings === undefined) return scores.fill(0);
    this.setByCode(primary, leanings.primary);
    this.setByCode(listed, leanings.listed);
    for (let list = 0; list < scores.length; list += 1) {
      const start = codeStarts[list] ?? 0;
      const end = codeStarts[list + 1] ?? 0;
      let sum = 0;
      for (let i = start; i < end; i += 1) sum += listed[codesOf[i] ?? 0] ?? 0;
      const first = end > start ? (primary[codesOf[start] ?? 0] ?? 0) : 0;
      scores[list] = factor * (first + (LISTED_SHARE * sum) / Math.max(end - start, 1));
    }
    return scores;
  }

  private setByCode(array: Float32Array, values: ReadonlyMap<string, number>): void {
    array.fill(0);
    for (const [code, value] of values) {
      const number = this.codes.get(code);
      if (number !== undefined) array[number] = value;
    }
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
