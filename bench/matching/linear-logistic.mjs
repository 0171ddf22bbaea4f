// Weighted logistic regression for each reader, as Scholar Inbox does it (C = 0.4, likes and negatives of equal weight in
// all), by coordinate descent in its dual (Yu, Huang, Lin 2011, doi:10.1007/s10994-010-5221-8).
import { LinearSvm, OWN_LENGTH } from './linear-svm.mjs';

const C = 0.4;
const MOST_STEPS = 40;
const CLOSE = 1e-3;

export class LinearLogistic extends LinearSvm {
  costOf(count, total) {
    return (C * total) / Math.max(count, 1);
  }

  /** Newton's method on the log odds of alpha / cost, and halving where it would leave the bracket. */
  moved(before, margin, cost) {
    let low = -margin - OWN_LENGTH * (cost - before);
    let high = -margin + OWN_LENGTH * before;
    const start = before > 0 ? Math.log(before / (cost - before)) : high;
    let odds = Math.min(Math.max(start, low), high);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const share = 1 / (1 + Math.exp(-odds));
      const gradient = odds + margin + OWN_LENGTH * (cost * share - before);
      if (Math.abs(gradient) < CLOSE) break;
      if (gradient > 0) high = odds;
      else low = odds;
      const next = odds - gradient / (1 + OWN_LENGTH * cost * share * (1 - share));
      odds = next > low && next < high ? next : (low + high) / 2;
    }
    const alpha = Math.min(cost / (1 + Math.exp(-odds)), cost * MOST_SHARE);
    return { alpha, from: before > 0 ? Math.abs(start + margin) : Infinity };
  }
}

/** All of the cost would have no log odds. */
const MOST_SHARE = 1 - 1e-9;
