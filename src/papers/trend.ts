// How much the community talks about a paper, compared with what is usual in its field, so that a quiet field is not
// drowned by a loud one. Pure; docs/architecture.md explains the choice.

export interface Signals {
  key: string;
  /** Primary category, or '' when none is known. */
  category: string;
  upvotes: number | null;
  comments: number | null;
  codeStars: number | null;
}

/** What a score is made of, kept with the paper and shown as "why trending". */
export interface TrendParts {
  /** Signal to its points, before anything else. */
  points: Partial<Record<'upvotes' | 'comments' | 'codeStars', number>>;
  field: string;
  /** Points of a paper of this field on average; the score is the points over this. */
  usual: number;
}

export interface Trend {
  score: number;
  parts: TrendParts;
}

/** A vote is a vote; a comment takes more trouble; stars belong to the code and were often there before. */
const WEIGHTS = { upvotes: 1, comments: 0.6, codeStars: 0.15 } as const;
const GRAVITY = 0.8;
/** How many papers' worth of the average over all fields stands beside a field's own. */
const SHRINKAGE = 5;

/**
 * @param papers those of one edition
 * @returns a trend for each paper with a signal; papers without any are left out
 */
export function rankByTrend(papers: readonly Signals[]): Map<string, Trend> {
  const scored = papers.flatMap((paper) => {
    const points = pointsOf(paper);
    const sum = Object.values(points).reduce((total, one) => total + one, 0);
    return sum > 0 ? [{ paper, points, sum, field: fieldOf(paper.category) }] : [];
  });
  const usual = usualPoints(scored);
  return new Map(
    scored.map(({ paper, points, sum, field }) => {
      const fieldUsual = usual(field);
      return [
        paper.key,
        { score: round(sum / fieldUsual), parts: { points, field, usual: round(fieldUsual) } },
      ];
    }),
  );
}

/** The archive a category belongs to: the field that papers are compared within. */
export function fieldOf(category: string): string {
  return category.split('.')[0] ?? '';
}

function pointsOf(paper: Signals): TrendParts['points'] {
  const points: TrendParts['points'] = {};
  for (const signal of ['upvotes', 'comments', 'codeStars'] as const) {
    const count = paper[signal] ?? 0;
    if (count > 0) points[signal] = round(WEIGHTS[signal] * Math.log1p(count));
  }
  return points;
}

function usualPoints(scored: readonly { field: string; sum: number }[]): (field: string) => number {
  const mean = scored.reduce((total, { sum }) => total + sum, 0) / Math.max(scored.length, 1);
  return (field) => {
    const own = scored.filter((one) => one.field === field);
    const total = own.reduce((sum, one) => sum + one.sum, 0);
    return (total + SHRINKAGE * mean) / (own.length + SHRINKAGE);
  };
}

/**
 * What a score is worth when newer editions are out: gentle, because papers come in one batch a day. It is ResearchHub's
 * decay, with editions for days, so that a holiday costs nobody anything.
 *
 * @param editionsAgo 0 for the newest edition
 */
export function decay(editionsAgo: number): number {
  return (1 / (1 + editionsAgo)) ** GRAVITY;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
