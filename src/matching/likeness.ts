// The papers of an index by paper: which terms each has, and how alike two of them are, by the cosine over their terms.
import type { PaperIndex } from './paper-index.js';
import { LANES, quadOf } from './quad.js';

/** Papers whose likeness to all others is kept: those chosen for one reader are chosen for many. */
const ROWS_KEPT = 1_000;

const made = new WeakMap<PaperIndex, Likeness>();

/** Made when first asked for, and kept as long as the index. */
export function likenessOf(index: PaperIndex): Likeness {
  const likeness = made.get(index) ?? new Likeness(index);
  made.set(index, likeness);
  return likeness;
}

export class Likeness {
  /** 1 / length of each paper's vector; 0 for a paper without terms. */
  readonly scales: Float32Array;
  private readonly numbers: Map<string, number>;
  /** The postings of paper `p` stand from `offsets[p]` up to `offsets[p + 1]`, terms rising. */
  private readonly offsets: Uint32Array;
  private readonly places: Uint32Array;
  private readonly postings: Uint32Array;
  private readonly rows = new Map<number, Float32Array>();

  constructor(private readonly index: PaperIndex) {
    this.numbers = new Map(index.ids.map((id, number) => [id, number]));
    const { byTerm, ids } = index;
    this.offsets = new Uint32Array(ids.length + 1);
    this.places = new Uint32Array(byTerm.count);
    this.postings = new Uint32Array(byTerm.count);
    this.turn();
    const squares = new Float64Array(ids.length);
    for (let at = 0; at < byTerm.count; at += 1) {
      const paper = byTerm.paperOf(at);
      squares[paper] = (squares[paper] ?? 0) + byTerm.weightOf(at) ** 2;
    }
    this.scales = Float32Array.from(squares, (square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  }

  /** @returns its number; undefined for a paper that is not in the index */
  numberOf(id: string): number | undefined {
    return this.numbers.get(id);
  }

  /** Asked often with the same `b`, it looks them up. @param a,b ids. @returns 0..1; 0 for one that is not in the index */
  between(a: string, b: string): number {
    const [first, second] = [this.numbers.get(a), this.numbers.get(b)];
    if (first === undefined || second === undefined) return 0;
    return this.toAll(second)[first] ?? 0;
  }

  /** @param take is called with each term of the paper, terms rising: its hash, and the number of the posting. */
  eachTerm(paper: number, take: (hash: number, posting: number) => void): void {
    const { hashes } = this.index.terms;
    for (let at = this.offsets[paper] ?? 0; at < (this.offsets[paper + 1] ?? 0); at += 1)
      take(hashes[this.places[at] ?? 0] ?? 0, this.postings[at] ?? 0);
  }

  private toAll(paper: number): Float32Array {
    const known = this.rows.get(paper);
    if (known !== undefined) return known;
    const { byTerm } = this.index;
    const count = (this.offsets[paper + 1] ?? 0) - (this.offsets[paper] ?? 0);
    const terms = new Uint32Array(count);
    const weights = new Float32Array(count);
    let at = 0;
    this.eachTerm(paper, (hash, posting) => {
      terms[at] = hash;
      weights[at] = byTerm.weightOf(posting);
      at += 1;
    });
    const products = byTerm.products(quadOf([{ terms, weights }]));
    const own = this.scales[paper] ?? 0;
    const row = this.scales.map((scale, other) =>
      Math.min((products[LANES * other] ?? 0) * (own * scale), 1),
    );
    if (this.rows.size >= ROWS_KEPT) this.rows.clear();
    this.rows.set(paper, row);
    return row;
  }

  /** From papers by term to terms by paper: a counting sort. */
  private turn(): void {
    const { byTerm } = this.index;
    const { offsets } = byTerm;
    for (let at = 0; at < byTerm.count; at += 1) {
      const after = byTerm.paperOf(at) + 1;
      this.offsets[after] = (this.offsets[after] ?? 0) + 1;
    }
    for (let paper = 1; paper < this.offsets.length; paper += 1)
      this.offsets[paper] = (this.offsets[paper] ?? 0) + (this.offsets[paper - 1] ?? 0);
    const next = this.offsets.slice();
    for (let place = 0; place + 1 < offsets.length; place += 1) {
      for (let at = offsets[place] ?? 0; at < (offsets[place + 1] ?? 0); at += 1) {
        const paper = byTerm.paperOf(at);
        const slot = next[paper] ?? 0;
        next[paper] = slot + 1;
        this.places[slot] = place;
        this.postings[slot] = at;
      }
    }
  }
}
