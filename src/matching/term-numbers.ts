// Numbers for the terms of a few texts, from 0 in the order in which they come: what a Map would do, which takes many times
// as long over hashes too large for its quick numbers.

export class TermNumbers {
  /** Hash of each number. */
  private readonly hashes: Uint32Array;
  /** Number + 1 of the hash that stands there; 0 for none. At most half full. */
  private readonly slots: Int32Array;
  private readonly shift: number;
  private count = 0;

  /** @param most so many terms will come at most. */
  constructor(most: number) {
    this.hashes = new Uint32Array(most);
    this.shift = Math.clz32(Math.max(2 * most, 2) - 1);
    this.slots = new Int32Array(2 ** (32 - this.shift));
  }

  get size(): number {
    return this.count;
  }

  /** @returns its number; a new one the first time. */
  numberOf(hash: number): number {
    let slot = hash >>> this.shift;
    for (;;) {
      const number = (this.slots[slot] ?? 0) - 1;
      if (number < 0) break;
      if (this.hashes[number] === hash) return number;
      slot = (slot + 1) & (this.slots.length - 1);
    }
    this.hashes[this.count] = hash;
    this.count += 1;
    this.slots[slot] = this.count;
    return this.count - 1;
  }

  /** @returns the hashes in the order of their numbers. */
  all(): Uint32Array {
    return this.hashes.slice(0, this.count);
  }
}
