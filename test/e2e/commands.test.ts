// The commands of an operator, as processes.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { killLeftovers, runCourant } from '../support/courant-process.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { newDelivery, newSubscriber, pauseSending } from '../support/rows.js';

const scratch = mkdtempSync(join(tmpdir(), 'courant-commands-'));
let courant: CourantUnderTest;

beforeAll(async () => {
  courant = await startCourantUnderTest({ env: { ROLE: 'web' } });
});
afterEach(killLeftovers);
afterAll(async () => {
  await courant.stop();
  await rm(scratch, { recursive: true, force: true });
});

const command = (...args: string[]) =>
  runCourant({ script: 'cli/courant.js', args, env: { DATABASE_URL: courant.databaseUrl } });

function file(name: string, content: string | Buffer): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

const line = (id: string, change: object = {}) =>
  JSON.stringify({ id, title: `Paper ${id}`, published: '2026-06-29', categories: ['cs.LG'], ...change });

describe('courant import', () => {
  it('says in one line that there is no such file, and exits 66', async () => {
    for (const path of [join(scratch, 'absent.jsonl'), scratch]) {
      const { code, stdout, stderr } = await command('import', path);
      expect([code, stdout, stderr]).toEqual([
        66,
        '',
        expect.stringMatching(/^courant: Cannot read papers from .*\.\n$/),
      ]);
      expect(stderr).toContain(path);
    }
  });

  it('keeps the good lines, lists the bad ones by number, and exits 1', async () => {
    const lines = [
      line('2606.20001'),
      '{"id":',
      line('2606.20003', { title: '' }),
      '',
      line('2606.20005v2'),
      '[]',
    ];
    const path = file('some-bad.jsonl', lines.join('\n'));
    const { code, stdout, stderr } = await command('import', path);
    expect(code).toBe(1);
    const places = stderr
      .trim()
      .split('\n')
      .map((text) => /: (line \d+): /.exec(text)?.[1]);
    expect(places).toEqual(['line 2', 'line 3', 'line 6']);
    expect(stderr).toMatch(/line 3: title/);
    expect(stdout).toMatch(/2 papers read: 2 new.*3 left out/);
    const papers = await courant.prisma.paper.findMany({ orderBy: { key: 'asc' } });
    expect(papers.map(({ key, version }) => `${key}v${version}`)).toEqual(['2606.20001v1', '2606.20005v2']);
  });

  it('reads gzip, exits 0, and changes nothing when the same comes again', async () => {
    const path = file('good.jsonl.gz', gzipSync(`${line('2606.30001')}\n${line('2606.30002')}\n`));
    const first = await command('import', path);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/2 papers read: 2 new, 0 updated, 0 unchanged/);
    const again = await command('import', path);
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(/2 papers read: 0 new, 0 updated, 2 unchanged/);
  });
});

describe('courant admin create-key', () => {
  it('prints a key, and nothing else on stdout, that opens the admin API at once', async () => {
    const { code, stdout, stderr } = await command('admin', 'create-key', '--name', 'from the shell');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ck_[0-9a-f]{12}\.[\w-]{43}\n$/);
    expect(stderr).toContain('shown once');
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    expect((await fetch(`${courant.url}/api/admin/v1/subscribers`, { headers })).status).toBe(200);
    expect((await courant.prisma.adminKey.findFirstOrThrow()).name).toBe('from the shell');
  });
});

describe('courant migrate', () => {
  it('brings an empty database up to date, says so the second time, and keeps nobody waiting', async () => {
    const url = new URL(courant.databaseUrl);
    url.pathname += '_empty';
    const client = new pg.Client({ connectionString: process.env['COURANT_TEST_SERVER'] });
    await client.connect();
    try {
      await client.query(`CREATE DATABASE ${url.pathname.slice(1)}`);
      const options = {
        script: 'cli/courant.js' as const,
        asShipped: true,
        args: ['migrate'],
        env: { DATABASE_URL: url.href },
      };
      const first = await runCourant(options);
      expect([first.code, first.stderr]).toEqual([0, '']);
      expect(first.stdout).toMatch(/^(Applied \d{14}_\w+\n)+$/);
      const second = await runCourant(options);
      expect(second).toMatchObject({ code: 0, stdout: 'The database is up to date.\n', stderr: '' });
      expect(first.seconds).toBeLessThan(9);
    } finally {
      await client.query(`DROP DATABASE IF EXISTS ${url.pathname.slice(1)} WITH (FORCE)`);
      await client.end();
    }
  });
});

describe('courant', () => {
  it('lists its commands, and says what it does not know', async () => {
    const help = await command('--help');
    expect(help.code).toBe(0);
    for (const name of ['demo', 'migrate', 'import', 'admin']) expect(help.stdout).toContain(`  ${name}`);
    const files = await command('languages');
    expect([files.code, files.stdout]).toEqual([
      0,
      expect.stringMatching(/^de {6}Deutsch: \d+ texts, complete$/m),
    ]);
    const unknown = await command('frobnicate');
    expect(unknown.code).not.toBe(0);
    expect(unknown.stderr).toContain('frobnicate');
  });
});

describe('courant replay', () => {
  it.each([
    [['--from', '2026-13-40'], 64, 'expected a date of the form YYYY-MM-DD, was given "2026-13-40"'],
    [['--from', '2026-06-23', '--to', '2026-06-22'], 64, '--to 2026-06-22 comes before --from 2026-06-23.'],
    [
      ['--from', '2026-06-22', '--readers', 'all'],
      64,
      '--readers: expected a whole number from 1, was given all.',
    ],
    [
      ['--from', '2020-01-01', '--to', '2020-01-02'],
      66,
      'No digest was built from 2020-01-01 to 2020-01-02: nothing to replay.',
    ],
  ])('%j ends with %i and says why', async (args, code, message) => {
    expect(await command('replay', ...args)).toMatchObject({
      code,
      stdout: '',
      stderr: `courant: ${message}\n`,
    });
  });
});

describe('courant consent', () => {
  it('prints what an address agreed to, and exits 64 for what is no address', async () => {
    const { prisma } = courant;
    const { id } = await newSubscriber(prisma, { address: 'proof@example.org' });
    const consent = {
      kind: 'confirmed',
      wording: 'Yes.',
      wordingVersion: '1',
      language: 'en',
      via: 'web:/',
    } as const;
    const recordedAt = new Date('2026-06-29T12:00:00Z');
    await prisma.consent.create({
      data: { subscriberId: id, address: 'proof@example.org', recordedAt, ...consent },
    });
    const { code, stdout } = await command('consent', ' Proof@Example.org ');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      address: 'Proof@example.org',
      subscribers: [{ id, consents: [{ ...consent, recordedAt: recordedAt.toISOString(), ip: null }] }],
    });
    const wrong = await command('consent', 'proof');
    expect([wrong.code, wrong.stdout]).toEqual([64, '']);
    expect(wrong.stderr).toContain('expected an e-mail address');
  });
});

describe('courant ledger', () => {
  const today = new Date().toISOString().slice(0, 10);
  let digest: { id: string };

  beforeAll(async () => {
    const { prisma } = courant;
    const reader = await newSubscriber(prisma, { address: 'ledger@example.org' });
    const now = new Date();
    const data = { subscriberId: reader.id, localDate: new Date(today), dueAt: now, plannedAt: now };
    digest = await prisma.digest.create({ data: { ...data, state: 'built' } });
    await newDelivery(prisma, reader, {
      kind: 'digest',
      digestId: digest.id,
      state: 'rejected',
      reply: '552 no',
    });
  });

  it('prints the equation of each run, and who is missing with the reason', async () => {
    const all = await command('ledger');
    expect([all.code, all.stdout]).toEqual([
      0,
      `${today}  done\n` +
        '  digests     1 planned = 1 built + 0 empty + 0 excluded + 0 waiting\n' +
        '  deliveries  1 = 0 accepted + 1 rejected + 0 cancelled + 0 expired + 0 unknown + 0 in flight\n',
    ]);
    const missing = await command('ledger', '--missing');
    expect(missing.stdout).toContain('ledger@example.org\trejected: 552 no\n');
    expect((await command('ledger', '--date', 'today')).code).toBe(64);
  });

  it('ends with 64 for an option or a command there is none of: 1 says that the equation does not hold', async () => {
    const [option, unknown, help] = await Promise.all([
      command('ledger', '--dat', today),
      command('legder'),
      command('ledger', '--help'),
    ]);
    expect([option.code, unknown.code, help.code]).toEqual([64, 64, 0]);
    expect(option.stderr).toContain("unknown option '--dat'");
  });

  it('ends with 1 and says what is wrong when it does not hold, and why nothing moves', async () => {
    await courant.prisma.delivery.deleteMany({ where: { digestId: digest.id } });
    await pauseSending(courant.prisma);
    const { code, stdout } = await command('ledger', '--date', today);
    await courant.prisma.sendingPause.deleteMany();
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('DOES NOT HOLD: 1 digests were built and have no delivery'),
    ]);
    expect(stdout).toContain(
      'Sending is paused since 1970-01-01T00:00:00.000Z: mx.example:25 said “550 5.7.26 no”.',
    );
  });

  it('steers runs: an order that is not possible ends with 64 and the reason', async () => {
    expect((await command('run', 'cancel', today, '--reason', 'a test')).stdout).toBe(
      `The run of ${today} is cancelled; digests planned so far: 1.\n`,
    );
    const { code, stderr } = await command('run', 'resume', today);
    expect([code, stderr]).toEqual([64, `courant: The run of ${today} was cancelled; that is final.\n`]);
  });
});
