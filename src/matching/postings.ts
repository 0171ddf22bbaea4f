// Which papers have a term, with what weight, and the sums of many terms over them. The walk is a program of WebAssembly:
// it finds each term of four vectors in a table and adds the term's postings to four sums for each paper.
import { assemble, type Program, ProgramMemory } from './assembly.js';
import { LANES, type Quad } from './quad.js';
import type { TermTable } from './term-table.js';

/** Terms that are looked up in one go. */
const MOST_AT_ONCE = 4_096;
const WEIGHTS = 4 * MOST_AT_ONCE;
const TABLE = WEIGHTS + 4 * LANES * MOST_AT_ONCE;
/** Of a slot of the table: hash, first posting, end of the postings; an empty one has end 0. In bytes. */
const SLOT = 12;

/**
 * Postings are walked from the last to the first, so that the newest papers alone can be asked for.
 *
 * Parameters: 0 term, 1 end of terms, 2 its four weights, 3 table, 4 shift and 5 mask that make a hash a slot, 6 from
 * postings to weights, 7 sums, 8 first paper. Locals: 9 hash, 10 slot, 11 address, 12 posting, 13 first posting, 14 paper,
 * 15 weights.
 */
const PROGRAM = `
  loop
    local.get 0  i32.load 2 0  local.tee 9  local.get 4  i32.shr_u  local.set 10
    block
      block
        loop
          local.get 10  i32.const 12  i32.mul  local.get 3  i32.add  local.tee 11
          i32.load 2 8  local.tee 12  i32.eqz  br_if 2
          local.get 11  i32.load 2 0  local.get 9  i32.eq  br_if 1
          local.get 10  i32.const 1  i32.add  local.get 5  i32.and  local.set 10
          br 0
        end
      end
      local.get 11  i32.load 2 4  local.set 13
      local.get 2  v128.load 4 0  local.set 15
      loop
        local.get 12  i32.const 4  i32.sub  local.tee 12  i32.load 2 0  local.tee 14
        local.get 8  i32.lt_u  br_if 1
        local.get 14  i32.const 4  i32.shl  local.get 7  i32.add  local.tee 11
        local.get 11  v128.load 4 0
        local.get 12  local.get 6  i32.add  v128.load32_splat 2 0  local.get 15  f32x4.mul
        f32x4.add  v128.store 4 0
        local.get 12  local.get 13  i32.gt_u  br_if 0
      end
    end
    local.get 2  i32.const 16  i32.add  local.set 2
    local.get 0  i32.const 4  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`;
const FORM = { parameters: 'iiiiiiiii', locals: 'iiiiiiv' } as const;
const MODULE = assemble(FORM, PROGRAM);

export class Postings {
  /** Those of the term in place `t` stand from `offsets[t]` up to `offsets[t + 1]`, papers rising. */
  readonly papers: Uint32Array;
  readonly weights: Float32Array;
  private readonly sums: Float32Array;
  private readonly terms: Uint32Array;
  private readonly factors: Float32Array;
  private readonly walk: Program;

  /** @param offsets where the postings of each term begin, and at last where they end; each term has one or more. */
  constructor(
    private readonly table: TermTable,
    readonly offsets: Uint32Array,
    paperCount: number,
  ) {
    const count = offsets.at(-1) ?? 0;
    // Sums are read 16 bytes at a time.
    const sums = Math.ceil((TABLE + SLOT * table.slotCount) / 16) * 16;
    const postings = sums + 4 * LANES * paperCount;
    const memory = new ProgramMemory(postings + 8 * count);
    this.terms = new Uint32Array(memory.buffer, 0, MOST_AT_ONCE);
    this.factors = new Float32Array(memory.buffer, WEIGHTS, LANES * MOST_AT_ONCE);
    this.sums = new Float32Array(memory.buffer, sums, LANES * paperCount);
    this.papers = new Uint32Array(memory.buffer, postings, count);
    this.weights = new Float32Array(memory.buffer, postings + 4 * count, count);
    const slots = new Uint32Array(memory.buffer, TABLE, 3 * table.slotCount);
    table.eachSlot((slot, hash, place) => {
      slots[3 * slot] = hash;
      slots[3 * slot + 1] = postings + 4 * (offsets[place] ?? 0);
      slots[3 * slot + 2] = postings + 4 * (offsets[place + 1] ?? 0);
    });
    this.walk = memory.run(MODULE);
  }

  /**
   * @param first papers before it are passed over.
   * @returns four sums for each paper: its inner products with the four vectors; overwritten by the next call.
   */
  products({ terms, weights }: Quad, first = 0): Float32Array {
    this.sums.fill(0, LANES * first);
    for (let at = 0; at < terms.length; at += MOST_AT_ONCE) {
      const some = terms.subarray(at, at + MOST_AT_ONCE);
      this.terms.set(some);
      this.factors.set(weights.subarray(LANES * at, LANES * (at + some.length)));
      const { shift, mask } = this.table;
      const toWeights = this.weights.byteOffset - this.papers.byteOffset;
      this.walk(0, 4 * some.length, WEIGHTS, TABLE, shift, mask, toWeights, this.sums.byteOffset, first);
    }
    return this.sums;
  }
}
