// The migrations folder makes the database that the schema describes, once, and leaves the record Prisma's own command
// would leave.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/platform/prisma/migrate.js';
import { nextMigration } from '../../src/platform/prisma/next-migration.js';
import { runCourant } from '../support/courant-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const folder = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query<Row>(sql).then(
    async ({ rows }) => {
      await client.end();
      return rows;
    },
    async (error: unknown) => {
      await client.end();
      throw error;
    },
  );
}

describe('migrating', () => {
  let migrated: TestDatabase;
  let applied: string[];

  beforeAll(async () => {
    migrated = await createTestDatabase('template1');
    applied = await migrate(migrated.url);
  });
  afterAll(() => migrated.drop());

  it('applies every migration of the folder, oldest first', () => {
    expect(names.length).toBeGreaterThan(0);
    expect(applied).toEqual(names);
  });

  it('records what `prisma migrate deploy` records: name, SHA-256 of the file, and that it is finished', async () => {
    const rows = await query(migrated.url, 'SELECT * FROM _prisma_migrations ORDER BY migration_name');
    const expected = names.map((name) => ({
      migration_name: name,
      checksum: createHash('sha256')
        .update(readFileSync(`${folder}${name}/migration.sql`))
        .digest('hex'),
      finished_at: expect.any(Date),
      started_at: expect.any(Date),
      rolled_back_at: null,
      applied_steps_count: 1,
    }));
    expect(rows).toMatchObject(expected);
  });

  it('a second time changes nothing', async () => {
    const record = 'SELECT id, finished_at FROM _prisma_migrations ORDER BY id';
    const before = await query(migrated.url, record);
    expect(await migrate(migrated.url)).toEqual([]);
    expect(await query(migrated.url, record)).toEqual(before);
  });

  it('makes what prisma/schema.prisma describes; if not, run `npm run db:diff`', async () => {
    expect(await nextMigration(migrated.url)).toBeUndefined();
    const shadows = "SELECT 1 FROM pg_database WHERE datname LIKE 'courant_shadow_%'";
    expect(await query(migrated.url, shadows)).toEqual([]);
  });

  it('keeps what the schema cannot say: consents are never rewritten', async () => {
    await query(
      migrated.url,
      `WITH reader AS (
         INSERT INTO subscribers (id, address, address_key, created_at)
         VALUES (gen_random_uuid(), 'a@example.org', 'a@example.org', now()) RETURNING id
       )
       INSERT INTO consents (id, subscriber_id, address, kind, wording, wording_version, language, via, recorded_at)
       SELECT gen_random_uuid(), id, 'a@example.org', 'signed_up', 'I agree', '1', 'en', 'web:/', now() FROM reader`,
    );
    await expect(query(migrated.url, "UPDATE consents SET wording = 'I never did'")).rejects.toThrow(
      'consents is append-only',
    );
    await query(migrated.url, 'DELETE FROM subscribers');
    expect(await query(migrated.url, 'SELECT 1 FROM consents')).toEqual([]);
  });
});

describe('the migration that makes a digest one document', () => {
  it('keeps every paper in its place, with its reasons and how it was chosen', async () => {
    const database = await createTestDatabase('template1');
    const digest = '0197a000-0000-7000-8000-000000000001';
    const sqlOf = (name: string) => readFileSync(`${folder}${name}/migration.sql`, 'utf8');
    const documents = names.findIndex((name) => name.endsWith('_digest_documents'));
    for (const name of names.slice(0, documents)) await query(database.url, sqlOf(name));
    await query(
      database.url,
      `INSERT INTO subscribers (id, address, address_key, created_at) VALUES ('${digest}', 'a@b.c', 'a@b.c', now());
       INSERT INTO digests (id, subscriber_id, local_date, state, due_at, planned_at)
       VALUES ('${digest}', '${digest}', '2026-06-29', 'built', now(), now());
       INSERT INTO papers (key, source, title, url, announced_on, imported_at, updated_at)
       SELECT key, 'test', key, key, now(), now(), now() FROM unnest(ARRAY['a', 'b', 'c', 'd']) AS key;
       INSERT INTO digest_items (digest_id, subscriber_id, paper_key, section, rank, score, reasons, breakdown)
       VALUES ('${digest}', '${digest}', 'a', 'trending', 1, 7, '[]', NULL),
              ('${digest}', '${digest}', 'b', 'for_you', 2, 0.5, '["later"]', '{"serves": ["query:b"]}'),
              ('${digest}', '${digest}', 'c', 'for_you', 1, 0.75, '["first"]', '{"serves": ["query:c", "x"]}'),
              ('${digest}', '${digest}', 'd', 'for_you', 3, 0.25, '["old"]', NULL)`,
    );
    await query(database.url, sqlOf(names[documents] ?? ''));
    const item = (paperKey: string, section: string, rank: number, score: number, ...reasons: string[]) => ({
      paperKey,
      section,
      rank,
      score,
      reasons,
    });
    expect(await query(database.url, 'SELECT * FROM digest_papers')).toEqual([
      {
        digest_id: digest,
        paper_keys: ['c', 'b', 'd', 'a'],
        items: [
          item('c', 'for_you', 1, 0.75, 'first'),
          item('b', 'for_you', 2, 0.5, 'later'),
          item('d', 'for_you', 3, 0.25, 'old'),
          item('a', 'trending', 1, 7),
        ],
        served: [['query:c', 'x'], ['query:b']],
        breakdowns: { b: { serves: ['query:b'] }, c: { serves: ['query:c', 'x'] } },
      },
    ]);
    await database.drop();
  });
});

describe('two processes that migrate one database at once', () => {
  it('apply each migration once between them', async () => {
    const database = await createTestDatabase('template1');
    const env = { DATABASE_URL: database.url, NODE_ENV: 'test' };
    const start = () => runCourant({ script: 'cli/courant.js', args: ['migrate'], env });
    const outputs = (await Promise.all([start(), start()])).map(({ code, stdout, stderr }) => ({
      code,
      text: stdout + stderr,
    }));
    expect(outputs.map(({ code }) => code)).toEqual([0, 0]);
    expect(outputs.map(({ text }) => text).toSorted()).toEqual(
      [names.map((name) => `Applied ${name}\n`).join(''), 'The database is up to date.\n'].toSorted(),
    );
    const [row] = await query(database.url, 'SELECT count(*)::int AS count FROM _prisma_migrations');
    expect(row).toEqual({ count: names.length });
    await database.drop();
  });
});
