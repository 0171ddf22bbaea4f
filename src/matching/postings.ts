// Which papers have a term, with what weight, and the sums of many terms over them. The walk is a program of WebAssembly:
// it finds each term of four vectors in a table and adds the term's postings to four sums for each paper.
import { assemble, type Program, ProgramMemory } from './assembly.js';
import { LANES, type Quad } from './quad.js';
import type { TermTable } from './term-table.js';

/** Terms that are looked up in one go. */
const MOST_AT_ONCE = 4_096;
const WEIGHTS = 4 * MOST_AT_ONCE;
const SUMS = WEIGHTS + 4 * LANES * MOST_AT_ONCE;
/** The four sums of a paper. In bytes, as what follows. */
const SUMMED = 4 * LANES;
/** Of a posting: where the sums of its paper stand, and the weight. */
const POSTING = 8;
/** Of a slot of the table: hash, first posting, end of the postings; an empty one has end 0. */
const SLOT = 12;

/**
 * Postings are walked from the last to the first, so that the newest papers alone can be asked for.
 *
 * Parameters: 0 term, 1 end of terms, 2 its four weights, 3 table, 4 shift and 5 mask that make a hash a slot, 6 sums of
 * the first paper. Locals: 7 hash, 8 slot, 9 address, 10 posting, 11 first posting, 12 sums, 13 weights.
 */
const PROGRAM = `
  loop
    local.get 0  i32.load 2 0  local.tee 7  local.get 4  i32.shr_u  local.set 8
    block
      block
        loop
          local.get 8  i32.const ${SLOT}  i32.mul  local.get 3  i32.add  local.tee 9
          i32.load 2 8  local.tee 10  i32.eqz  br_if 2
          local.get 9  i32.load 2 0  local.get 7  i32.eq  br_if 1
          local.get 8  i32.const 1  i32.add  local.get 5  i32.and  local.set 8
          br 0
        end
      end
      local.get 9  i32.load 2 4  local.set 11
      local.get 2  v128.load 4 0  local.set 13
      loop
        local.get 10  i32.const ${POSTING}  i32.sub  local.tee 10  i32.load 2 0  local.tee 12
        local.get 6  i32.lt_u  br_if 1
        local.get 12
        local.get 12  v128.load 4 ${SUMS}
        local.get 10  v128.load32_splat 2 4  local.get 13  f32x4.mul
        f32x4.add  v128.store 4 ${SUMS}
        local.get 10  local.get 11  i32.gt_u  br_if 0
      end
    end
    local.get 2  i32.const 16  i32.add  local.set 2
    local.get 0  i32.const 4  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`;
const FORM = { parameters: 'iiiiiii', locals: 'iiiiiiv' } as const;
const MODULE = assemble(FORM, PROGRAM);

/** Those of the term in place `t` are numbered from `offsets[t]` up to `offsets[t + 1]`, papers rising. */
export class Postings {
  private readonly papers: Uint32Array;
  private readonly weights: Float32Array;
  private readonly sums: Float32Array;
  private readonly terms: Uint32Array;
  private readonly factors: Float32Array;
  private readonly tableAt: number;
  private readonly walk: Program;

  /** @param offsets where the postings of each term begin, and at last where they end; each term has one or more. */
  constructor(
    private readonly table: TermTable,
    readonly offsets: Uint32Array,
    paperCount: number,
  ) {
    this.tableAt = SUMS + SUMMED * paperCount;
    const postingsAt = this.tableAt + SLOT * table.slotCount;
    const { buffer, run } = memoryOf(postingsAt + POSTING * (offsets.at(-1) ?? 0));
    this.terms = new Uint32Array(buffer, 0, MOST_AT_ONCE);
    this.factors = new Float32Array(buffer, WEIGHTS, LANES * MOST_AT_ONCE);
    this.sums = new Float32Array(buffer, SUMS, LANES * paperCount);
    this.papers = new Uint32Array(buffer, postingsAt, 2 * (offsets.at(-1) ?? 0));
    this.weights = new Float32Array(buffer, postingsAt, 2 * (offsets.at(-1) ?? 0));
    const slots = new Uint32Array(buffer, this.tableAt, 3 * table.slotCount);
    table.eachSlot((slot, hash, place) => {
      slots[3 * slot] = hash;
      slots[3 * slot + 1] = postingsAt + POSTING * (offsets[place] ?? 0);
      slots[3 * slot + 2] = postingsAt + POSTING * (offsets[place + 1] ?? 0);
    });
    this.walk = run;
  }

  get count(): number {
    return this.offsets.at(-1) ?? 0;
  }

  set(posting: number, paper: number, weight: number): void {
    this.papers[2 * posting] = SUMMED * paper;
    this.weights[2 * posting + 1] = weight;
  }

  paperOf(posting: number): number {
    return (this.papers[2 * posting] ?? 0) / SUMMED;
  }

  weightOf(posting: number): number {
    return this.weights[2 * posting + 1] ?? 0;
  }

  /**
   * @param first papers before it are passed over.
   * @returns four sums for each paper: its inner products with the four vectors; overwritten by the next call.
   */
  products({ terms, weights }: Quad, first = 0): Float32Array {
    const { shift, mask } = this.table;
    this.sums.fill(0, LANES * first);
    for (let at = 0; at < terms.length; at += MOST_AT_ONCE) {
      const some = terms.subarray(at, at + MOST_AT_ONCE);
      this.terms.set(some);
      this.factors.set(weights.subarray(LANES * at, LANES * (at + some.length)));
      this.walk(0, 4 * some.length, WEIGHTS, this.tableAt, shift, mask, SUMMED * first);
    }
    return this.sums;
  }
}

function memoryOf(size: number): { buffer: ArrayBuffer; run: Program } {
  const memory = new ProgramMemory(size);
  return { buffer: memory.buffer, run: memory.run(MODULE) };
}
