// The built-in PostgreSQL after the server, or a process that uses it, was killed.
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  cleanUpAfterwards,
  data,
  dataDir,
  endAfterwards,
  inOtherProcess,
  pidFile,
  query,
  root,
  serverPid,
  start,
} from './embedded-fixture.js';

cleanUpAfterwards();

describe('after a kill -9', () => {
  it('of the server, the next start brings back what was committed', async () => {
    const killed = await start({ durable: true });
    await query(killed.url, 'CREATE TABLE committed AS SELECT 5 AS n');
    process.kill(await serverPid(), 'SIGKILL');
    const database = await start();
    expect(database.started).toBe(true);
    expect(await query(database.url, 'SELECT n FROM committed')).toEqual([{ n: 5 }]);
    // The one whose server was killed neither hangs nor ends the new server under the other.
    await killed.stop();
    expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('of the process that started it, the server goes on and the next one joins and ends it', async () => {
    const { child, said } = await inOtherProcess(
      `const database = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
       console.log(database.started);
       setInterval(() => {}, 1000);`,
    );
    expect(said).toBe('true');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const pid = await serverPid();
    const database = await start();
    expect(database.started).toBe(false);
    expect(await serverPid()).toBe(pid);
    await database.stop();
    await expect(readFile(pidFile)).rejects.toThrow(/ENOENT/);
  });

  it('a pid file that names a process of somebody else by now is no hindrance', async () => {
    // PostgreSQL itself gives way to any living process of its own user.
    const { uid, gid } = await stat(data);
    const other = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    endAfterwards(other);
    await writeFile(pidFile, `${other.pid}\n${data}\n1\n9\n\n127.0.0.1\n1 1\nready\n`);
    expect((await start()).started).toBe(true);
  });

  it('in the middle of the first start, the half-made directories are made anew', async () => {
    const cut = join(root, 'cut');
    const { child } = await inOtherProcess(
      `await startEmbeddedPostgres({
         dataDir: ${JSON.stringify(cut)},
         onProgress: (text) => text.startsWith('Creating') && setTimeout(() => console.log('initdb runs'), 50),
       });`,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await readdir(cut)).filter((name) => name.includes('.new-'))).toHaveLength(1);
    const database = await start({ dataDir: cut });
    expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await readdir(cut)).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it('Ctrl-C in the terminal, which reaches all of its processes, does not reach the server', async () => {
    await start();
    const pid = await serverPid();
    // There is a process group of that number only if the server leads one of its own.
    expect(() => process.kill(-pid, 0)).not.toThrow();
  });
});
