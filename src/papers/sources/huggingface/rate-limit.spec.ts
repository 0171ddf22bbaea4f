// How many requests are left, from the header as it is and as it should not be.
import { describe, expect, it } from '@jest/globals';
import { readRateLimit } from './rate-limit.js';

const limitOf = (value?: string) =>
  readRateLimit(new Headers(value === undefined ? {} : { ratelimit: value }));

describe('the rate limit', () => {
  it.each([
    ['"api";r=499;t=120', { left: 499, resetSeconds: 120 }],
    ['"api"; t=7 ; r=0', { left: 0, resetSeconds: 7 }],
    ['"api";r=12;t=30;q=500', { left: 12, resetSeconds: 30 }],
    ['"api";r=12;t=30, "pages";r=3;t=200', { left: 3, resetSeconds: 200 }],
    ['"odd", "api";r=12;t=30', { left: 12, resetSeconds: 30 }],
  ])('%s', (value, expected) => {
    expect(limitOf(value)).toEqual(expected);
  });

  it.each([
    undefined,
    '',
    '"api"',
    '"api";r=5',
    '"api";t=5',
    '"api";r=-1;t=5',
    '"api";r=x;t=5',
    '"api";r=5.5;t=5',
    'r;t',
  ])('is not known from %j', (value) => {
    expect(limitOf(value)).toBeUndefined();
  });
});
