// TLS as sources have it: the certificate must be for the name that was asked, though the connection goes to an address.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);
const withOpenssl = isThere('openssl') ? it : it.skip;
let folder: string;
let server: Server;
const namesAsked: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'courant-tls-'));
  if (withOpenssl === it.skip) return;
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
    stdio: 'ignore',
  });
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(folder, name)));
  server = createServer({ key, cert }, (request, response) => {
    namesAsked.push((request.socket as TLSSocket & { servername: unknown }).servername);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('over TLS');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (server) await new Promise((resolve) => server.close(resolve));
});

/** In a process of its own: Node reads the certificates it trusts once, at its start. */
async function fetchFrom(host: string, env: Record<string, string>): Promise<string> {
  const module = new URL('../../dist/platform/fetch/guarded-fetch.js', import.meta.url).href;
  const url = `https://${host}:${(server.address() as AddressInfo).port}/`;
  const code = `
    const { GuardedFetch } = await import('${module}');
    const options = { hosts: [], userAgent: 'Courant/test', clock: {}, allowLoopback: true };
    const told = await new GuardedFetch(options).get('${url}', { accept: ['text/plain'] }).then(
      (answer) => answer.text(),
      (error) => error.kind + ': ' + error.message,
    );
    console.log(told);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env });
  return stdout.trim();
}

describe('TLS', () => {
  withOpenssl('names the host to the server and checks its certificate against that name', async () => {
    const trusting = { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') };
    expect(await fetchFrom('localhost', trusting)).toBe('over TLS');
    expect(namesAsked).toEqual(['localhost']);
    expect(await fetchFrom('127.0.0.1', trusting)).toMatch(/^network: .*altnames/);
  });

  withOpenssl('refuses a certificate nobody vouches for', async () => {
    expect(await fetchFrom('localhost', {})).toMatch(/^network: .*self-signed certificate/);
    expect(namesAsked).toEqual(['localhost']);
  });
});

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
