// For statements that run many times a second: each is prepared once a connection and goes past Prisma, which takes longer
// over one than PostgreSQL. They are written and called like Prisma's raw ones.
import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { Prisma } from '../../generated/prisma/client.js';

/** What a query file needs that may be run either way. */
export interface Statements {
  $queryRaw<Rows>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows>;
  /** @returns how many rows */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
}

/** Group commit lets one write at a time; claims and loads of two jobs come beside it, and two batches being built. */
const CONNECTIONS = 5;
/** A new connection takes as long as a hundred statements, and makes their plans again. */
const KEPT_IDLE_MS = 60_000;
/**
 * A plan is made once and kept while tables grow from nothing to millions: these statements find all they need by keys, so
 * it is the one with the indexes, whatever the tables look like at that moment. Of a small table the planner would rather
 * read a whole index, and keep that at hand: so reading a row counts as much more than finding it.
 */
const BY_KEYS = `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off;
  SET enable_mergejoin = off; SET enable_material = off; SET cpu_tuple_cost = 1; SET cpu_index_tuple_cost = 1`;

/** Over one connection, or over whichever is free. */
class Prepared implements Statements {
  constructor(private readonly on: Pick<pg.Pool, 'query'>) {}

  async $queryRaw<Rows>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows> {
    return (await this.run(query, values)).rows as Rows;
  }

  async $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number> {
    return (await this.run(query, values)).rowCount ?? 0;
  }

  private run(query: TemplateStringsArray | Prisma.Sql, given: readonly unknown[]) {
    const { text, values } = query instanceof Prisma.Sql ? query : new Prisma.Sql(query, given);
    return this.on.query({ name: nameOf(text), text, values });
  }
}

export class PreparedStatements extends Prepared {
  private readonly logger = new Logger('PostgreSQL');
  private readonly pool: pg.Pool;

  /** Connects when it is first asked. */
  constructor(connectionString: string) {
    const pool = new pg.Pool({
      connectionString,
      max: CONNECTIONS,
      idleTimeoutMillis: KEPT_IDLE_MS,
      connectionTimeoutMillis: 10_000,
      application_name: 'courant',
      // Waited for before the first statement.
      onConnect: async (client) => {
        await client.query(BY_KEYS);
      },
    });
    super(pool);
    this.pool = pool;
    this.pool.on('error', (error) => this.logger.warn(`A connection was lost: ${error.message}`));
  }

  /** All of it or nothing. */
  async transaction<Result>(act: (database: Statements) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await act(new Prepared(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    names.set(text, name);
  }
  return name;
}
