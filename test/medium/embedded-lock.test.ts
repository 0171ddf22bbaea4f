// The lock between processes, on a real file system.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../src/platform/embedded/exclusive-lock.js';
import { makeFolder } from '../../src/platform/embedded/make-folder.js';

let root: string;
let lock: string;
const ignore = (): void => undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'courant-lock-'));
  lock = join(root, 'lock');
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('withLock', () => {
  it('lets one in at a time, and everybody in the end', async () => {
    let inside = 0;
    let most = 0;
    const visits = Array.from({ length: 12 }, () =>
      withLock(lock, ignore, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await sleep(2);
        inside -= 1;
      }),
    );
    await Promise.all(visits);
    expect(most).toBe(1);
    expect(await readdir(lock)).toEqual(['12']);
  });

  it('tells who has to wait, once', async () => {
    const told: string[] = [];
    let leave = (): void => undefined;
    let first: Promise<void> | undefined;
    await new Promise<void>((isIn) => {
      first = withLock(
        lock,
        () => told.push('first'),
        () => {
          isIn();
          return new Promise((resolve) => (leave = resolve));
        },
      );
    });
    await withLock(
      lock,
      () => {
        told.push('second');
        leave();
      },
      () => Promise.resolve(),
    );
    await first;
    expect(told).toEqual(['second']);
  });

  it('is free when its holder is dead', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await mkdir(lock);
    await writeFile(join(lock, '7'), `${pid} 12345`);
    expect(await withLock(lock, ignore, () => Promise.resolve('in'))).toBe('in');
  });

  const itWithProc = process.platform === 'linux' ? it : it.skip;
  itWithProc('is free when the number of its dead holder belongs to another process now', async () => {
    await mkdir(lock);
    await writeFile(join(lock, '7'), `${process.pid} 1`);
    expect(await withLock(lock, ignore, () => Promise.resolve('in'))).toBe('in');
  });

  it('is given back when the work fails', async () => {
    await expect(withLock(lock, ignore, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(lock, ignore, () => Promise.resolve('in'))).toBe('in');
  });
});

describe('a folder', () => {
  it('is made with those above it, and where none can be made that is said', async () => {
    const folder = join(root, 'a', 'b');
    expect(await makeFolder(folder)).toEqual([join(root, 'a'), folder]);
    expect(await makeFolder(folder)).toEqual([]);
    // Node's own way would never come back from here.
    if (process.platform === 'linux') await expect(makeFolder('/proc/courant/x')).rejects.toThrow('ENOENT');
  });
});
