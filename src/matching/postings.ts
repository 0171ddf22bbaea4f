// Which papers have a term, with what weight, and the sums of many terms over them: in WebAssembly, four times as fast.
import { assemble, type Program, ProgramMemory } from './assembly.js';
import type { SparseVector } from './sparse-vector.js';
import type { TermTable } from './term-table.js';

/** Terms that are added up in one go. */
const MOST_AT_ONCE = 4_096;
const LIST = 0;
/** Of an entry of the list: first posting, end, weight. */
const ENTRY = 3;
const POSTINGS = LIST + MOST_AT_ONCE * ENTRY * 4;

/** Locals: 0 entry, 1 end of entries, 2 from postings to weights, 3 to scores; 4 posting, 5 end, 6 score, 7 weight. */
const PROGRAM = `
  loop
    local.get 0  i32.load 2 0  local.set 4
    local.get 0  i32.load 2 4  local.set 5
    local.get 0  f32.load 2 8  local.set 7
    loop
      local.get 4  i32.load 2 0  i32.const 2  i32.shl  local.get 3  i32.add  local.tee 6
      local.get 6  f32.load 2 0
      local.get 4  local.get 2  i32.add  f32.load 2 0  local.get 7  f32.mul  f32.add  f32.store 2 0
      local.get 4  i32.const 4  i32.add  local.tee 4  local.get 5  i32.lt_u  br_if 0
    end
    local.get 0  i32.const 12  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`;
const FORM = { parameters: 'iiii', locals: 'iiif' } as const;
const MODULE = assemble(FORM, PROGRAM);

export class Postings {
  /** Those of the term in place `t` stand from `offsets[t]` up to `offsets[t + 1]`. */
  readonly papers: Uint32Array;
  readonly weights: Float32Array;
  private readonly scores: Float32Array;
  private readonly places: Uint32Array;
  private readonly factors: Float32Array;
  private readonly sum: Program;

  /** @param offsets where the postings of each term begin, and at last where they end; each term has one or more. */
  constructor(
    readonly offsets: Uint32Array,
    paperCount: number,
  ) {
    const count = offsets.at(-1) ?? 0;
    const memory = new ProgramMemory(POSTINGS + 8 * count + 4 * paperCount);
    this.papers = new Uint32Array(memory.buffer, POSTINGS, count);
    this.weights = new Float32Array(memory.buffer, POSTINGS + 4 * count, count);
    this.scores = new Float32Array(memory.buffer, POSTINGS + 8 * count, paperCount);
    this.places = new Uint32Array(memory.buffer, LIST, MOST_AT_ONCE * ENTRY);
    this.factors = new Float32Array(memory.buffer, LIST, MOST_AT_ONCE * ENTRY);
    this.sum = memory.run(MODULE);
  }

  /** @returns for each paper, its inner product with the vector; overwritten by the next call. */
  products(table: TermTable, { terms, weights }: SparseVector): Float32Array {
    this.scores.fill(0);
    let entries = 0;
    for (let i = 0; i < terms.length; i += 1) {
      const term = table.placeOf(terms[i] ?? 0);
      if (term < 0) continue;
      this.places[entries] = POSTINGS + 4 * (this.offsets[term] ?? 0);
      this.places[entries + 1] = POSTINGS + 4 * (this.offsets[term + 1] ?? 0);
      this.factors[entries + 2] = weights[i] ?? 0;
      entries += ENTRY;
      if (entries < this.places.length) continue;
      this.add(entries);
      entries = 0;
    }
    this.add(entries);
    return this.scores;
  }

  private add(entries: number): void {
    if (entries === 0) return;
    const { byteOffset: weights } = this.weights;
    this.sum(LIST, LIST + 4 * entries, weights - POSTINGS, this.scores.byteOffset);
  }
}
