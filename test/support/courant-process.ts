// Courant as a process of its own, with an environment of its own, from the built code: bundled, which starts in half the
// time, or the very files that operators run.
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProcessOptions {
  /** `main.js` by default. */
  script?: 'main.js' | 'cli/courant.js';
  args?: string[];
  /** The files that operators run. */
  asShipped?: boolean;
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const shipped = fileURLToPath(new URL('../../dist/', import.meta.url));
const running = new Set<CourantProcess>();

export class CourantProcess {
  stdout = '';
  stderr = '';
  readonly pid: number;
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;
  private readonly startedAt = performance.now();

  constructor(options: ProcessOptions = {}) {
    const { script = 'main.js', args = [], env = {}, asShipped = false, ...account } = options;
    const { PATH = '', COURANT_TEST_PROGRAM: bundled = shipped } = process.env;
    this.child = spawn(process.execPath, [join(asShipped ? shipped : bundled, script), ...args], {
      cwd: tmpdir(),
      env: { PATH, NO_COLOR: '1', SOURCES: 'none', SIGN_UP_FILL_SECONDS: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...account,
    });
    this.pid = this.child.pid ?? 0;
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    running.add(this);
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        running.delete(this);
        resolve({ code, signal });
      });
    });
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1_000;
  }

  /** Whether it has said that it is at work. */
  get isReady(): boolean {
    return !this.hasEnded && /Serving http|Working\./.test(this.output);
  }

  /** @throws with all it said when it does not get there */
  async untilReady(seconds = 40): Promise<this> {
    const deadline = performance.now() + seconds * 1_000;
    while (!this.isReady) {
      const late = performance.now() > deadline;
      if (late || this.hasEnded)
        throw new Error(`Courant ${late ? 'did not start' : 'ended'}:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this;
  }

  /** Takes its log no more: what it writes fails from now on, as it does on a disk that is full. */
  closeLog(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Runs a command to its end. */
export async function runCourant(
  options: ProcessOptions,
): Promise<Ending & { stdout: string; stderr: string; seconds: number }> {
  const command = new CourantProcess(options);
  const ending = await command.ended;
  const { stdout, stderr, seconds } = command;
  return { ...ending, stdout, stderr, seconds };
}

/** For `afterEach`: whatever a test that failed has left running. */
export async function killLeftovers(): Promise<void> {
  await Promise.all([...running].map((one) => one.stop('SIGKILL')));
}
