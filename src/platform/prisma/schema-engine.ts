// Prisma's schema engine as WebAssembly: the same code as its command line, with nothing to download. It applies
// migrations and computes the next one; `migrate.ts` and `next-migration.ts` are its only users.
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
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

/**
 * Lends the engine to `act`, and closes its connections afterwards.
 *
 * @param url connection string of the database the engine speaks to
 */
export async function withSchemaEngine<Result>(
  url: string,
  act: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loaded ??= loadEngine();
  const { SchemaEngine } = await loaded;
  const database = new SchemaPg(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(database);
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await act(engine);
  } finally {
    engine.free();
    await database.close();
  }
}

/** Once a process: the bindings keep views of the one memory they were given first. */
let loaded: Promise<EngineModule> | undefined;

async function loadEngine(): Promise<EngineModule> {
  const engine = bindings as unknown as EngineModule;
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(entry.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': withoutWaiting(bindings),
  });
  // The engine reports its own panics here, just before it throws.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => process.stderr.write(`${text}\n`) },
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}

/** The engine never clears the timer of its ten seconds' patience: it must not keep a process that is through. */
function withoutWaiting(imports: object): object {
  const unwaited = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref();
  const timers = Object.keys(imports).filter((name) => name.startsWith('__wbg_setTimeout'));
  return { ...imports, ...Object.fromEntries(timers.map((name) => [name, unwaited])) };
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** The adapter (7.10), with what the engine needs of PostgreSQL and the adapter does not do. */
class SchemaPg extends PrismaPg {
  private readonly pools: ReturnType<Adapter['underlyingDriver']>[] = [];

  constructor(private readonly url: string) {
    super({ connectionString: url });
  }

  override async connect(): Promise<Adapter> {
    const adapter = mended(await super.connect());
    this.pools.push(adapter.underlyingDriver());
    return adapter;
  }

  /** The engine forgets to. */
  async close(): Promise<void> {
    await Promise.all(this.pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
  }

  /** A database of its own: given a connection string, the adapter would take the real one for the shadow. */
  override async connectToShadowDb(): Promise<Adapter> {
    const name = `courant_shadow_${randomUUID().replaceAll('-', '')}`;
    const server = await super.connect();
    await server.underlyingDriver().query(`CREATE DATABASE ${name}`);
    const shadowUrl = new URL(this.url);
    shadowUrl.pathname = name;
    const shadow = mended(await new PrismaPg({ connectionString: shadowUrl.href }).connect());
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await server.underlyingDriver().query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.dispose();
    };
    return shadow;
  }
}

function mended(adapter: Adapter): Adapter {
  // Kinds of constraints are of the catalogue type "char", which the adapter refuses: they travel as text and arrive
  // as what the engine expects.
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw({
      ...query,
      sql: query.sql
        .replace('constr.contype AS', 'constr.contype::text AS')
        .replace(/^(\s+)con\.(conf\w+type),/gm, '$1con.$2::text AS $2,'),
    });
    const kind = result.columnNames.indexOf('constraint_type');
    if (kind >= 0) result.columnTypes[kind] = ColumnTypeEnum.Character;
    return result;
  };
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
