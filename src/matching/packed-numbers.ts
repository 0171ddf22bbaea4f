// Vectors as bytes, one after the other, each at a multiple of four. Of processors with the lowest byte first, which all are.

export class PackedWriter {
  private buffer = new Uint8Array(1 << 14);
  private length = 0;

  whole(numbers: Uint32Array): void {
    this.bytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }

  /** With how many there are before them. */
  terms(hashes: Uint32Array): void {
    this.whole(new Uint32Array([hashes.length]));
    this.whole(hashes);
  }

  /** With how many there are before them. */
  floats(numbers: Float32Array): void {
    this.whole(new Uint32Array([numbers.length]));
    this.bytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }

  shorts(numbers: Int16Array): void {
    this.bytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }

  /** Filled up to a multiple of four. */
  bytes(bytes: Uint8Array): void {
    const end = this.length + Math.ceil(bytes.length / 4) * 4;
    if (end > this.buffer.length) {
      const larger = new Uint8Array(Math.max(2 * this.buffer.length, end));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.length);
    this.length = end;
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }
}

/** Reads what a PackedWriter has written, in the same order. */
export class PackedReader {
  private readonly buffer: ArrayBufferLike;
  private at: number;

  /** @param packed at a multiple of four in its buffer. */
  constructor(packed: Uint8Array) {
    this.buffer = packed.buffer;
    this.at = packed.byteOffset;
  }

  /** @returns a view. */
  whole(count: number): Uint32Array {
    const numbers = new Uint32Array(this.buffer, this.at, count);
    this.at += 4 * count;
    return numbers;
  }

  terms(): Uint32Array {
    return this.whole(this.whole(1)[0] ?? 0);
  }

  /** @returns a view. */
  floats(): Float32Array {
    const count = this.whole(1)[0] ?? 0;
    const numbers = new Float32Array(this.buffer, this.at, count);
    this.at += 4 * count;
    return numbers;
  }

  /** @returns a view. */
  shorts(count: number): Int16Array {
    const numbers = new Int16Array(this.buffer, this.at, count);
    this.at += Math.ceil(count / 2) * 4;
    return numbers;
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(this.buffer, this.at, count);
    this.at += Math.ceil(count / 4) * 4;
    return bytes;
  }
}
