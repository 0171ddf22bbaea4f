// Hash of a term → its place in a sorted list. Of the list it is known where the hashes begin that share their highest
// bits, one or two on average: four bytes for each such bucket, and who asks in rising order walks through memory in one
// direction.

export class TermTable {
  /** Place of the first hash that is not below bucket `hash >>> shift`; one more at the end. */
  private readonly starts: Uint32Array;
  private readonly shift: number;

  /** @param hashes rising, each once. */
  constructor(readonly hashes: Uint32Array) {
    let buckets = 2;
    while (2 * buckets <= hashes.length) buckets *= 2;
    this.shift = Math.clz32(buckets - 1);
    this.starts = new Uint32Array(buckets + 1);
    let place = 0;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      while (place < hashes.length && (hashes[place] ?? 0) >>> this.shift < bucket) place += 1;
      this.starts[bucket] = place;
    }
    this.starts[buckets] = hashes.length;
  }

  get size(): number {
    return this.hashes.length;
  }

  /** @returns -1 when it is not there. */
  placeOf(hash: number): number {
    const bucket = hash >>> this.shift;
    const end = this.starts[bucket + 1] ?? 0;
    for (let place = this.starts[bucket] ?? 0; place < end; place += 1)
      if (this.hashes[place] === hash) return place;
    return -1;
  }
}

/** FNV-1a with a stronger end, as an unsigned number of 32 bits: of two million terms about 500 share one, harmlessly. */
export function hashOf(term: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < term.length; i += 1) value = Math.imul(value ^ term.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}
