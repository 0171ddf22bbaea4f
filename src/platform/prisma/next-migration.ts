// Writes the next migration: what separates the migrations folder from prisma/schema.prisma. Used by `npm run db:diff`.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  migrationsDirectory,
  noFilters,
  withSchemaEngine,
  prismaDirectory,
  readMigrations,
} from './schema-engine.js';

const NOTHING = '-- This is an empty migration.';

/**
 * @param url a database server on which a throw-away shadow database may be made
 * @param name what the migration is about, e.g. `add_saved_papers`
 * @param stamp `YYYYMMDDHHMMSS`, the first part of the directory's name
 * @returns path of the file written, or undefined when schema and migrations agree
 */
export async function writeNextMigration(
  url: string,
  name: string,
  stamp: string,
): Promise<string | undefined> {
  const sql = await nextMigration(url);
  if (sql === undefined) return undefined;
  const directory = join(migrationsDirectory, `${stamp}_${name.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'migration.sql'), sql);
  return join(directory, 'migration.sql');
}

/** @returns the SQL that turns the state after all migrations into the schema, or undefined when they agree. */
export async function nextMigration(url: string): Promise<string | undefined> {
  const path = join(prismaDirectory, 'schema.prisma');
  const content = await readFile(path, 'utf8');
  const migrations = await readMigrations();
  const result = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', files: [{ path, content }] },
      script: true,
      exitCode: null,
      filters: noFilters,
    }),
  );
  const sql = result.stdout?.trim() ?? '';
  return sql === '' || sql === NOTHING ? undefined : `${sql}\n`;
}
