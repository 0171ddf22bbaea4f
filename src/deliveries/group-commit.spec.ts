// Many small writes, few statements: nothing lost, nothing swapped, and a failure reaches all whom it concerns.
import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('GroupCommit', () => {
  it('writes what comes together in one group, in order, and gives each its own result', async () => {
    const groups: number[][] = [];
    const commit = new GroupCommit<number, string>((items) => {
      groups.push(items);
      return Promise.resolve(items.map((item) => `done ${item}`));
    });
    expect(await Promise.all([3, 1, 2].map((item) => commit.add(item)))).toEqual([
      'done 3',
      'done 1',
      'done 2',
    ]);
    expect(groups).toEqual([[3, 1, 2]]);
  });

  it('puts what arrives during a write into the next one, and never writes twice at once', async () => {
    const groups: number[][] = [];
    let writing = 0;
    let most = 0;
    const commit = new GroupCommit<number, number>(async (items) => {
      most = Math.max(most, (writing += 1));
      groups.push(items);
      await aMoment();
      writing -= 1;
      return items;
    });
    const first = commit.add(1);
    await new Promise(setImmediate);
    const others = [2, 3, 4].map((item) => commit.add(item));
    expect(await Promise.all([first, ...others])).toEqual([1, 2, 3, 4]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
    expect(most).toBe(1);
  });

  it('tells everyone in the group of a failure, and nobody else', async () => {
    let calls = 0;
    const commit = new GroupCommit<number, number>(async (items) => {
      calls += 1;
      await aMoment();
      if (calls === 1) throw new Error('the database is gone');
      return items;
    });
    const failing = [1, 2].map((item) => commit.add(item));
    const settled = Promise.allSettled(failing);
    await new Promise(setImmediate);
    const next = commit.add(3);
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(failing[1]).rejects.toThrow('the database is gone');
    expect(await next).toBe(3);
  });

  it('goes on after it had nothing to do', async () => {
    const commit = new GroupCommit<number, number>((items) => Promise.resolve(items));
    expect(await commit.add(1)).toBe(1);
    await aMoment();
    expect(await commit.add(2)).toBe(2);
  });

  it('survives a write that throws before it begins', async () => {
    let isBroken = true;
    const commit = new GroupCommit<number, number>((items) => {
      if (isBroken) throw new Error('at once');
      return Promise.resolve(items);
    });
    await expect(commit.add(1)).rejects.toThrow('at once');
    isBroken = false;
    expect(await commit.add(2)).toBe(2);
  });
});
