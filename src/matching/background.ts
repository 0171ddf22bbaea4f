// What a profile is compiled against: a model, and papers that tell what is usual.
import type { TopicVectors } from './latent/topic-vectors.js';
import { indexPapers, type PaperIndex } from './paper-index.js';
import type { TextModel } from './text-model.js';
import type { PaperText } from './types.js';

export interface Background {
  model: TextModel;
  papers: PaperIndex;
  /** Where topics come from outside. */
  topics?: TopicVectors;
}

/** Two thousand papers are enough to know what is usual. */
export const BACKGROUND_PAPERS = 2_000;

/** @param papers evenly thinned out to BACKGROUND_PAPERS. */
export function backgroundOf(
  model: TextModel,
  papers: readonly PaperText[],
  topics?: TopicVectors,
): Background {
  const count = Math.min(papers.length, BACKGROUND_PAPERS);
  const step = papers.length / Math.max(count, 1);
  const sample = Array.from({ length: count }, (_, i) => papers[Math.floor((i + 0.5) * step)]);
  return {
    model,
    papers: indexPapers(
      model,
      sample.filter((paper) => paper !== undefined),
      topics,
    ),
    ...(topics && { topics }),
  };
}
