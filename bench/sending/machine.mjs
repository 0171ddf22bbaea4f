// What the benchmark of sending runs on: a sink that takes mail and forgets it, PostgreSQL, worker processes; and what
// each of them used of the processor and of memory.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TICK_MS = 10;

/** @throws when it is not installed */
export function program(name) {
  const found = ['/usr/sbin', '/usr/local/sbin', '/usr/bin'].map((at) => join(at, name)).find(existsSync);
  if (!found) throw new Error(`${name} is needed (Debian: apt-get install postfix openssl redis-server)`);
  return found;
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Postfix's smtp-sink. As root it wants to become somebody else. @param dumpFolder where it keeps mail, a file each; else nowhere */
export async function startSink(dumpFolder) {
  const port = await freePort();
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const dump = dumpFolder ? ['-d', join(dumpFolder, 'mail.')] : [];
  const args = [...asUser, ...dump, `127.0.0.1:${port}`, '400'];
  const child = spawn(program('smtp-sink'), args, { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { port, pid: child.pid, stop: () => child.kill() };
}

export async function startRedis() {
  const port = await freePort();
  const child = spawn(program('redis-server'), ['--port', String(port), '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() };
}

/** A worker as operators run it. With `profileDir` it leaves a CPU profile there when it stops. */
export async function startWorker(env, profileDir) {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const profiling = profileDir
    ? ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${profileDir}`]
    : [];
  const child = spawn(process.execPath, [...profiling, main], {
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...env, ROLE: 'worker' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let output = '';
  await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      output += chunk;
      if (output.includes('Working.')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => reject(new Error(`A worker ended:\n${output}`)));
  });
  return {
    pid: child.pid,
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

/** Milliseconds of processor time of a process and of its children that have ended. */
export function cpuMs(pid) {
  const fields = statOf(pid);
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) * TICK_MS;
}

/** The same of a server and of all that it started. */
export function familyCpuMs(pid) {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return children.reduce((sum, child) => sum + cpuMs(child), cpuMs(pid));
}

export function parentOf(pid) {
  return Number(statOf(pid)[1] ?? 0);
}

/** The fields behind its name; none when it has ended meanwhile. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
  } catch {
    return [];
  }
}

/** The most memory a process ever held, in MB. */
export function peakMb(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}
