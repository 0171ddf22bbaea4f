// Hash of a term → its place in a sorted list, by a table at most half full: 32 bits a slot, no strings. Slots go by the
// highest bits, so that who asks in rising order walks through memory in one direction.

export class TermTable {
  private readonly slots: Int32Array;
  /** A hash stands in slot `hash >>> shift`, or in the next free one after it, round and round: `& mask`. */
  readonly shift: number;
  readonly mask: number;

  /** @param hashes rising, each once. */
  constructor(readonly hashes: Uint32Array) {
    let size = 16;
    while (size < hashes.length * 2) size *= 2;
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
    this.shift = Math.clz32(this.mask);
    for (let place = 0; place < hashes.length; place += 1) {
      let slot = (hashes[place] ?? 0) >>> this.shift;
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = place;
    }
  }

  get size(): number {
    return this.hashes.length;
  }

  get slotCount(): number {
    return this.slots.length;
  }

  /** For whoever wants the same table in another memory. */
  eachSlot(take: (slot: number, hash: number, place: number) => void): void {
    for (const [slot, place] of this.slots.entries())
      if (place >= 0) take(slot, this.hashes[place] ?? 0, place);
  }

  /** @returns -1 when it is not there. */
  placeOf(hash: number): number {
    let slot = hash >>> this.shift;
    for (;;) {
      const place = this.slots[slot] ?? -1;
      if (place < 0 || this.hashes[place] === hash) return place;
      slot = (slot + 1) & this.mask;
    }
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
