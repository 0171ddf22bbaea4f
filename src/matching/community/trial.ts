// Asks of likes that are known whether the likes of others help: a tenth of the liked papers stands among papers nobody
// likes, as if nobody had seen them, and is ranked for those who like them, without the community and with it. Pure.
import { gatherLikes } from '../community-content.js';
import { indexPapers, type PaperIndex } from '../paper-index.js';
import { weighPapers } from '../paper-evidence.js';
import type { Pausing } from '../pausing.js';
import type { Profile } from '../profile.js';
import type { TextModel } from '../text-model.js';
import type { PaperText } from '../types.js';
import { type Evidence, strengthsAmong } from '../with-community.js';
import { CommunityModel } from './community-model.js';
import { type HeldOut, holdOut, MOST_CANDIDATES, type ReadersLikes } from './held-out.js';
import { nearestInTurns } from './nearest-in-turns.js';
import type { SparseRows } from './sparse-rows.js';
import { type Finding, type Verdict, verdictOf } from './verdict.js';

/** Evenly thinned out to these: more make it surer, and take longer. */
const MOST_READERS = 1_000;
/** With fewer likes left, little is known of what she likes. */
const LEAST_KNOWN = 3;
/** Of the ranking: what a digest has room for, and what comes next to it. */
const LOOKED_AT = 1 / 20;
/** Papers read between two pauses. */
const AT_ONCE = 100;

interface Candidates {
  /** Of all that are ranked, some papers each. */
  indexes: PaperIndex[];
  nearest: SparseRows;
}

export class CommunityTrial {
  private readonly findings: Finding[] = [];

  private constructor(
    private readonly split: HeldOut,
    private readonly community: CommunityModel,
    private readonly candidates: Candidates,
  ) {}

  /** @param others papers nobody likes; seconds of work for thousands of likes */
  static *prepare(
    model: TextModel,
    likes: ReadersLikes,
    others: readonly PaperText[],
  ): Pausing<CommunityTrial> {
    const split = holdOut(likes);
    const { likes: known, columns } = yield* gatherLikes(split.readers, split.papers);
    const community = new CommunityModel(known);
    const ranked = [...split.heldOut, ...others].slice(0, MOST_CANDIDATES);
    const indexes: PaperIndex[] = [];
    for (let first = 0; first < ranked.length; first += AT_ONCE) {
      indexes.push(indexPapers(model, ranked.slice(first, first + AT_ONCE)));
      yield;
    }
    const nearest = yield* nearestInTurns(community, columns, ranked);
    return new CommunityTrial(split, community, { indexes, nearest });
  }

  /** Numbers of the readers to ask. */
  get readers(): number[] {
    const { wanted, readers } = this.split;
    const able = [...wanted.keys()].filter(
      (reader) => (wanted[reader]?.length ?? 0) > 0 && (readers[reader]?.length ?? 0) >= LEAST_KNOWN,
    );
    const step = Math.max(1, able.length / MOST_READERS);
    return Array.from(
      { length: Math.min(able.length, MOST_READERS) },
      (_, i) => able[Math.floor(i * step)] ?? 0,
    );
  }

  /** Neither a reader's profile nor her likes may know of these. @param paper its id */
  isHeldOut(paper: string): boolean {
    return this.split.isHeldOut.has(paper);
  }

  /** @param liked ids of papers, those that others like count */
  ask(reader: number, profile: Profile, liked: readonly string[]): void {
    const { indexes, nearest } = this.candidates;
    const evidence = joined(indexes.map((index) => weighPapers(index, profile)));
    const numbers = new Set(liked.flatMap((id) => this.split.numbers.get(id) ?? []));
    const community = this.community.scores(Uint32Array.from(numbers).sort(), nearest);
    const wanted = this.split.wanted[reader] ?? [];
    const [without, among] = [strengthsAmong(evidence), strengthsAmong(evidence, community)];
    for (const paper of wanted) {
      const gain = Number(isFound(among, paper)) - Number(isFound(without, paper));
      this.findings.push({ reader, paper, gain, weight: 1 / wanted.length });
    }
  }

  get verdict(): Verdict {
    return verdictOf(this.findings);
  }
}

/** Whether the paper is in the part of the ranking that is looked at; equals share the middle of their places. */
function isFound(scores: Float64Array, paper: number): boolean {
  const own = scores[paper] ?? 0;
  let before = 0;
  let equal = -1;
  for (const score of scores) {
    if (score > own) before += 1;
    else if (score === own) equal += 1;
  }
  return before + equal / 2 < LOOKED_AT * scores.length;
}

function joined(parts: readonly Evidence[]): Evidence {
  const join = (which: keyof Evidence) => Float32Array.from(parts.flatMap((part) => [...part[which]]));
  return { total: join('total'), fromTexts: join('fromTexts'), asked: join('asked') };
}
