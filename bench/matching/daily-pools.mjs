// A set whose pools are days, with the model of its background: what choosing and strength are measured on.
import { join } from 'node:path';
import { backgroundOf } from '../../dist/matching/background.js';
import { indexPapers } from '../../dist/matching/paper-index.js';
import { readSet } from './benchmark-set.mjs';
import { learnModel } from './learn-model.mjs';
import { interestOf } from './methods.mjs';

/** @param folder arxiv-daily unless told */
export async function readDailyPools(folder, whichCases) {
  const set = await readSet(
    folder ?? join(process.env.COURANT_SHARED ?? '../shared', 'data/bench/arxiv-daily'),
    whichCases,
  );
  const model = learnModel(set.background);
  const indexes = new Map();
  return {
    ...set,
    model,
    background: backgroundOf(model, set.background),
    /** Each pool is read once. */
    indexOf(pool) {
      if (!indexes.has(pool))
        indexes.set(
          pool,
          indexPapers(
            model,
            set.pools[pool].map((id) => set.papers.get(id)),
          ),
        );
      return indexes.get(pool);
    },
    likedPaper: (id) => interestOf(set.papers.get(id)),
  };
}
