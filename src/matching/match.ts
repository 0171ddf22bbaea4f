// Scores every paper of an index for one profile, and says why.
import { MATCH_THRESHOLD, scoreOf, textEvidence } from './match-score.js';
import type { PaperIndex } from './paper-index.js';
import type { Profile } from './profile.js';
import { sharedTermsReader } from './shared-terms.js';
import { categorySigns, evidenceOf, queryAndAuthorSigns, type Sign } from './signs.js';
import { scoreTexts } from './text-score.js';
import type { Match } from './types.js';
import { vetoedPapers } from './veto.js';

export { MATCH_THRESHOLD };

interface Scored {
  paper: number;
  evidence: number;
  textEvidence: number;
  signs: Sign[];
}

/**
 * @returns the papers for which anything speaks and that no muted interest keeps away, best first, ties by id. The
 *   same input gives the same output. For the scale of scores see match-score.ts and MATCH_THRESHOLD.
 */
export function matchPapers(index: PaperIndex, { wanted, muted }: Profile): Match[] {
  const vetoed = vetoedPapers(index, muted);
  const texts = scoreTexts(index, wanted.texts);
  const signs = queryAndAuthorSigns(index, wanted);
  const scored: Scored[] = [];
  for (const [paper, categories] of index.categories.entries()) {
    if (vetoed.has(paper)) continue;
    const own = [...(signs.get(paper) ?? []), ...categorySigns(categories, wanted.categories)];
    const fromText = textEvidence(texts.similarity[paper] ?? 0);
    const evidence = fromText + evidenceOf(own);
    if (evidence > 0) scored.push({ paper, evidence, textEvidence: fromText, signs: own });
  }
  const readers = wanted.texts.map(({ vector }) => sharedTermsReader(index, vector));
  return scored
    .map(({ paper, evidence, textEvidence: fromText, signs: own }): Match => {
      const terms = readers[texts.nearest[paper] ?? -1]?.(paper) ?? [];
      const all =
        terms.length > 0 ? [{ reason: { kind: 'terms' as const, terms }, evidence: fromText }, ...own] : own;
      const reasons = all.toSorted((a, b) => b.evidence - a.evidence).map(({ reason }) => reason);
      return { paperId: index.ids[paper] ?? '', score: scoreOf(evidence), reasons };
    })
    .sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}
