// The papers of a digest as they are kept: one document a digest, in the order of the mail.
import type { Prisma } from '../generated/prisma/client.js';
import type { Reason } from '../matching/types.js';

export interface KeptPaper {
  paperKey: string;
  section: 'for_you' | 'trending';
  /** From 1, in its section. */
  rank: number;
  /** Of papers for her their strength, 0..1; of trending ones their trend. */
  score: number;
  reasons: Reason[];
}

/** @param kept null for a digest that brings nothing, or is not built yet */
export function keptPapers(kept: { items: Prisma.JsonValue } | null): KeptPaper[] {
  return (kept?.items ?? []) as unknown as KeptPaper[];
}

/** The same, each with how it came to be chosen; null for what trends. */
export function explainedPapers(
  kept: { items: Prisma.JsonValue; breakdowns: Prisma.JsonValue } | null,
): (KeptPaper & { breakdown: Prisma.JsonValue })[] {
  const breakdowns = (kept?.breakdowns ?? {}) as Prisma.JsonObject;
  return keptPapers(kept).map((paper) => ({ ...paper, breakdown: breakdowns[paper.paperKey] ?? null }));
}
