// The documented table of daily caps.
import { expect, it } from '@jest/globals';
import { capOf } from './warm-up.js';

it.each([
  [0, 50],
  [1, 50],
  [2, 75],
  [3, 113],
  [10, 1_922],
  [24, 561_137],
  [25, undefined],
])('on day %i: %s', (day, cap) => {
  expect(capOf(day)).toBe(cap);
});
