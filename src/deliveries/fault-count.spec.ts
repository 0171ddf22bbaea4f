// One odd reply is no reason to stop, three are, unless they drown among thousands that are well.
import { expect, it } from '@jest/globals';
import { FaultCount } from './fault-count.js';

it('is too much from the third on, if they are one in twenty', () => {
  const count = new FaultCount();
  expect([1, 2, 3].map((at) => count.add(at, true))).toEqual([false, false, true]);
  const busy = new FaultCount();
  for (let at = 0; at < 100; at += 1) busy.add(at, false);
  expect([1, 2, 3, 4, 5].map((at) => busy.add(100 + at, true))).toEqual([false, false, false, false, false]);
  expect(busy.add(106, true)).toBe(true);
});

it('forgets after five minutes', () => {
  const count = new FaultCount();
  count.add(0, true);
  count.add(1, true);
  expect(count.add(300_002, true)).toBe(false);
});
