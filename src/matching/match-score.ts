// The scale of scores. Each sign that a paper is wanted adds evidence; score = 1 - exp(-evidence), so 0..1 and monotonic:
//
//   evidence   score   what is typical of it
//   0.22       0.20    the threshold: a loosely related text, or the category alone
//   0.35       0.30    a related text (3 standard deviations)
//   0.60       0.45    a query that is met
//   1.00       0.63    a text in the middle of the subject (6 standard deviations)
//   1.40       0.75    a followed author

/** Papers below are not "for you". */
export const MATCH_THRESHOLD = 0.2;

/** Standard deviations above what is usual that stand for one unit of evidence. */
export const STRENGTH_UNIT = 6;
/** Texts less related have nothing in common that is worth a mention. */
export const LEAST_TEXT_EVIDENCE_SHOWN = 0.15;
const QUERY_EVIDENCE = 0.6;
const AUTHOR_EVIDENCE = 1.4;
/** Clears the threshold alone, whatever the weight, and stays behind every text that is really about the subject. */
const CATEGORY_EVIDENCE = 0.225;
const CATEGORY_SPREAD = 0.02;
const MOST_CATEGORIES = 3;
/** How much each further author or query adds to the strongest. */
const FURTHER_SHARE = 0.25;

export function scoreOf(evidence: number): number {
  return 1 - Math.exp(-evidence);
}

/**
 * To the power of 1.5: above 1 it keeps the noise of a few shared everyday words from adding up with a category.
 *
 * @param strength standard deviations above what is usual, 0 or more.
 */
export function textEvidence(strength: number): number {
  const units = strength / STRENGTH_UNIT;
  return units * Math.sqrt(units);
}

/** @param strength of the query's own words, so that papers which are about them come first. */
export function queryEvidence(weight: number, strength: number): number {
  return QUERY_EVIDENCE * weight + textEvidence(strength);
}

/** @param closeness 1 for surely this author, 0.5 when initials alone speak for it. */
export function authorEvidence(weight: number, closeness: number): number {
  return AUTHOR_EVIDENCE * weight * closeness;
}

/** @param met sum of weight × strength (meetCategory()) over the categories met. */
export function categoryEvidence(met: number): number {
  return CATEGORY_EVIDENCE + CATEGORY_SPREAD * Math.min(met, MOST_CATEGORIES);
}

/** The strongest counts in full, the others by a share. */
export function combineEvidence(parts: readonly number[]): number {
  const strongest = Math.max(0, ...parts);
  const sum = parts.reduce((total, part) => total + part, 0);
  return strongest + FURTHER_SHARE * (sum - strongest);
}
