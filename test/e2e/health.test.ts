// What the service says of itself to whoever watches it.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { pauseSending } from '../support/rows.js';

let courant: CourantUnderTest;
afterEach(() => courant.stop());

const ask = async (path: string) => {
  const answer = await fetch(`${courant.url}/health/${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
};

describe('health', () => {
  it('is live and ready when database, queue and mail server answer', async () => {
    courant = await startCourantUnderTest({ env: { ROLE: 'web' } });
    expect(await ask('live')).toEqual({ status: 200, body: { status: 'ok' } });
    // Over plain HTTP browsers heed neither, and complain of both.
    const { headers } = await fetch(courant.url);
    expect(
      ['origin-agent-cluster', 'cross-origin-opener-policy'].filter((name) => headers.has(name)),
    ).toEqual([]);
    const ready = { status: 'ok', database: 'ok', queue: 'ok', smtp: 'ok', sending: 'ok', sources: {} };
    expect(await ask('ready')).toEqual({ status: 200, body: ready });
    await pauseSending(courant.prisma);
    expect((await ask('ready')).body['sending']).toBe(
      'paused since 1970-01-01T00:00:00.000Z; refused by mx.example:25: 550 5.7.26 no',
    );
  });

  it('leaves the mail server to the workers where SMTP_URL does not name one', async () => {
    courant = await startCourantUnderTest({ env: { ROLE: 'web', SMTP_URL: '' } });
    expect(await ask('ready')).toMatchObject({ status: 200, body: { smtp: 'left to the workers' } });
  });

  it('tells, and stays ready, when mail is signed by a domain that is not the one it is from', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'courant-health-'));
    const DKIM_KEY_FILE = join(folder, 'dkim.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    writeFileSync(DKIM_KEY_FILE, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const env = { MAIL_FROM: 'digest@example.org', DKIM_DOMAIN: 'example.net', DKIM_SELECTOR: 'one' };
    courant = await startCourantUnderTest({ env: { ROLE: 'web', DKIM_KEY_FILE, ...env } });
    rmSync(folder, { recursive: true });
    const sending = expect.stringContaining('DKIM_DOMAIN is example.net, and mail is from example.org');
    expect(await ask('ready')).toMatchObject({ status: 200, body: { sending } });
  });

  it('is live but not ready, and names the mail server, when that is down', async () => {
    courant = await startCourantUnderTest({ env: { ROLE: 'web' } });
    await courant.sink.stop();
    const { status, body } = await ask('ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'unavailable', database: 'ok', queue: 'ok' });
    expect(body['smtp']).toContain('ECONNREFUSED');
    expect(await ask('live')).toMatchObject({ status: 200 });
  });

  it('is live but not ready, and names the database without its password, when that is gone', async () => {
    courant = await startCourantUnderTest({ env: { ROLE: 'web' } });
    expect(await ask('ready')).toMatchObject({ status: 200 });
    await dropDatabase(courant.databaseUrl);
    const { status, body } = await ask('ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'unavailable', smtp: 'ok' });
    expect(body['database']).not.toBe('ok');
    expect(JSON.stringify(body)).not.toContain(new URL(courant.databaseUrl).password);
    expect(await ask('live')).toMatchObject({ status: 200 });
  });
});

async function dropDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['COURANT_TEST_SERVER'] });
  await client.connect();
  await client.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  await client.end();
}
