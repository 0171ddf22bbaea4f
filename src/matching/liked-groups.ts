// Liked papers in groups of one interest each, so that a great interest does not bury a small one.
import type { Background } from './background.js';
import { type WantedText, wordsOf } from './direction.js';
import { type Part, PARTS } from './taste.js';
import { usualLikeness } from './usual-likeness.js';
import type { WordSums } from './word-sums.js';

/** Papers that are this near on average stay in one group; 0 is as near as any two papers, 1 a standard deviation more. */
const LEAST_AFFINITY = -0.25;
/** Smaller groups are stray papers, not an interest. */
const LEAST_SHARE = 0.1;
/** Of more likes than these, each is compared with fewer papers of the background; of few, that measured 1 % worse. */
const FEW_LIKES = 20;
const SHARES: Readonly<Record<Part, number>> = { words: 1, topics: 0.5, categories: 0.5 };

/** @returns groups of places in `liked`; papers far from all others may be in none. One group when nothing is alike. */
export function groupsOf(
  background: Background,
  liked: readonly WantedText[],
  words = wordsOf(liked),
): number[][] {
  const groups = averageLink(affinities(background, liked, words), LEAST_AFFINITY).filter(
    (group) => group.length >= LEAST_SHARE * liked.length,
  );
  return groups.length > 0 ? groups : [Array.from(liked.keys())];
}

/** @returns by rows, how near each two are: mean over both of the standard deviations above what is usual for one. */
function affinities(
  { papers, fewer }: Background,
  liked: readonly WantedText[],
  sums: WordSums,
): Float64Array {
  const count = liked.length;
  const background = count > FEW_LIKES ? fewer : papers;
  const nearness = new Float64Array(count * count);
  const likeness: Record<Part, Float64Array> = {
    words: wordLikeness(liked, sums),
    topics: betweenEach(count, topicLikeness(liked)),
    categories: betweenEach(count, (a, b) =>
      categoryLikeness(liked[a]?.categories ?? [], liked[b]?.categories ?? []),
    ),
  };
  for (const [a, usual] of usualLikeness(background, liked).entries()) {
    for (const part of PARTS) {
      const own = usual[part];
      if (own === undefined) continue;
      const alike = likeness[part];
      const share = SHARES[part];
      for (let b = 0; b < count; b += 1) {
        const value = (share * ((alike[a * count + b] ?? 0) - own.mean)) / own.deviation / 2;
        nearness[a * count + b] = (nearness[a * count + b] ?? 0) + value;
        nearness[b * count + a] = (nearness[b * count + a] ?? 0) + value;
      }
    }
  }
  return nearness;
}

/** @returns by rows; the same both ways. */
function betweenEach(count: number, likeness: (a: number, b: number) => number): Float64Array {
  const all = new Float64Array(count * count);
  for (let a = 0; a < count; a += 1)
    for (let b = 0; b <= a; b += 1) {
      const value = likeness(a, b);
      all[a * count + b] = value;
      all[b * count + a] = value;
    }
  return all;
}

/** Each text meets those before it that have the same term: of two texts, most terms are in one alone. @returns by rows. */
function wordLikeness(liked: readonly WantedText[], { numbers, size }: WordSums): Float64Array {
  const count = liked.length;
  const all = new Float64Array(count * count);
  const most = numbers.reduce((sum, { length }) => sum + length, 0);
  const uses = { text: new Uint32Array(most), weight: new Float32Array(most), before: new Int32Array(most) };
  const latest = new Int32Array(size).fill(-1);
  let use = 0;
  for (const [a, { vector }] of liked.entries()) {
    const own = numbers[a] ?? latest;
    for (let at = 0; at < vector.weights.length; at += 1) {
      const number = own[at] ?? 0;
      const weight = vector.weights[at] ?? 0;
      uses.text[use] = a;
      uses.weight[use] = weight;
      uses.before[use] = latest[number] ?? -1;
      latest[number] = use;
      for (let other = use; other >= 0; other = uses.before[other] ?? -1) {
        const cell = a * count + (uses.text[other] ?? 0);
        all[cell] = (all[cell] ?? 0) + weight * (uses.weight[other] ?? 0);
      }
      use += 1;
    }
    for (let b = 0; b < a; b += 1) all[b * count + a] = all[a * count + b] ?? 0;
  }
  return all;
}

const NOTHING = new Float32Array();

function topicLikeness(liked: readonly WantedText[]): (a: number, b: number) => number {
  const rows = liked.map(({ topics }) => topics);
  return (a, b) => {
    const row = rows[a] ?? NOTHING;
    const other = rows[b] ?? NOTHING;
    let sum = 0;
    for (let d = 0; d < row.length; d += 1) sum += (row[d] ?? 0) * (other[d] ?? 0);
    return sum;
  };
}

function categoryLikeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const shared = a.filter((category) => b.includes(category)).length;
  return (a[0] === b[0] ? 1 : 0) + (0.5 * shared) / Math.max(a.length, b.length);
}

/** Joins the two nearest groups, by the mean over their pairs, until none are near enough. */
function averageLink(nearness: Float64Array, least: number): number[][] {
  const count = Math.sqrt(nearness.length);
  const between = nearness.slice();
  const groups: (number[] | undefined)[] = Array.from({ length: count }, (_, i) => [i]);
  for (;;) {
    const [a, b, value] = nearestPair(between, groups);
    const first = groups[a];
    const second = groups[b];
    if (first === undefined || second === undefined || value < least) break;
    for (let i = 0; i < count; i += 1) {
      const mean =
        (first.length * (between[a * count + i] ?? 0) + second.length * (between[b * count + i] ?? 0)) /
        (first.length + second.length);
      between[a * count + i] = mean;
      between[i * count + a] = mean;
    }
    groups[a] = [...first, ...second];
    groups[b] = undefined;
  }
  return groups.filter((group) => group !== undefined);
}

function nearestPair(
  between: Float64Array,
  groups: readonly (number[] | undefined)[],
): [number, number, number] {
  let best: [number, number, number] = [-1, -1, -Infinity];
  for (let a = 0; a < groups.length; a += 1) {
    if (groups[a] === undefined) continue;
    for (let b = 0; b < a; b += 1) {
      const value = between[a * groups.length + b] ?? 0;
      if (value > best[2] && groups[b] !== undefined) best = [a, b, value];
    }
  }
  return best;
}
