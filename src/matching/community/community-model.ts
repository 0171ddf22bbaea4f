// What readers' likes say together: learned from those who like the same papers, and carried over to papers nobody has
// seen by what these say. Contents come in as rows, whatever made them.
import { type Breathe, foldIn, factorise, gramOf, type FactorSettings } from './factorise.js';
import { mapContent } from './content-map.js';
import { rowCount, timesDense, type SparseRows } from './sparse-rows.js';

export interface CommunitySettings extends FactorSettings {
  mapRegularisation: number;
}

/** Chosen on a tenth of the known papers of citeulike-a and citeulike-t; see docs/choosing.md. */
export const SETTINGS: CommunitySettings = {
  factors: 64,
  confidence: 40,
  regularisation: 0.1,
  rounds: 12,
  seed: 1,
  mapRegularisation: 1,
};

/** Log odds that a paper is wanted, by its score, if one in twenty was; fitted on the same. */
export const COMMUNITY_CURVE = { intercept: -4, slope: 1 } as const;

/** Readers of whom fewer papers are known are left to what texts say. */
const LEAST_LIKES = 3;

/** Everything a process needs to ask; flat, so that it can be stored. */
export interface LearnedCommunity {
  factors: number;
  /** For each liked paper, `factors` numbers. */
  papers: Float32Array;
  /** For each column of content, `factors` numbers. */
  map: Float32Array;
}

/**
 * @param likes a row for each reader, a column for each liked paper
 * @param content a row of length 1 for each liked paper
 */
export async function learnCommunity(
  likes: SparseRows,
  content: SparseRows,
  settings: CommunitySettings = SETTINGS,
  breathe?: Breathe,
): Promise<LearnedCommunity> {
  const { papers } = await factorise(likes, settings, breathe);
  const { factors, mapRegularisation } = settings;
  return { factors, papers, map: await mapContent(content, papers, factors, mapRegularisation, breathe) };
}

export class CommunityModel {
  private readonly gram: Float32Array;

  constructor(
    private readonly learned: LearnedCommunity,
    private readonly settings: Pick<CommunitySettings, 'confidence' | 'regularisation'> = SETTINGS,
  ) {
    this.gram = gramOf(learned.papers, learned.factors);
  }

  /** @param content of papers, seen or not, in the columns it was learned with. @returns their vectors */
  vectorsOf(content: SparseRows): Float32Array {
    const { map, factors } = this.learned;
    return timesDense(content, map, factors, new Float32Array(rowCount(content) * factors));
  }

  /**
   * @param liked numbers of liked papers
   * @param candidates vectorsOf() papers
   * @returns for each candidate, standard deviations above what is usual for her; undefined when too little is known
   */
  scores(liked: Uint32Array, candidates: Float32Array): Float32Array | undefined {
    if (liked.length < LEAST_LIKES) return undefined;
    const { factors, papers } = this.learned;
    const reader = foldIn(liked, papers, this.gram, { ...this.settings, factors });
    const scores = new Float32Array(candidates.length / factors);
    for (let i = 0; i < scores.length; i += 1) {
      let sum = 0;
      for (let f = 0; f < factors; f += 1) sum += (reader[f] ?? 0) * (candidates[i * factors + f] ?? 0);
      scores[i] = sum;
    }
    return standardise(scores);
  }
}

/** In place. Scores that do not differ say nothing: all 0. */
function standardise(scores: Float32Array): Float32Array {
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(scores.length, 1);
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(scores.length, 1);
  const scale = variance > 0 && Number.isFinite(variance) ? 1 / Math.sqrt(variance) : 0;
  return scores.map((score) => (scale === 0 ? 0 : (score - mean) * scale));
}

/** @param score of scores(). @returns 0..1; nothing above what is usual is no evidence */
export function communityStrength(score: number): number {
  return score > 0 ? 1 / (1 + Math.exp(-(COMMUNITY_CURVE.intercept + COMMUNITY_CURVE.slope * score))) : 0;
}
