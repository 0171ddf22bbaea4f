// Scores every paper of an index for one profile, and says why.
import { LEAST_TEXT_EVIDENCE_SHOWN, MATCH_THRESHOLD, scoreOf, textEvidence } from './match-score.js';
import type { PaperIndex } from './paper-index.js';
import type { Profile } from './profile.js';
import { sharedTerms } from './shared-terms.js';
import { categorySigns, evidenceOf, queryAndAuthorSigns } from './signs.js';
import { scoreTexts } from './text-score.js';
import type { Match, Sign } from './types.js';
import { vetoedPapers } from './veto.js';

export { MATCH_THRESHOLD };

/**
 * @returns the papers for which anything speaks and that no muted interest keeps away, best first, ties by id. The
 *   same input gives the same output. For the scale of scores see match-score.ts and MATCH_THRESHOLD.
 */
export function matchPapers(index: PaperIndex, { wanted, muted }: Profile): Match[] {
  const vetoed = vetoedPapers(index, muted);
  const { strength, strongest } = scoreTexts(index, wanted.tastes);
  const fromTexts = strength.map((value) => textEvidence(value));
  const explained = strongest.map((taste, paper) =>
    (fromTexts[paper] ?? 0) < LEAST_TEXT_EVIDENCE_SHOWN ? -1 : taste,
  );
  const terms = sharedTerms(
    index,
    wanted.tastes.map(({ taste }) => taste.lexical),
    explained,
  );
  const signs = queryAndAuthorSigns(index, wanted);
  const matches: Match[] = [];
  for (const [paper, categories] of index.categories.entries()) {
    if (vetoed.has(paper)) continue;
    const fromText = fromTexts[paper] ?? 0;
    const own = signs.get(paper) ?? [];
    if (fromText > 0) own.push({ reason: { kind: 'terms', terms: terms[paper] ?? [] }, evidence: fromText });
    if (wanted.categories.length > 0) own.push(...categorySigns(categories, wanted.categories));
    if (own.length > 0) matches.push(toMatch(index.ids[paper] ?? '', own));
  }
  return matches.sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}

function toMatch(paperId: string, unsorted: Sign[]): Match {
  const signs = unsorted.toSorted((a, b) => b.evidence - a.evidence);
  const text = signs.find(({ reason }) => reason.kind === 'terms')?.evidence ?? 0;
  const evidence = evidenceOf(signs);
  const reasons = signs
    .map(({ reason }) => reason)
    .filter((reason) => reason.kind !== 'terms' || reason.terms.length > 0);
  return {
    paperId,
    score: scoreOf(evidence),
    text: scoreOf(text),
    asked: scoreOf(evidence - text),
    signs,
    reasons,
  };
}
