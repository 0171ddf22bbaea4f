// Scores every paper of an index for one profile, and says why.
import { LEAST_TEXT_EVIDENCE_SHOWN, MATCH_THRESHOLD, scoreOf } from './match-score.js';
import type { PaperIndex } from './paper-index.js';
import { type PaperEvidence, weighPapers } from './paper-evidence.js';
import type { Profile } from './profile.js';
import { sharedTerms } from './shared-terms.js';
import { categorySigns, evidenceOf } from './signs.js';
import type { Match, Sign } from './types.js';

export { MATCH_THRESHOLD };

/**
 * @param isWanted whether anybody wants to know about this paper; is asked where anything speaks for it. Saying why
 *   costs ten times as much as the score.
 * @returns the papers for which anything speaks and that no muted interest keeps away, best first, ties by id. The
 *   same input gives the same output. For the scale of scores see match-score.ts and MATCH_THRESHOLD.
 */
export function matchPapers(
  index: PaperIndex,
  profile: Profile,
  isWanted: (paperId: string, score: number) => boolean = () => true,
): Match[] {
  const evidence = weighPapers(index, profile);
  const papers: number[] = [];
  for (const [paper, total] of evidence.total.entries())
    if (total > 0 && isWanted(index.ids[paper] ?? '', scoreOf(total))) papers.push(paper);
  return explainPapers(index, profile, evidence, papers);
}

/** @param papers numbers. @returns a match for each of the papers, best first, ties by id. */
export function explainPapers(
  index: PaperIndex,
  profile: Profile,
  evidence: PaperEvidence,
  papers: readonly number[],
): Match[] {
  return papers
    .map((paper) => explainPaper(index, profile, evidence, paper))
    .sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}

export function explainPaper(
  index: PaperIndex,
  { wanted }: Profile,
  { fromTexts, strongest, signs }: PaperEvidence,
  paper: number,
): Match {
  const own = [...(signs.get(paper) ?? [])];
  const fromText = fromTexts[paper] ?? 0;
  const taste = strongest[paper] ?? -1;
  const isShown = fromText >= LEAST_TEXT_EVIDENCE_SHOWN && taste >= 0;
  const terms = isShown ? sharedTerms(index, wanted.tastes, paper, taste) : [];
  if (fromText > 0) own.push({ reason: { kind: 'terms', terms }, evidence: fromText });
  if (wanted.categories.length > 0)
    own.push(...categorySigns(index.categories[paper] ?? [], wanted.categories));
  return toMatch(index.ids[paper] ?? '', own);
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
