// What the community talks about, in the newest editions, without what the reader has already.
import { balanced } from './balanced.js';
import type { ChosenPaper } from './choose-papers.js';
import type { PoolPaper } from './paper-pool.js';
import type { PoolOrder } from './pool-order.js';

const MOST_TRENDING = 5;

export function chooseTrending(
  { trending }: PoolOrder,
  isTaken: (paper: PoolPaper) => boolean,
): ChosenPaper[] {
  return balanced(notTaken(trending, isTaken), ({ paper }) => paper.field, MOST_TRENDING).map(
    ({ paper, score }, index) => ({
      paperKey: paper.key,
      section: 'trending',
      rank: index + 1,
      score,
      reasons: [],
    }),
  );
}

function* notTaken<Item extends { paper: PoolPaper }>(
  ranked: readonly Item[],
  isTaken: (paper: PoolPaper) => boolean,
): Generator<Item> {
  for (const item of ranked) if (!isTaken(item.paper)) yield item;
}
