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

/** Group commit lets one write at a time; claims and loads of two jobs come beside it. */
const CONNECTIONS = 3;
/**
 * A plan is made once and kept while tables grow from nothing to millions: these statements find all they need by keys, so
 * it is the one with the indexes, whatever the tables look like at that moment.
 */
const BY_KEYS = `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off;
  SET enable_mergejoin = off`;

export class PreparedStatements implements Statements {
  private readonly logger = new Logger('PostgreSQL');
  private readonly pool: pg.Pool;
  private readonly names = new Map<string, string>();

  /** Connects when it is first asked. */
  constructor(connectionString: string) {
    this.pool = new pg.Pool({
      connectionString,
      max: CONNECTIONS,
      connectionTimeoutMillis: 10_000,
      application_name: 'courant',
    });
    this.pool.on('connect', (client) => {
      // A connection that dies so early tells the statement that waits for it.
      client.query(BY_KEYS).catch(() => undefined);
    });
    this.pool.on('error', (error) => this.logger.warn(`A connection was lost: ${error.message}`));
  }

  async $queryRaw<Rows>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows> {
    return (await this.run(query, values)).rows as Rows;
  }

  async $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number> {
    return (await this.run(query, values)).rowCount ?? 0;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private run(query: TemplateStringsArray | Prisma.Sql, given: readonly unknown[]) {
    const { text, values } = query instanceof Prisma.Sql ? query : new Prisma.Sql(query, given);
    return this.pool.query({ name: this.nameOf(text), text, values });
  }

  private nameOf(text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
      this.names.set(text, name);
    }
    return name;
  }
}
