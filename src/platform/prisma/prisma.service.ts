// The connection to PostgreSQL. One pool a process, closed last, after every worker has stopped.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { Config } from '../../config/config.js';
import { type Prisma, PrismaClient } from '../../generated/prisma/client.js';
import { OneAtATime } from './one-at-a-time.js';
import { PreparedStatements } from './prepared-statements.js';

/** What a query file may be given: the client itself or a transaction of it. */
export type Database = Prisma.TransactionClient;

@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  readonly prepared: PreparedStatements;

  constructor(config: Config) {
    super({
      adapter: new PrismaPg({
        connectionString: config.databaseUrl,
        max: 10,
        connectionTimeoutMillis: 10_000,
        application_name: 'courant',
        Client: OneAtATime,
      }),
      // In a rush one waits for a connection, and each step for this process; the defaults, two and five seconds, are what
      // a rush takes.
      transactionOptions: { maxWait: 15_000, timeout: 30_000 },
    });
    this.prepared = new PreparedStatements(config.databaseUrl);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.prepared.close();
    await this.$disconnect();
  }
}
