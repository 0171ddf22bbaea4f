// Running programs and looking at processes, for the PostgreSQL we start ourselves.
import { execFile, spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The user a program is run as when we are root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Options common to all our children: nothing of our environment is handed on but what a program needs to run. */
export function childOptions(account: Account | undefined): SpawnOptions {
  return {
    windowsHide: true,
    // Windows programs need their SystemRoot and more; elsewhere PGDATA, PGPORT and LANG must not leak in.
    ...(process.platform !== 'win32' && { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } }),
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}

/**
 * Runs a program to its end.
 * @returns its exit code (-1 when a signal ended it) and all it wrote to stdout and stderr
 * @throws the system's error when it cannot be started (ENOENT, EACCES; EPERM when we may not change the user)
 */
export function run(
  file: string,
  args: string[],
  options: { account?: Account; cwd: string },
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...childOptions(options.account),
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString('utf8'));
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process, '' when it cannot be told; undefined on Windows, where we do not ask. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    const ps = promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return ps.then(({ stdout }) => stdout).catch(() => '');
  }
}
