// A PostgreSQL of a test's own that may be crashed and started again on the same port. Needs /proc.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded/postgres.js';
import { migrate } from '../../src/platform/prisma/migrate.js';
import { chooseOwnPort } from './own-port.js';
import { until } from './until.js';

export const canCrashPostgres = existsSync('/proc/self/cmdline');

export class OwnPostgres {
  private readonly root = mkdtempSync(join(tmpdir(), 'courant-own-'));
  private readonly pidFile = join(this.root, 'postgres', 'data', 'postmaster.pid');
  private postgres: EmbeddedPostgres | undefined;
  private url = '';
  private commandLine: string[] = [];

  /** Durable, as in production, with the template that test databases are clones of. */
  async start(): Promise<string> {
    chmodSync(this.root, 0o755);
    this.postgres = await startEmbeddedPostgres({ dataDir: this.root, durable: true });
    await this.moveTo(await chooseOwnPort());
    await this.query('CREATE DATABASE courant_template');
    await migrate(Object.assign(new URL(this.url), { pathname: 'courant_template' }).href);
    return this.url;
  }

  /** To where no other built-in PostgreSQL of the tests starts while this one is away. */
  private async moveTo(port: number): Promise<void> {
    const was = `port=${new URL(this.postgres?.url ?? '').port}`;
    const commandLine = readFileSync(`/proc/${this.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    this.commandLine = commandLine.map((argument) => (argument === was ? `port=${port}` : argument));
    this.url = Object.assign(new URL(this.postgres?.url ?? ''), { port: String(port) }).href;
    await this.crash();
    await this.startAgain();
  }

  /** As `pg_ctl stop -m immediate`: every connection is cut, and the next start has to recover. */
  async crash(): Promise<void> {
    const { pid } = this;
    process.kill(pid, 'SIGQUIT');
    await until('PostgreSQL to be down', () => !existsSync(`/proc/${pid}`));
  }

  async startAgain(): Promise<void> {
    const [program = '', ...args] = this.commandLine;
    const cwd = dirname(this.pidFile);
    const { uid, gid } = statSync(cwd);
    let server: ChildProcess | undefined;
    const isUp = () => {
      // The memory of the one that died may still be held for a moment, and then it gives up.
      if (!server || server.exitCode !== null) {
        server = spawn(program, args, { uid, gid, cwd, detached: true, stdio: 'ignore' });
        server.unref();
      }
      return this.query('SELECT 1').then(Boolean, () => false);
    };
    await until('PostgreSQL to be up', isUp, 60);
  }

  async stop(): Promise<void> {
    await this.postgres?.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  private get pid(): number {
    return Number.parseInt(readFileSync(this.pidFile, 'utf8'), 10);
  }

  private async query(statement: string): Promise<unknown> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
