// Small programs of WebAssembly, written as text in its own words: for the two loops in which scoring spends its time.

/** What of WebAssembly is used here; the types of Node have none of it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { exports: Record<string, Program> };
};

export type Program = (...parameters: number[]) => void;

/** Types by letter, in order: i is i32, f is f32, v is v128. */
interface Form {
  parameters: string;
  locals: string;
}

const PAGE = 65_536;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const TYPES: Readonly<Record<string, number>> = { i: 0x7f, f: 0x7d, v: 0x7b };
const FUNCTION = 0x60;
const NO_RESULT = 0x40;

const CODES: Readonly<Record<string, readonly number[]>> = {
  block: [0x02, NO_RESULT],
  loop: [0x03, NO_RESULT],
  end: [0x0b],
  br: [0x0c],
  br_if: [0x0d],
  'local.get': [0x20],
  'local.set': [0x21],
  'local.tee': [0x22],
  'i32.load': [0x28],
  'f32.load': [0x2a],
  'i32.store': [0x36],
  'f32.store': [0x38],
  'i32.const': [0x41],
  'i32.eqz': [0x45],
  'i32.eq': [0x46],
  'i32.lt_u': [0x49],
  'i32.gt_u': [0x4b],
  'i32.popcnt': [0x69],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.and': [0x71],
  'i32.shl': [0x74],
  'i32.shr_u': [0x76],
  'f32.add': [0x92],
  'f32.sub': [0x93],
  'f32.mul': [0x94],
  'f32.convert_i32_s': [0xb2],
  'v128.load': [0xfd, 0x00],
  'i32x4.load16x4_s': [0xfd, 0x03],
  'v128.load32_splat': [0xfd, 0x09],
  'v128.store': [0xfd, 0x0b],
  'i8x16.shuffle': [0xfd, 0x0d],
  'i32x4.splat': [0xfd, 0x11],
  'f32x4.splat': [0xfd, 0x13],
  'i32x4.extract_lane': [0xfd, 0x1b],
  'i32x4.lt_u': [0xfd, 0x3a],
  'f32x4.gt': [0xfd, 0x44],
  'v128.bitselect': [0xfd, 0x52],
  'i32x4.bitmask': [0xfd, 0xa4, 0x01],
  'i32x4.add': [0xfd, 0xae, 0x01],
  'i32x4.dot_i16x8_s': [0xfd, 0xba, 0x01],
  'f32x4.sqrt': [0xfd, 0xe3, 0x01],
  'f32x4.add': [0xfd, 0xe4, 0x01],
  'f32x4.convert_i32x4_s': [0xfd, 0xfa, 0x01],
  'f32x4.mul': [0xfd, 0xe6, 0x01],
  'f32x4.div': [0xfd, 0xe7, 0x01],
};

/** Memory that one program works on; what lies in it is laid out by whoever made it. */
export class ProgramMemory {
  readonly buffer: ArrayBuffer;
  private readonly memory: object;

  /** @param size in bytes. */
  constructor(size: number) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE) || 1 });
    this.memory = memory;
    this.buffer = memory.buffer;
  }

  /** @param module of assemble(). */
  run(module: object): Program {
    const { run } = new WebAssembly.Instance(module, { '': { memory: this.memory } }).exports;
    if (run === undefined) throw new Error('The module has no program.');
    return run;
  }
}

/**
 * @param text instructions, each with its numbers after it: of a load or store, alignment and offset.
 * @returns a module with the one program.
 */
export function assemble({ parameters, locals }: Form, text: string): object {
  const body = text
    .trim()
    .split(/\s+/)
    .flatMap((word) => CODES[word] ?? numberIn(word));
  const declared = Array.from(locals, (type) => [1, ...typesOf(type)]);
  return new WebAssembly.Module(
    Uint8Array.from([
      ...MAGIC,
      ...section(1, [FUNCTION, ...sized(typesOf(parameters)), 0]),
      ...section(2, [...named(''), ...named('memory'), 2, 0, 1]),
      ...section(3, [0]),
      ...section(7, [...named('run'), 0, 0]),
      ...section(10, sized([declared.length, ...declared.flat(), ...body])),
    ]),
  );
}

function numberIn(word: string): number[] {
  if (!/^\d+$/.test(word)) throw new Error(`No instruction is called ${word}.`);
  return unsigned(Number(word));
}

function section(id: number, only: readonly number[]): number[] {
  return [id, ...sized([1, ...only])];
}

function named(name: string): number[] {
  return sized(Array.from(name, (letter) => letter.charCodeAt(0)));
}

function typesOf(letters: string): number[] {
  return Array.from(letters, (letter) => TYPES[letter] ?? 0);
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128; with the bit clear that would make a constant negative. */
function unsigned(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}
