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
/** Rows. */
const AT_ONCE = 4;
/** Of two times sixteen bytes. */
const LOWER_HALVES = '0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23';
const UPPER_HALVES = '8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31';
const LOWER_IN_TURN = '0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23';
const UPPER_IN_TURN = '8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31';

/**
 * Four rows at a time, so that eight numbers of the vectors are fetched once for all, and their sums are added up together.
 *
 * Parameters: 0 product, 1 end, 2 length, 3 row, 4 width, 5 first, 6 second. Locals: 7 at, 8 place in the row; eight numbers of
 * the first vector 9, of the second 10; sums with the first of four rows 11 to 14, with the second 15 to 18.
 */
const PROGRAM = `
  loop
    i32.const 0  local.set 7
    i32.const 0  i32x4.splat
    ${[11, 12, 13, 14, 15, 16, 17].map((local) => `local.tee ${local}`).join(' ')}  local.set 18
    loop
      local.get 7  v128.load 4 0   local.set 9
      local.get 7  v128.load 4 16  local.set 10
      local.get 3  local.get 7  i32.add  local.set 8
      ${multiplyRow(11, 15)}
      ${multiplyRow(12, 16)}
      ${multiplyRow(13, 17)}
      ${multiplyRow(14, 18)}
      local.get 7  i32.const 32  i32.add  local.tee 7  local.get 4  i32.lt_u  br_if 0
    end
    local.get 0
    ${sumsOf(11, 12, 13, 14)}  f32x4.convert_i32x4_s  local.get 5  f32x4.splat  f32x4.mul
    local.get 2  v128.load 2 0  f32x4.mul
    ${sumsOf(15, 16, 17, 18)}  f32x4.convert_i32x4_s  local.get 6  f32x4.splat  f32x4.mul
    f32x4.add  v128.store 2 0
    local.get 2  i32.const 16  i32.add  local.set 2
    local.get 3  local.get 4  i32.const 2  i32.shl  i32.add  local.set 3
    local.get 0  i32.const 16  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`;

/** Instructions that add eight products each to the sums `first` and `second`, and go to the next row. */
function multiplyRow(first: number, second: number): string {
  return `
      local.get 8  v128.load 4 0   local.get 9   i32x4.dot_i16x8_s  local.get ${first}   i32x4.add  local.set ${first}
      local.get 8  v128.load 4 16  local.get 10  i32x4.dot_i16x8_s  local.get ${second}  i32x4.add  local.set ${second}
      local.get 8  local.get 4  i32.add  local.set 8`;
}

/** Instructions that leave four numbers, the sum of the four in each local. */
function sumsOf(a: number, b: number, c: number, d: number): string {
  return `${added(`local.get ${a}  local.get ${b}`, LOWER_IN_TURN, UPPER_IN_TURN)}  local.set ${a}
    ${added(`local.get ${c}  local.get ${d}`, LOWER_IN_TURN, UPPER_IN_TURN)}  local.set ${c}
    ${added(`local.get ${a}  local.get ${c}`, LOWER_HALVES, UPPER_HALVES)}`;
}

function added(both: string, some: string, others: string): string {
  return `${both}  i8x16.shuffle ${some}  ${both}  i8x16.shuffle ${others}  i32x4.add`;
}

const FORM = { parameters: 'iiiiiff', locals: 'iivvvvvvvvvv' } as const;
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
    const room = AT_ONCE * Math.ceil(count / AT_ONCE);
    const memory = new ProgramMemory(ROWS + room * (this.width + 8));
    const quantised = new Int16Array(memory.buffer, ROWS, count * pair);
    this.products = new Float32Array(memory.buffer, ROWS + room * this.width, count);
    this.lengths = new Float32Array(memory.buffer, ROWS + room * (this.width + 4), count);
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
    // Four at a time: the last ones may be none.
    const row = from - (from % AT_ONCE);
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
