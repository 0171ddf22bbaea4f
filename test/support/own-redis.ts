// A Redis of a test's own that may be killed, flushed and started again, with nothing of what it knew.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { chooseOwnPort } from './own-port.js';

export const hasRedis = (() => {
  try {
    return execFileSync('redis-server', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

export class OwnRedis {
  url = '';
  private readonly directory = mkdtempSync(join(tmpdir(), 'courant-redis-'));
  private child: ChildProcess | undefined;
  private port = 0;

  async start(): Promise<string> {
    this.port = await chooseOwnPort();
    this.url = `redis://127.0.0.1:${this.port}`;
    await this.startAgain();
    return this.url;
  }

  async crash(): Promise<void> {
    const { child } = this;
    if (!child || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }

  async startAgain(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.directory];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('close', () => reject(new Error(`redis-server ended at once on port ${this.port}`)));
      child.stdout.on('data', (chunk: Buffer) => chunk.includes('Ready to accept') && resolve());
    });
  }

  async flush(): Promise<void> {
    const redis = new Redis(this.url);
    await redis.flushall();
    redis.disconnect();
  }

  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
