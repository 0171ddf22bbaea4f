// Whether what others like helps, as a comparison found it: a gain that is more than chance.
import { mean } from '../../shared/estimate.js';

export interface Verdict {
  helps: boolean;
  /** How many readers were asked. */
  readers: number;
  /** How much more is found of what she likes, a share: mean over the readers, and its standard error. */
  gain: number;
  error: number;
}

/** Fewer readers are too few to tell, however much they agree. */
const LEAST_ASKED = 20;
/** In standard errors: less is chance once in forty times. */
const SURE = 2;

/** @param gains one for each reader asked */
export function verdictOf(gains: readonly number[]): Verdict {
  const { mean: gain, error, count: readers } = mean(gains);
  return { helps: readers >= LEAST_ASKED && gain > 0 && gain > SURE * error, readers, gain, error };
}

export function verdictText({ helps, readers, gain, error }: Verdict): string {
  if (readers < LEAST_ASKED)
    return `cannot be told: ${readers} readers could be asked, at least ${LEAST_ASKED} must`;
  const found = `${signed(gain)} ± ${(100 * error).toFixed(1)} % of held-out likes found, by ${readers} readers`;
  if (helps) return `helps: ${found}`;
  return gain < -SURE * error ? `does harm: ${found}` : `may be chance: ${found}`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${(100 * Math.abs(share)).toFixed(1)}`;
}
