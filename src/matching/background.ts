// What a profile is compiled against: a model, and papers that tell what is usual.
import { indexPapers, type PaperIndex } from './paper-index.js';
import type { TextModel } from './text-model.js';
import type { PaperText } from './types.js';

export interface Background {
  model: TextModel;
  papers: PaperIndex;
  /** Fewer of them, for what is asked of each liked paper alone. */
  fewer: PaperIndex;
}

/** Two thousand papers are enough to know what is usual. */
export const BACKGROUND_PAPERS = 2_000;
const FEWER = 400;

/** @param papers evenly thinned out to BACKGROUND_PAPERS. */
export function backgroundOf(model: TextModel, papers: readonly PaperText[]): Background {
  return {
    model,
    papers: indexPapers(model, thinnedOut(papers, BACKGROUND_PAPERS)),
    fewer: indexPapers(model, thinnedOut(papers, FEWER)),
  };
}

function thinnedOut(papers: readonly PaperText[], most: number): PaperText[] {
  const count = Math.min(papers.length, most);
  const step = papers.length / Math.max(count, 1);
  return Array.from({ length: count }, (_, i) => papers[Math.floor((i + 0.5) * step)]).filter(
    (paper) => paper !== undefined,
  );
}
