// Whether what others like helps, as a comparison found it: a gain that is more than chance.

/** Whether a reader finds one paper that she likes only with the community (1), only without it (-1), or either way (0). */
export interface Finding {
  reader: number;
  paper: number;
  gain: number;
  /** All of a reader's add up to 1. */
  weight: number;
}

export interface Verdict {
  helps: boolean;
  /** How many were asked, and what they should have found. */
  readers: number;
  papers: number;
  /** How much more is found of what a reader likes, as a share, and the standard error. */
  gain: number;
  error: number;
}

/** Fewer readers or papers are too few to tell, however much they agree. */
const LEAST = 20;
/** In standard errors: less is chance once in forty times. */
const SURE = 2;

export function verdictOf(findings: readonly Finding[]): Verdict {
  const readers = new Set(findings.map(({ reader }) => reader)).size;
  const papers = new Set(findings.map(({ paper }) => paper)).size;
  const gain = findings.reduce((sum, { gain: own, weight }) => sum + own * weight, 0) / Math.max(readers, 1);
  // Many readers may like one paper, which then is one chance and not many.
  const error = Math.max(errorOf(findings, gain, 'reader'), errorOf(findings, gain, 'paper'));
  const helps = Math.min(readers, papers) >= LEAST && gain > 0 && gain > SURE * error;
  return { helps, readers, papers, gain, error };
}

/** Standard error of the gain, if each reader or each paper is a chance of its own. */
function errorOf(findings: readonly Finding[], gain: number, by: 'reader' | 'paper'): number {
  const deviations = new Map<number, number>();
  let total = 0;
  for (const { [by]: key, gain: own, weight } of findings) {
    deviations.set(key, (deviations.get(key) ?? 0) + (own - gain) * weight);
    total += weight;
  }
  const squares = Array.from(deviations.values()).reduce((sum, deviation) => sum + deviation ** 2, 0);
  const count = deviations.size;
  return count > 1 ? Math.sqrt((squares * count) / (count - 1)) / total : 0;
}

export function verdictText({ helps, readers, papers, gain, error }: Verdict): string {
  const asked = `${readers} readers asked for ${papers} held-out papers`;
  if (Math.min(readers, papers) < LEAST)
    return `cannot be told: ${asked}, at least ${LEAST} of each it takes`;
  const found = `${asked} find ${signed(gain)} ± ${(100 * error).toFixed(1)} % of them`;
  if (helps) return `helps: ${found}`;
  return gain < -SURE * error ? `does harm: ${found}` : `may be chance: ${found}`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${(100 * Math.abs(share)).toFixed(1)}`;
}
