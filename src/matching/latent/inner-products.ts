// Inner products of a few vectors with many rows of 16-bit numbers, eight at a time: WebAssembly, because JavaScript has
// no such instruction. Measured about eight times as fast as the plain loop.
import { assemble, type Program, ProgramMemory } from '../assembly.js';

/**
 * Vectors and rows are pairs: eight numbers of the first, eight of the second, eight of the first and so on. For each row
 * from `row` on, until `product` reaches `end`:
 * product = length × first × (first of the row · first vector) + second × (second of the row · second vector).
 *
 * @param places product, end, length, row and the width of a row, in bytes; then first and second.
 */
type Multiply = Program;

/** The vectors stand before them, from 0 on. */
const ROWS = 2_048;
/** Rows and vectors are at most this long: then no sum of products leaves 31 bits (Cauchy and Schwarz). */
const LONGEST = 32_767;
const LANES = 8;

/**
 * Two rows at a time, so that eight numbers of the vectors are fetched once for both.
 *
 * Parameters: 0 product, 1 end, 2 length, 3 row, 4 width, 5 first, 6 second. Locals: 7 at, 8 place in the row; sums of the
 * row 9 and 10, of the next one 11 and 12; eight numbers of the first vector 13, of the second 14.
 */
const PROGRAM = `
  loop
    i32.const 0  local.set 7
    i32.const 0  i32x4.splat  local.tee 9  local.tee 10  local.tee 11  local.set 12
    local.get 3  local.set 8
    loop
      local.get 7  v128.load 4 0   local.set 13
      local.get 7  v128.load 4 16  local.set 14
      local.get 8  v128.load 4 0   local.get 13  i32x4.dot_i16x8_s  local.get 9  i32x4.add  local.set 9
      local.get 8  v128.load 4 16  local.get 14  i32x4.dot_i16x8_s  local.get 10  i32x4.add  local.set 10
      local.get 8  local.get 4  i32.add  local.tee 8
      v128.load 4 0   local.get 13  i32x4.dot_i16x8_s  local.get 11  i32x4.add  local.set 11
      local.get 8  v128.load 4 16  local.get 14  i32x4.dot_i16x8_s  local.get 12  i32x4.add  local.set 12
      local.get 8  local.get 4  i32.sub  i32.const 32  i32.add  local.set 8
      local.get 7  i32.const 32  i32.add  local.tee 7  local.get 4  i32.lt_u  br_if 0
    end
    ${product(0, 9, 10)}
    ${product(4, 11, 12)}
    local.get 2  i32.const 8  i32.add  local.set 2
    local.get 3  local.get 4  i32.add  local.get 4  i32.add  local.set 3
    local.get 0  i32.const 8  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`;

/** Instructions that write one. @param after bytes from the row in hand. @param first,second locals with its sums. */
function product(after: number, first: number, second: number): string {
  return `
    local.get 0
    ${sumOf(first)}  local.get 5  f32.mul  local.get 2  f32.load 2 ${after}  f32.mul
    ${sumOf(second)}  local.get 6  f32.mul
    f32.add  f32.store 2 ${after}`;
}

function sumOf(local: number): string {
  const lane = (i: number) => `local.get ${local}  i32x4.extract_lane ${i}`;
  return `${lane(0)}  ${lane(1)}  i32.add  ${lane(2)}  i32.add  ${lane(3)}  i32.add  f32.convert_i32_s`;
}

const FORM = { parameters: 'iiiiiff', locals: 'iivvvvvv' } as const;
const MODULE = assemble(FORM, PROGRAM);

/** Rows scaled to one length each, so that their directions keep all the precision there is. */
export class RowProducts {
  private readonly multiply: Multiply;
  private readonly width: number;
  private readonly products: Float32Array;
  private readonly lengths: Float32Array;
  private readonly vectors: Int16Array;

  /** @param firsts,seconds `count` rows each, of `dimensions` numbers, at most 512. */
  constructor(
    firsts: Float32Array,
    seconds: Float32Array,
    private readonly count: number,
    dimensions: number,
  ) {
    const pair = 2 * LANES * Math.ceil(dimensions / LANES);
    this.width = 2 * pair;
    const even = 2 * Math.ceil(count / 2);
    const memory = new ProgramMemory(ROWS + even * (this.width + 8));
    const quantised = new Int16Array(memory.buffer, ROWS, count * pair);
    this.products = new Float32Array(memory.buffer, ROWS + even * this.width, count);
    this.lengths = new Float32Array(memory.buffer, ROWS + even * (this.width + 4), count);
    this.vectors = new Int16Array(memory.buffer, 0, pair);
    for (let i = 0; i < count; i += 1) {
      const [start, end] = [i * dimensions, (i + 1) * dimensions];
      const row = quantised.subarray(i * pair, (i + 1) * pair);
      this.lengths[i] = quantise(firsts.subarray(start, end), row);
      quantise(seconds.subarray(start, end), row.subarray(LANES));
    }
    this.multiply = memory.run(MODULE);
  }

  /**
   * @param first is multiplied with the first of each row as it is.
   * @param second is multiplied with the second of each row scaled to length 1; one of length 0 stays as it is.
   * @param from rows before it are passed over.
   * @returns one sum of both for each row; overwritten by the next call.
   */
  sums(first: Float32Array, second: Float32Array, from = 0): Float32Array {
    if (from >= this.count) return this.products;
    // Two at a time, from an even one on: the last one may be none.
    const row = from - (from % 2);
    const firstLength = quantise(first, this.vectors) / LONGEST;
    const secondLength = quantise(second, this.vectors.subarray(LANES)) / LONGEST;
    const { products, lengths } = this;
    const end = products.byteOffset + products.byteLength;
    this.multiply(
      products.byteOffset + 4 * row,
      end,
      lengths.byteOffset + 4 * row,
      ROWS + this.width * row,
      this.width,
      firstLength / LONGEST,
      secondLength / LONGEST,
    );
    return products;
  }
}

/** Writes the vector scaled to LONGEST: eight numbers, and the next eight after eight of another. @returns its length. */
function quantise(vector: Float32Array, into: Int16Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  const factor = length > 0 ? LONGEST / length : 0;
  // Towards 0: rounding up could make it longer than LONGEST.
  for (let d = 0; d < vector.length; d += 1)
    into[d + LANES * Math.floor(d / LANES)] = Math.trunc((vector[d] ?? 0) * factor);
  return length;
}
