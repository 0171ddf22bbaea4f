// Never more inside than there is room, and nobody is forgotten.
import { expect, it } from '@jest/globals';
import { Room } from './room.js';

it('lets so many in at once, in the order they came, and each exactly once', async () => {
  const room = new Room(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (name) => {
      await room.enter();
      most = Math.max(most, (inside += 1));
      order.push(name);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
      room.leave();
    }),
  );
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});
