// Picks some of the papers that are strong enough: first for interests that wait, then the strongest, and never the same
// thing over and over. The order of the candidates does not matter.
import { FITTED } from './fitted.js';

export interface Candidate {
  key: string;
  /** 0..1, see strengthOf(). */
  strength: number;
  /** How much the community talks about it; decides between equals. */
  trend: number;
  /** Keys of the interests it serves. */
  serves: readonly string[];
}

export interface SelectionRules {
  /** How many papers at most. */
  most: number;
  /** Interests that wait; see owedInterests(). */
  owed: ReadonlySet<string>;
  /** How alike two papers are, 0..1, the same both ways. */
  likeness: (a: string, b: string) => number;
}

export interface Selected<Kind extends Candidate> {
  candidate: Kind;
  /** `owed`: it has the place because an interest of it waited. */
  place: 'owed' | 'best';
}

/** Of the others in a selection, how many may be about the same thing as one of it. */
export const MOST_ALIKE = 2;
/** What a paper loses by being like one that is in already: half, if it is about the same thing. */
const LIKENESS_COST = 0.5;
/** Interests that wait get at most this share of the places, so that the strongest papers are never shut out. */
const OWED_SHARE = 0.5;
/** The strongest among which the rest is picked; further down nothing is worth the time. */
const LEAST_LOOKED_AT = 60;

/** @returns strongest first; fewer than `most` when there are no more, or all others are like those. */
export function selectPapers<Kind extends Candidate>(
  candidates: readonly Kind[],
  rules: SelectionRules,
): Selected<Kind>[] {
  const ranked = candidates.toSorted(compareCandidates);
  const selection = new Selection<Kind>(rules);
  const owed = new Set(rules.owed);
  const kept = Math.ceil(rules.most * OWED_SHARE);
  for (const candidate of ranked) {
    if (owed.size === 0 || selection.size >= kept) break;
    if (!candidate.serves.some((key) => owed.has(key)) || !selection.mayAdd(candidate)) continue;
    selection.add(candidate, 'owed');
    for (const key of candidate.serves) owed.delete(key);
  }
  const looked = ranked.slice(0, Math.max(LEAST_LOOKED_AT, 6 * rules.most));
  for (let next = selection.best(looked); next !== undefined; next = selection.best(looked)) {
    selection.add(next, 'best');
  }
  return selection.members.toSorted((a, b) => compareCandidates(a.candidate, b.candidate));
}

/** Strongest first; equals by trend, then by key. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return b.strength - a.strength || b.trend - a.trend || (a.key < b.key ? -1 : Number(a.key > b.key));
}

class Selection<Kind extends Candidate> {
  readonly members: Selected<Kind>[] = [];
  /** For each member, how many of the others are about the same thing. */
  private readonly alike = new Map<string, number>();
  /** For each candidate looked at, its likeness to the nearest member, and how many members that takes account of. */
  private readonly nearest = new Map<string, { likeness: number; seen: number }>();

  constructor(private readonly rules: SelectionRules) {}

  get size(): number {
    return this.members.length;
  }

  /** @returns what is worth most beside the members; undefined when it is full or nothing may be added */
  best(ranked: readonly Kind[]): Kind | undefined {
    if (this.size >= this.rules.most) return undefined;
    let best: Kind | undefined;
    let bestWorth = -1;
    for (const candidate of ranked) {
      if (this.alike.has(candidate.key)) continue;
      // The ranking falls, and nothing is worth more than its strength.
      if (candidate.strength <= bestWorth) break;
      const sameness = Math.min(1, this.nearestTo(candidate) / FITTED.sameThing);
      const worth = candidate.strength * (1 - LIKENESS_COST * sameness);
      if (worth <= bestWorth || !this.mayAdd(candidate)) continue;
      best = candidate;
      bestWorth = worth;
    }
    return best;
  }

  mayAdd({ key }: Kind): boolean {
    if (this.alike.has(key)) return false;
    let same = 0;
    for (const { candidate } of this.members) {
      if (!this.isSame(key, candidate.key)) continue;
      same += 1;
      if (same > MOST_ALIKE || (this.alike.get(candidate.key) ?? 0) >= MOST_ALIKE) return false;
    }
    return true;
  }

  add(candidate: Kind, place: Selected<Kind>['place']): void {
    let same = 0;
    for (const { candidate: member } of this.members) {
      if (!this.isSame(candidate.key, member.key)) continue;
      same += 1;
      this.alike.set(member.key, (this.alike.get(member.key) ?? 0) + 1);
    }
    this.alike.set(candidate.key, same);
    this.members.push({ candidate, place });
  }

  private isSame(one: string, other: string): boolean {
    return this.rules.likeness(one, other) >= FITTED.sameThing;
  }

  private nearestTo({ key }: Kind): number {
    const known = this.nearest.get(key) ?? { likeness: 0, seen: 0 };
    for (; known.seen < this.members.length; known.seen += 1) {
      const member = this.members[known.seen]?.candidate.key ?? '';
      known.likeness = Math.max(known.likeness, this.rules.likeness(key, member));
    }
    this.nearest.set(key, known);
    return known.likeness;
  }
}
