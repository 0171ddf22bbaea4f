// Gives a command the use cases it needs: the database, up to date, and a Nest application without HTTP around it.
import 'reflect-metadata';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { makeConfig } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { readEnvironment } from '../config/env.js';
import { openStandIns, type StandIns } from '../platform/embedded/stand-ins.js';
import { migrate } from '../platform/prisma/migrate.js';
import { PrismaModule } from '../platform/prisma/prisma.module.js';
import { assertDatabaseReachable } from '../platform/reachable.js';
import { SystemClock } from '../shared/clock.js';

/** Runs `act` with a database that answers, configured or embedded. */
export async function withDatabase<Result>(act: (standIns: StandIns) => Promise<Result>): Promise<Result> {
  const standIns = await openStandIns(readEnvironment(), new SystemClock(), { mailbox: false });
  try {
    await assertDatabaseReachable(standIns.databaseUrl);
    return await act(standIns);
  } finally {
    await standIns.close();
  }
}

/** Runs `act` with the providers of a feature's module. */
export async function withModule<Result>(
  module: Type,
  act: (app: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (standIns) => {
    await migrate(standIns.databaseUrl);
    const config = makeConfig(readEnvironment(), standIns);
    const root = {
      module: class Command {},
      imports: [ConfigModule.of(config, new SystemClock()), PrismaModule, module],
    };
    const app = await NestFactory.createApplicationContext(root, {
      logger: ['warn', 'error'],
      abortOnError: false,
    });
    try {
      return await act(app);
    } finally {
      await app.close();
    }
  });
}
