// What was measured and not decided. Written by `npm run bench:strength -- --write`: change the script, not this file.

export const FITTED = {
  /** Log odds that a paper is wanted = intercept + slope × the `text` of its match. */
  intercept: -3.357,
  slope: 7.983,
  /** As alike as this is one pair of a day's papers in 4000: they are about the same thing. */
  sameThing: 0.09103,
  /** As near as this is one paper of a day in 400: it is what a text is about. */
  servedFrom: 0.03149,
} as const;
