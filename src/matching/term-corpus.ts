// The terms of many papers in flat arrays, ready to be counted: one reading of the texts serves the vocabulary and LSA.
import { readText } from './terms.js';
import type { PaperText } from './types.js';
import { hashOf } from './term-table.js';
import { Vocabulary } from './vocabulary.js';

const START_CAPACITY = 1 << 16;

/** Of paper `i` stand hashes and counts from `starts[i]` up to `starts[i + 1]`, each hash once. */
export class TermCorpus {
  readonly starts: number[] = [0];
  hashes = new Uint32Array(START_CAPACITY);
  counts = new Uint8Array(START_CAPACITY);

  get paperCount(): number {
    return this.starts.length - 1;
  }

  /** About 0.2 ms a paper. */
  add({ title, abstract }: Pick<PaperText, 'title' | 'abstract'>): void {
    const { terms } = readText(title, abstract);
    let at = this.starts.at(-1) ?? 0;
    if (at + terms.size > this.hashes.length) this.grow(at + terms.size);
    for (const [term, { count }] of terms) {
      this.hashes[at] = hashOf(term);
      this.counts[at] = Math.min(count, 255);
      at += 1;
    }
    this.starts.push(at);
  }

  private grow(needed: number): void {
    const capacity = Math.max(needed, this.hashes.length * 2);
    const hashes = new Uint32Array(capacity);
    const counts = new Uint8Array(capacity);
    hashes.set(this.hashes);
    counts.set(this.counts);
    this.hashes = hashes;
    this.counts = counts;
  }

  /** @param leastPapers terms of fewer papers are left out: most of these are chance pairs. */
  vocabulary(leastPapers: number): Vocabulary {
    const sorted = this.hashes.slice(0, this.starts.at(-1)).sort();
    const hashes: number[] = [];
    const frequencies: number[] = [];
    for (let at = 0; at < sorted.length;) {
      const hash = sorted[at] ?? 0;
      const from = at;
      while (sorted[at] === hash) at += 1;
      if (at - from < leastPapers) continue;
      hashes.push(hash);
      frequencies.push(at - from);
    }
    const termsPerPaper = sorted.length / Math.max(this.paperCount, 1);
    return new Vocabulary(
      Uint32Array.from(hashes),
      Uint32Array.from(frequencies),
      this.paperCount,
      termsPerPaper,
    );
  }
}
