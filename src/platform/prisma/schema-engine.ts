// Prisma's schema engine as WebAssembly: the same code as its command line, with nothing to download. It applies
// migrations and computes the next one; `migrate.ts` and `next-migration.ts` are its only users.
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

export type { SchemaEngine };

export const prismaDirectory = fileURLToPath(new URL('../../../prisma/', import.meta.url));
export const migrationsDirectory = join(prismaDirectory, 'migrations');

/** What the engine wants to hear of tables it should not touch: there are none; BullMQ's live in a schema of their own. */
export const noFilters = { externalTables: [], externalEnums: [] };

/** Of WebAssembly, which Node has and its types lack without the DOM's, just what is called here. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: EngineExports } }>;
};
interface EngineExports {
  __wbindgen_start(): void;
}
type EngineModule = typeof bindings & {
  __wbg_set_wasm(exports: unknown): void;
  SchemaEngine: typeof SchemaEngine;
};

/** @param url connection string of the database the engine speaks to; free() it after use */
export async function openSchemaEngine(url: string): Promise<SchemaEngine> {
  const engine = bindings as unknown as EngineModule;
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(entry.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': bindings,
  });
  // The engine reports its own panics here, just before it throws.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => process.stderr.write(`${text}\n`) },
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueReadingPg({ connectionString: url }));
  return engine.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

/** The adapter (7.10), with what the engine needs of PostgreSQL and the adapter does not do. */
class CatalogueReadingPg extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    return mended(await super.connect());
  }

  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    return mended(await super.connectToShadowDb());
  }
}

function mended<Adapter extends Awaited<ReturnType<PrismaPg['connect']>>>(adapter: Adapter): Adapter {
  // Kinds of constraints are of the catalogue type "char", which the adapter refuses; as text they are the same letters.
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = (query) =>
    queryRaw({
      ...query,
      sql: query.sql
        .replace('constr.contype AS', 'constr.contype::text AS')
        .replace(/^(\s+)con\.(conf\w+type),/gm, '$1con.$2::text AS $2,'),
    });
  // The adapter cuts scripts at every semicolon, those inside function bodies too; PostgreSQL itself takes them whole.
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  return adapter;
}

/** The migrations folder as the engine wants it: every directory with the text of its migration.sql, oldest first. */
export async function readMigrations(): Promise<MigrationList> {
  const names = await migrationNames();
  const lockfile = await readFile(join(migrationsDirectory, 'migration_lock.toml'), 'utf8').catch(() => null);
  return {
    baseDir: migrationsDirectory,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(migrationsDirectory, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

/** Names of the migration directories, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
