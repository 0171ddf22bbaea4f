// The receiver of chaos tests, and what its journal says of each mail.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('receiver.mjs', import.meta.url));

export class Receiver {
  url = '';
  private readonly directory = mkdtempSync(join(tmpdir(), 'courant-receiver-'));
  private readonly journal = join(this.directory, 'journal');
  private child: ChildProcess | undefined;

  async start(delayMs = 0): Promise<this> {
    writeFileSync(this.journal, '');
    const child = spawn(process.execPath, [script, this.journal, String(delayMs)], {
      // Its stdin is the thread it hangs on: it ends with us, however we end.
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child = child;
    const port = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    });
    this.url = `smtp://127.0.0.1:${port}`;
    return this;
  }

  /** What was taken, in order. */
  taken(): { messageId: string; recipient: string; atMs: number }[] {
    return this.lines('taken').map(([, messageId = '', recipient = '', , atMs]) => ({
      messageId,
      recipient,
      atMs: Number(atMs),
    }));
  }

  /** Transactions that ended with their connection. */
  broken(): number {
    return this.lines('broken').length;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null) {
      child.kill();
      await new Promise((resolve) => child.once('close', resolve));
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private lines(kind: string): string[][] {
    return readFileSync(this.journal, 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([first]) => first === kind);
  }
}
