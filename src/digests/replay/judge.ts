// How good one list of papers was, by what the reader said of papers afterwards.

const DEPTH = 10;

/** Each undefined where nothing can be said. All 0..1. */
export interface Judgement {
  ndcg: number | undefined;
  ndcgOfJudged: number | undefined;
  recall: number | undefined;
  unwanted: number | undefined;
}

/**
 * @param papers best first
 * @param said `wanted` and `unwanted` papers among those that could have been chosen
 */
export function judge(
  papers: readonly string[],
  { wanted, unwanted }: { wanted: ReadonlySet<string>; unwanted: ReadonlySet<string> },
): Judgement {
  const judged = papers.filter((key) => wanted.has(key) || unwanted.has(key));
  const found = papers.filter((key) => wanted.has(key)).length;
  return {
    ndcg: ndcg(papers, wanted),
    ndcgOfJudged: ndcg(judged, wanted),
    recall: wanted.size === 0 ? undefined : found / wanted.size,
    unwanted: judged.length === 0 ? undefined : (judged.length - found) / judged.length,
  };
}

function ndcg(papers: readonly string[], wanted: ReadonlySet<string>): number | undefined {
  if (wanted.size === 0) return undefined;
  const gain = papers
    .slice(0, DEPTH)
    .reduce((sum, key, rank) => sum + (wanted.has(key) ? discount(rank) : 0), 0);
  const best = Array.from({ length: Math.min(wanted.size, DEPTH) }, (_, rank) => discount(rank));
  return gain / best.reduce((sum, each) => sum + each, 0);
}

/** @param rank from 0 */
function discount(rank: number): number {
  return 1 / Math.log2(rank + 2);
}
