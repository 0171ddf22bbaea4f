// A script in a Node process of its own, on the built code. It inherits nothing of ours: one that outlived us would hold
// the pipes of whoever waits for the end of Jest.
import { type ChildProcess, spawn } from 'node:child_process';

export interface OwnScript {
  child: ChildProcess;
  /** Empty when all went well, else what it said to stderr, and how it ended. */
  ended: Promise<string>;
}

const running = new Set<ChildProcess>();

/** @param code of a module */
export function startScript(code: string, env: Record<string, string>): OwnScript {
  const args = ['--import', 'reflect-metadata', '--input-type=module', '-e', code];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<string>((resolve) => {
    child.once('close', (exitCode, signal) => {
      running.delete(child);
      resolve(exitCode === 0 ? '' : `${said}${signal ?? `exit code ${exitCode}`}`);
    });
  });
  return { child, ended };
}

/** For `afterEach`: whatever a test that failed has left running. */
export function killScripts(): void {
  for (const child of running) child.kill('SIGKILL');
}
