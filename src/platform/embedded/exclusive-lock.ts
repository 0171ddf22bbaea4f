// A lock between processes that outlives nobody: one whose holder was killed is free.
// The lock is a folder of numbered files. The highest number counts; its file names the holder, or is empty when the
// lock is free. To take it means to create the next number, which only one process can, and the highest file is never
// removed, so nobody can mistake an old state for the present one.
import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from './make-folder.js';
import { isAlive } from './processes.js';

const POLL_MS = 50;

/**
 * Runs `work` while no other process (nor another call in this one) holds the lock kept in `directory`.
 * @param onWait called once when the lock is held by somebody else
 * @throws the file system's error when `directory` cannot be written, and whatever `work` throws
 */
export async function withLock<T>(directory: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  await makeFolder(directory);
  const held = await acquire(directory, onWait);
  try {
    return await work();
  } finally {
    await truncate(held).catch(() => undefined);
  }
}

/** @returns the path of the file that stands for our turn */
async function acquire(directory: string, onWait: () => void): Promise<string> {
  const claim = join(directory, `claim-${process.pid}-${performance.now()}`);
  await writeFile(claim, `${process.pid} ${await startOf(process.pid)}`);
  try {
    for (let waited = false; ;) {
      const highest = await highestTurn(directory);
      if (highest > 0 && (await isHeld(join(directory, `${highest}`)))) {
        if (!waited) onWait();
        waited = true;
        await sleep(POLL_MS);
      } else if (await take(directory, claim, highest + 1)) {
        return join(directory, `${highest + 1}`);
      }
    }
  } finally {
    await rm(claim, { force: true });
  }
}

/** Whether `turn` became ours. A hard link appears with its content in one step, and fails if the name exists. */
async function take(directory: string, claim: string, turn: number): Promise<boolean> {
  const mine = join(directory, `${turn}`);
  try {
    await link(claim, mine);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  if ((await highestTurn(directory)) !== turn) {
    // Others took and gave back this turn, and cleared it away, since we looked.
    await rm(mine, { force: true });
    return false;
  }
  for (const lower of await turns(directory)) {
    if (lower < turn) await rm(join(directory, `${lower}`), { force: true });
  }
  return true;
}

async function isHeld(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [pid, start] = text.split(' ');
  // A process number is used again some day (in a container very soon): the start time tells two owners apart.
  return Boolean(pid) && isAlive(Number(pid)) && (await startOf(Number(pid))) === start;
}

/** When the process started, in clock ticks since boot; '' where the system does not tell (no /proc). */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function highestTurn(directory: string): Promise<number> {
  return Math.max(0, ...(await turns(directory)));
}

async function turns(directory: string): Promise<number[]> {
  return (await readdir(directory)).filter((name) => /^\d+$/.test(name)).map(Number);
}
