// The terms a model knows and how many papers have each.
import { TermTable } from './term-table.js';

export class Vocabulary {
  private readonly table: TermTable;

  /**
   * @param hashes rising, each once; a term's number is the place of its hash.
   * @param frequencies for each, in how many papers it stands.
   * @param paperCount how many papers were counted.
   * @param termsPerPaper how many different terms they have on average, counted ones or not.
   */
  constructor(
    readonly hashes: Uint32Array,
    readonly frequencies: Uint32Array,
    readonly paperCount: number,
    readonly termsPerPaper: number,
  ) {
    this.table = new TermTable(hashes);
  }

  get size(): number {
    return this.hashes.length;
  }

  /** @param hash as hashOf() returns it. @returns -1 for a term that was not counted. */
  numberOf(hash: number): number {
    return this.table.placeOf(hash);
  }

  /** Inverse document frequency, ln((1 + papers) / (1 + frequency)) + 1; of -1, the highest there is. */
  idf(number: number): number {
    return Math.log((1 + Math.max(this.paperCount, 1)) / (1 + (this.frequencies[number] ?? 1))) + 1;
  }
}
