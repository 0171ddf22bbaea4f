// Vectors as bytes, one after the other, each at a multiple of four. Of processors with the lowest byte first, which all are.

/** Weights are kept in so many steps of their largest. */
const STEPS = 32_767;

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

  /** With how many there are, and the size of a step, before them. */
  weights(weights: Float32Array): void {
    let largest = 0;
    for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
    const step = Math.fround(largest / STEPS);
    const steps = Int16Array.from(weights, (weight) => (step > 0 ? Math.round(weight / step) : 0));
    this.whole(new Uint32Array([weights.length]));
    this.whole(new Uint32Array(new Float32Array([step]).buffer));
    this.bytes(new Uint8Array(steps.buffer));
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

  weights(): Float32Array {
    const weights = new Float32Array(new Uint32Array(this.buffer, this.at, 1)[0] ?? 0);
    this.weightsInto(weights, 0, 1);
    return weights;
  }

  /** @param stride each stands so many places after the last one, the first at `start`. */
  weightsInto(into: Float32Array, start: number, stride: number): void {
    const count = this.whole(1)[0] ?? 0;
    const step = new Float32Array(this.buffer, this.at, 1)[0] ?? 0;
    const steps = new Int16Array(this.buffer, this.at + 4, count);
    this.at += 4 + Math.ceil(count / 2) * 4;
    for (let i = 0; i < count; i += 1) into[start + stride * i] = step * (steps[i] ?? 0);
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(this.buffer, this.at, count);
    this.at += Math.ceil(count / 4) * 4;
    return bytes;
  }
}
