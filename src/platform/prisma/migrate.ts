// Brings a database up to the newest migration. What is recorded is what `prisma migrate deploy` records, so operators
// may use either.
import pg from 'pg';
import { migrationNames, noFilters, withSchemaEngine, readMigrations } from './schema-engine.js';

/** Any number, the same in every process: only one of them migrates at a time. */
const MIGRATION_LOCK = 4_071_726;

/**
 * @param url connection string of the database
 * @returns names of the migrations that were applied now, oldest first; empty when it was up to date
 * @throws when a migration fails; the database then says which one in `_prisma_migrations`
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await isUpToDate(client)) return [];
    const migrationsList = await readMigrations();
    return await withSchemaEngine(url, async (engine) => {
      const result = await engine.applyMigrations({ migrationsList, filters: noFilters });
      return result.appliedMigrationNames;
    });
  } finally {
    await client.end();
  }
}

/** Spares every start after the first the half second that loading the engine takes. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const table = await client.query<{ found: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found",
  );
  if (!table.rows[0]?.found) return false;
  const applied = await client.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const done = new Set(applied.rows.map((row) => row.migration_name));
  return (await migrationNames()).every((name) => done.has(name));
}
