// The end of scoring: what words, topics and categories say for each paper is added up, and of several tastes the one that
// says most is kept. Two programs of WebAssembly, because which of two is more is a toss-up, on which a branch would wait.
import { assemble, type Program, ProgramMemory } from './assembly.js';
import { STRENGTH_UNIT } from './match-score.js';
import { LANES } from './quad.js';

export interface TextScores {
  /** For each paper, standard deviations above what is usual, times the weight; 0 or more. */
  strength: Float32Array;
  /** For each paper, which taste says the most; -1 for none. */
  strongest: Int32Array;
}

/** What the parts of one taste say. */
export interface PartScores {
  /** Four of each paper; see Postings. */
  words: Float32Array;
  /** Which of the four. */
  lane: number;
  topics: Float32Array;
  /** Of each list of categories; see CategoryTable. */
  lists: Float32Array;
  /** Taken off each. */
  usual: number;
}

/**
 * Parameters: 0 place of the paper, 1 where places end, 2 its words, 3 topics, 4 lists and 5 scores of place 0, 6 what is
 * usual.
 */
const ADD_UP = assemble(
  { parameters: 'iiiiiif', locals: '' },
  `
  loop
    local.get 5  local.get 0  i32.add
    local.get 2  f32.load 2 0
    local.get 3  local.get 0  i32.add  f32.load 2 0  f32.add
    local.get 4  local.get 0  i32.add  i32.load 2 0  f32.load 2 0  f32.add
    local.get 6  f32.sub
    f32.store 2 0
    local.get 2  i32.const ${4 * LANES}  i32.add  local.set 2
    local.get 0  i32.const 4  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`,
);

/**
 * Four papers at a time. Parameters: 0 place of the paper, 1 where places end, 2 scores, 3 strength and 4 strongest taste of
 * place 0, 5 taste, 6 its weight. Locals: 7 weighted scores, 8 strength, 9 where they are more.
 */
const KEEP = assemble(
  { parameters: 'iiiiiif', locals: 'vvv' },
  `
  loop
    local.get 2  local.get 0  i32.add  v128.load 4 0  local.get 6  f32x4.splat  f32x4.mul  local.tee 7
    local.get 3  local.get 0  i32.add  v128.load 4 0  local.tee 8  f32x4.gt  local.set 9
    local.get 3  local.get 0  i32.add
    local.get 7  local.get 8  local.get 9  v128.bitselect  v128.store 4 0
    local.get 4  local.get 0  i32.add
    local.get 5  i32x4.splat  local.get 4  local.get 0  i32.add  v128.load 4 0  local.get 9  v128.bitselect
    v128.store 4 0
    local.get 0  i32.const 16  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`,
);

/** textEvidence() of four papers at a time. Parameters: 0 strength, 1 where strengths end, 2 the unit. Local: 3 units. */
const WEIGH = assemble(
  { parameters: 'iif', locals: 'v' },
  `
  loop
    local.get 0
    local.get 0  v128.load 4 0  local.get 2  f32x4.splat  f32x4.div  local.tee 3
    local.get 3  f32x4.sqrt  f32x4.mul  v128.store 4 0
    local.get 0  i32.const 16  i32.add  local.tee 0  local.get 1  i32.lt_u  br_if 0
  end
end`,
);

/** Of the papers of one index. */
export class StrongestTaste {
  /** Of the taste that was added up last. */
  readonly scores: Float32Array;
  private readonly words: Float32Array;
  private readonly topics: Float32Array;
  private readonly listOf: Uint32Array;
  private readonly lists: Float32Array;
  private readonly strength: Float32Array;
  private readonly strongest: Int32Array;
  private readonly addUp: Program;
  private readonly compare: Program;
  private readonly weigh: Program;

  /** @param listOf for each paper, the number of its list of categories. */
  constructor(listOf: Uint32Array, listCount: number) {
    const count = listOf.length;
    // Four at a time: the last ones may be none.
    const room = 4 * LANES * Math.ceil(count / LANES);
    const memory = new ProgramMemory((5 + LANES) * room + 4 * listCount);
    const { buffer } = memory;
    this.words = new Float32Array(buffer, 0, LANES * count);
    this.scores = new Float32Array(buffer, LANES * room, count);
    this.topics = new Float32Array(buffer, (LANES + 1) * room, count);
    this.listOf = new Uint32Array(buffer, (LANES + 2) * room, count);
    this.strength = new Float32Array(buffer, (LANES + 3) * room, count);
    this.strongest = new Int32Array(buffer, (LANES + 4) * room, count);
    this.lists = new Float32Array(buffer, (LANES + 5) * room, listCount);
    this.listOf.set(listOf.map((list) => this.lists.byteOffset + 4 * list));
    this.addUp = memory.run(ADD_UP);
    this.compare = memory.run(KEEP);
    this.weigh = memory.run(WEIGH);
  }

  reset(): void {
    this.strength.fill(0);
    this.strongest.fill(-1);
  }

  /** Writes the scores. @param first papers before it are passed over. */
  add({ words, lane, topics, lists, usual }: PartScores, first: number): void {
    if (first >= this.scores.length) return;
    if (lane === 0) this.words.set(words);
    this.topics.set(topics);
    this.lists.set(lists);
    this.addUp(
      4 * first,
      this.scores.byteLength,
      4 * (LANES * first + lane),
      this.topics.byteOffset,
      this.listOf.byteOffset,
      this.scores.byteOffset,
      usual,
    );
  }

  /** Keeps the scores where they are more than those of the tastes before. */
  keep(taste: number, weight: number, first: number): void {
    if (first >= this.scores.length) return;
    this.compare(
      4 * LANES * Math.floor(first / LANES),
      this.scores.byteLength,
      this.scores.byteOffset,
      this.strength.byteOffset,
      this.strongest.byteOffset,
      taste,
      weight,
    );
  }

  /** @returns what reset() overwrites. @param first papers before it have 0. */
  result(first: number): TextScores {
    const { strength, strongest } = this;
    return { strength: strength.fill(0, 0, first), strongest: strongest.fill(-1, 0, first) };
  }

  /** Makes textEvidence() of the strengths that result() gave. */
  toEvidence(): void {
    const { byteOffset, byteLength } = this.strength;
    if (byteLength > 0) this.weigh(byteOffset, byteOffset + byteLength, STRENGTH_UNIT);
  }
}
