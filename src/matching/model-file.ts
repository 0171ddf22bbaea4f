// A text model as bytes and back: a line that says what it is, the vocabulary, the topics, and a sum to tell a whole file
// from half of one. Numbers that rise are kept as their differences, seven bits a byte.
import { Projection } from './latent/projection.js';
import { TextModel } from './text-model.js';
import { Vocabulary } from './vocabulary.js';

const FORMAT = 'courant-text-model 2';

interface Head {
  format: string;
  version: string;
  paperCount: number;
  termsPerPaper: number;
  terms: number;
  /** Terms that have a direction. */
  topicTerms: number;
  dimensions: number;
  /** Bytes of what comes after this line. */
  length: number;
  checksum: number;
}

/** Says in words why a model cannot be read. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

export function writeModel({ version, vocabulary, projection }: TextModel): Uint8Array {
  const body = new ByteWriter();
  body.rising(vocabulary.hashes);
  for (const frequency of vocabulary.frequencies) body.number(frequency);
  if (projection) {
    body.rising(Uint32Array.from(projection.hashes, (hash) => vocabulary.numberOf(hash)));
    body.floats(projection.lengths);
    body.floats(projection.energies);
    body.bytes(new Uint8Array(projection.rows.buffer, projection.rows.byteOffset, projection.rows.length));
  }
  const bytes = body.done();
  const head: Head = {
    format: FORMAT,
    version,
    paperCount: vocabulary.paperCount,
    termsPerPaper: vocabulary.termsPerPaper,
    terms: vocabulary.size,
    topicTerms: projection?.hashes.length ?? 0,
    dimensions: projection?.dimensions ?? 0,
    length: bytes.length,
    checksum: checksumOf(bytes),
  };
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const file = new Uint8Array(line.length + bytes.length);
  file.set(line);
  file.set(bytes, line.length);
  return file;
}

/** @throws {ModelFileError} when it is of another format, cut short, or damaged. */
export function readModel(file: Uint8Array): TextModel {
  const end = file.indexOf(0x0a);
  const head = parseHead(new TextDecoder().decode(file.subarray(0, Math.max(end, 0))));
  const bytes = file.subarray(end + 1);
  if (bytes.length !== head.length)
    throw new ModelFileError(`The model is cut short: ${bytes.length} of ${head.length} bytes are there.`);
  if (checksumOf(bytes) !== head.checksum)
    throw new ModelFileError('The model is damaged: its checksum differs.');
  const body = new ByteReader(bytes);
  const hashes = body.rising(head.terms);
  const frequencies = body.numbers(head.terms);
  const vocabulary = new Vocabulary(hashes, frequencies, head.paperCount, head.termsPerPaper);
  if (head.topicTerms === 0) return new TextModel(head.version, vocabulary);
  const places = body.rising(head.topicTerms);
  const lengths = body.floats(head.topicTerms);
  const energies = body.floats(head.dimensions);
  const rows = new Int8Array(body.bytes(head.topicTerms * head.dimensions));
  const projection = new Projection(
    places.map((place) => hashes[place] ?? 0),
    rows,
    lengths,
    energies,
  );
  return new TextModel(head.version, vocabulary, projection);
}

function parseHead(line: string): Head {
  let head: Partial<Head>;
  try {
    head = JSON.parse(line) as Partial<Head>;
  } catch {
    throw new ModelFileError('This is not a model of Courant.');
  }
  if (head.format !== FORMAT)
    throw new ModelFileError(`The model is of the format "${head.format}"; this version reads "${FORMAT}".`);
  return head as Head;
}

class ByteWriter {
  private buffer = new Uint8Array(1 << 16);
  private length = 0;

  number(value: number): void {
    this.room(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  rising(values: Uint32Array): void {
    let previous = 0;
    for (const value of values) {
      this.number(value - previous);
      previous = value;
    }
  }

  floats(values: Float32Array): void {
    const bytes = new DataView(new ArrayBuffer(values.length * 4));
    for (const [i, value] of values.entries()) bytes.setFloat32(i * 4, value, true);
    this.bytes(new Uint8Array(bytes.buffer));
  }

  bytes(values: Uint8Array): void {
    this.room(values.length);
    this.buffer.set(values, this.length);
    this.length += values.length;
  }

  done(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private room(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

class ByteReader {
  private at = 0;

  constructor(private readonly buffer: Uint8Array) {}

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.buffer[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  numbers(count: number): Uint32Array {
    const values = new Uint32Array(count);
    for (let i = 0; i < count; i += 1) values[i] = this.number();
    return values;
  }

  rising(count: number): Uint32Array {
    const values = this.numbers(count);
    for (let i = 1; i < count; i += 1) values[i] = (values[i - 1] ?? 0) + (values[i] ?? 0);
    return values;
  }

  floats(count: number): Float32Array {
    const bytes = this.bytes(count * 4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return new Float32Array(count).map((_, i) => view.getFloat32(i * 4, true));
  }

  bytes(count: number): Uint8Array {
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }
}

/** So many bytes can be summed up before the sums outgrow 32 bits. */
const BEFORE_OVERFLOW = 5_552;

/** Adler-32. A process reads its model once, before its first digest: what it takes is time readers wait. */
function checksumOf(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length; start += BEFORE_OVERFLOW) {
    const end = Math.min(start + BEFORE_OVERFLOW, bytes.length);
    for (let i = start; i < end; i += 1) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return b * 65_536 + a;
}
