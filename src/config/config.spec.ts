// From variables to the groups the house reads.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Config, makeConfig } from './config.js';
import { readEnvironment } from './env.js';

const resolved = { databaseUrl: 'postgresql://db', smtpUrl: 'smtp://mail', mailboxDir: undefined };
const configOf = (given: Record<string, string> = {}, port?: number): Config =>
  makeConfig(readEnvironment(given), { ...resolved, ...(port && { port }) });

describe('makeConfig', () => {
  const directory = mkdtempSync(join(tmpdir(), 'courant-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('links to the port that was really taken when nothing else is said', () => {
    expect(configOf({ PORT: '4000' }).http.publicUrl).toBe('http://localhost:4000');
    expect(configOf({ PORT: '4000' }, 4001).http).toMatchObject({
      port: 4001,
      publicUrl: 'http://localhost:4001',
    });
  });

  it('takes the slashes off the end of the public address, because paths start with one', () => {
    expect(configOf({ PUBLIC_URL: 'https://example.org/papers//' }).http.publicUrl).toBe(
      'https://example.org/papers',
    );
  });

  it('lets replies go to the sender when no person is named', () => {
    expect(configOf({ MAIL_FROM: 'digest@example.org' }).mail.owner).toBe('digest@example.org');
    expect(configOf({ MAIL_OWNER: 'ada@example.org' }).mail.owner).toBe('ada@example.org');
  });

  it('trusts a proxy only when told so', () => {
    const trusted = (value?: string) =>
      configOf(value === undefined ? {} : { TRUST_PROXY: value }).http.trustedProxies;
    expect(trusted()).toEqual([]);
    expect(trusted('false')).toEqual([]);
    expect(trusted('true')).toEqual(['loopback', 'linklocal', 'uniquelocal']);
    expect(trusted('10.0.0.5, 2001:db8::/32')).toEqual(['10.0.0.5', '2001:db8::/32']);
  });

  it('makes the data folder absolute', () => {
    expect(isAbsolute(configOf().dataDir)).toBe(true);
    expect(configOf({ DATA_DIR: '/var/lib/courant' }).dataDir).toBe('/var/lib/courant');
  });

  it('reads the DKIM key', () => {
    const file = join(directory, 'dkim.pem');
    writeFileSync(file, 'the key');
    const dkim = { DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'one', DKIM_KEY_FILE: file };
    expect(configOf(dkim).smtp.dkim).toEqual({
      domainName: 'example.org',
      keySelector: 'one',
      privateKey: 'the key',
    });
    expect(configOf().smtp.dkim).toBeUndefined();
  });

  it('names the variable when the DKIM key cannot be read', () => {
    const dkim = { DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'one', DKIM_KEY_FILE: join(directory, 'none') };
    expect(() => configOf(dkim)).toThrow(/DKIM_KEY_FILE: expected a readable PEM file: .*ENOENT/);
  });
});
