// Which papers have a term, with what weight, and the sums of many terms over them. Two programs of WebAssembly: one
// finds the terms of four vectors, the other adds the postings of each to four sums for each paper.
import { assemble, type Program, ProgramMemory } from './assembly.js';
import { LANES, type Quad } from './quad.js';

/** Terms that are looked up in one go. */
const MOST_AT_ONCE = 4_096;
const WEIGHTS = 4 * MOST_AT_ONCE;
const FOUND = WEIGHTS + 2 * LANES * MOST_AT_ONCE + 16;
/** Of a term that was found: where its postings begin and end, and where its weights stand. In bytes, as what follows. */
const FINDING = 12;
/** How many were found. */
const COUNT = FOUND + FINDING * (MOST_AT_ONCE + 4);
/** What a step is worth in each vector; 0 for one that there is not. */
const SIZES = COUNT + 16;
const SUMS = SIZES + 16;
/** The four sums of a paper. */
const SUMMED = 4 * LANES;
/** Of a posting: where the sums of its paper stand, and the weight. */
const POSTING = 8;
/** Of a slot: a hash, and where its postings begin; they end where those of the next slot begin. */
const SLOT = 8;
/** Empty ones beyond the last hash, for who looks at four at a time. */
const PADDING = 5;
/** Of an empty slot, which has no postings. */
const NO_HASH = 0xffffffff;
/** Of the slots that hashes are spread over. */
const MOST_TAKEN = 0.7;

/**
 * Every look-up writes what it has found, and the place for the next one moves on if that was the term: whether it was is a
 * toss-up, on which a branch would wait.
 *
 * Parameters: 0 term, 1 end of terms, 2 its weights, 3 first slot, 4 shift that makes a hash the number of a slot, 5 bytes of the
 * weights of a term. Locals: 6 hash, 7 slot, 8 finding, 9 how many of four are lower.
 */
const FIND = `
  i32.const ${FOUND}  local.set 8
  loop
    local.get 0  i32.load 2 0  local.set 6
    local.get 6  local.get 4  i32.shr_u  i32.const 3  i32.shl  local.get 3  i32.add  local.set 7
    loop
      local.get 7  local.get 7  v128.load 2 0  local.get 7  v128.load 2 16
      i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
      local.get 6  i32x4.splat  i32x4.lt_u  i32x4.bitmask  i32.popcnt  local.tee 9
      i32.const 3  i32.shl  i32.add  local.set 7
      local.get 9  i32.const 4  i32.eq  br_if 0
    end
    local.get 8  local.get 7  i32.load 2 4  i32.store 2 0
    local.get 8  local.get 7  i32.load 2 12  i32.store 2 4
    local.get 8  local.get 2  i32.store 2 8
    local.get 8
    local.get 7  i32.load 2 0  local.get 6  i32.eq
    local.get 7  i32.load 2 4  local.get 7  i32.load 2 12  i32.lt_u  i32.and
    i32.const ${FINDING}  i32.mul  i32.add  local.set 8
    local.get 2  local.get 5  i32.add  local.set 2
    local.get 0  i32.const 4  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
  i32.const 0  local.get 8  i32.store 2 ${COUNT}
end`;
const FINDER = assemble({ parameters: 'iiiiii', locals: 'iiii' }, FIND);

/**
 * Postings are walked from the last to the first, so that the newest papers alone can be asked for.
 *
 * Four weights are always read: those beyond the last vector are of the next term, and a step of them is worth nothing.
 *
 * Parameters: 0 finding, 1 sums of the first paper. Locals: 2 end of findings, 3 posting, 4 first posting, 5 sums, 6 weights,
 * 7 what a step is worth.
 */
const ADD = `
  i32.const 0  i32.load 2 ${COUNT}  local.set 2
  i32.const 0  v128.load 2 ${SIZES}  local.set 7
  block
    loop
      local.get 0  local.get 2  i32.eq  br_if 1
      local.get 0  i32.load 2 0  local.set 4
      local.get 0  i32.load 2 4  local.set 3
      local.get 0  i32.load 2 8  i32x4.load16x4_s 1 0  f32x4.convert_i32x4_s  local.get 7  f32x4.mul  local.set 6
      local.get 0  i32.const ${FINDING}  i32.add  local.set 0
      loop
        local.get 3  i32.const ${POSTING}  i32.sub  local.tee 3  i32.load 2 0  local.tee 5
        local.get 1  i32.lt_u  br_if 1
        local.get 5
        local.get 5  v128.load 4 ${SUMS}
        local.get 3  v128.load32_splat 2 4  local.get 6  f32x4.mul
        f32x4.add  v128.store 4 ${SUMS}
        local.get 3  local.get 4  i32.gt_u  br_if 0
      end
      br 0
    end
  end
end`;
const ADDER = assemble({ parameters: 'ii', locals: 'iiiivv' }, ADD);

/** Those of the term in place `t` are numbered from `offsets[t]` up to `offsets[t + 1]`, papers rising. */
export class Postings {
  private readonly papers: Uint32Array;
  private readonly weights: Float32Array;
  private readonly sums: Float32Array;
  private readonly terms: Uint32Array;
  private readonly steps: Int16Array;
  private readonly sizes: Float32Array;
  private readonly slotsAt: number;
  /** Makes a hash the number of its slot, if no lower hash is there. */
  private readonly shift: number;
  private readonly find: Program;
  private readonly add: Program;

  /**
   * @param hashes of the terms, rising.
   * @param offsets where the postings of each term begin, and at last where they end; each term has one or more.
   */
  constructor(
    hashes: Uint32Array,
    readonly offsets: Uint32Array,
    paperCount: number,
  ) {
    const count = offsets.at(-1) ?? 0;
    this.shift = Math.clz32(Math.max(2, hashes.length / MOST_TAKEN) - 1);
    const slots = slotsOf(hashes, this.shift);
    const slotCount = Math.max(2 ** (32 - this.shift), (slots.at(-1) ?? 0) + 1) + PADDING;
    this.slotsAt = SUMS + SUMMED * paperCount;
    const postingsAt = this.slotsAt + SLOT * slotCount;
    const memory = new ProgramMemory(postingsAt + POSTING * count);
    const { buffer } = memory;
    this.terms = new Uint32Array(buffer, 0, MOST_AT_ONCE);
    this.steps = new Int16Array(buffer, WEIGHTS, LANES * MOST_AT_ONCE);
    this.sizes = new Float32Array(buffer, SIZES, LANES);
    this.sums = new Float32Array(buffer, SUMS, LANES * paperCount);
    this.papers = new Uint32Array(buffer, postingsAt, 2 * count);
    this.weights = new Float32Array(buffer, postingsAt, 2 * count);
    const table = new Uint32Array(buffer, this.slotsAt, 2 * slotCount);
    let slot = 0;
    for (let term = 0; term <= hashes.length; term += 1)
      for (const last = slots[term] ?? slotCount - 1; slot <= last; slot += 1) {
        table[2 * slot] = slot === slots[term] ? (hashes[term] ?? 0) : NO_HASH;
        table[2 * slot + 1] = postingsAt + POSTING * (offsets[term] ?? 0);
      }
    this.find = memory.run(FINDER);
    this.add = memory.run(ADDER);
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
  products({ terms, steps, sizes }: Quad, first = 0): Float32Array {
    const vectors = sizes.length;
    this.sums.fill(0, LANES * first);
    this.sizes.fill(0).set(sizes);
    for (let at = 0; at < terms.length; at += MOST_AT_ONCE) {
      const some = terms.subarray(at, at + MOST_AT_ONCE);
      this.terms.set(some);
      this.steps.set(steps.subarray(vectors * at, vectors * (at + some.length)));
      this.find(0, 4 * some.length, WEIGHTS, this.slotsAt, this.shift, 2 * vectors);
      this.add(FOUND, SUMMED * first);
    }
    return this.sums;
  }
}

/**
 * Each has the slot that its highest bits name or, where that is taken, the next one that is free: so they rise, and who looks
 * for one finds it at once or within the next few, in one line of the cache.
 */
function slotsOf(hashes: Uint32Array, shift: number): Uint32Array {
  let free = 0;
  return hashes.map((hash) => {
    const slot = Math.max(hash >>> shift, free);
    free = slot + 1;
    return slot;
  });
}
