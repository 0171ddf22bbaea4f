// Starts Courant in this process: what stands in for missing servers, the migrations, and the modules its role asks for.
import 'reflect-metadata';
import { type DynamicModule, type INestApplicationContext, Logger, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config, makeConfig } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import type { Environment } from './config/env.js';
import { languages } from './language/languages.js';
import { openStandIns } from './platform/embedded/stand-ins.js';
import { choosePort } from './platform/http/choose-port.js';
import { migrate } from './platform/prisma/migrate.js';
import { PrismaModule } from './platform/prisma/prisma.module.js';
import { QuietLogger } from './platform/quiet-logger.js';
import { assertDatabaseReachable, assertRedisReachable } from './platform/reachable.js';
import { type Clock, SystemClock } from './shared/clock.js';
import { EX_CONFIG, StartError } from './shared/start-error.js';
import { armFailpoint } from './shared/failpoint.js';

export interface StartOptions {
  clock?: Clock;
  logger?: LoggerService;
  /** How many ports above PORT may be tried when it is taken; none by default. */
  stepOverPorts?: number;
  /** Takes any free port instead of PORT. */
  anyPort?: boolean;
  /** Folder of the local mailbox instead of the one in DATA_DIR. */
  mailboxDir?: string;
  /** Told what was done before the modules start: text and how often. */
  onStep?: (step: 'database' | 'migrations', detail: string) => void;
}

export interface RunningCourant {
  config: Config;
  app: INestApplicationContext;
  /** Takes no more work, finishes what is in hand, and leaves. */
  stop(): Promise<void>;
}

export async function startCourant(env: Environment, options: StartOptions = {}): Promise<RunningCourant> {
  const clock = options.clock ?? new SystemClock();
  armFailpoint(env.FAILPOINT);
  const logger =
    options.logger ??
    new QuietLogger(env.LOG_FORMAT === 'json' ? { json: true } : { colors: process.stdout.isTTY });
  checkLanguages(env.DEFAULT_LANGUAGE, logger);
  const servesHttp = env.ROLE !== 'worker';
  const wantedPort = options.anyPort ? 0 : env.PORT;
  const port = servesHttp ? await choosePort(env.HOST, wantedPort, options.stepOverPorts ?? 0) : wantedPort;
  const standIns = await openStandIns(env, clock, {
    mailbox: env.ROLE !== 'web',
    mailboxDir: options.mailboxDir,
  });
  try {
    for (const note of standIns.notes) logger.log(note, 'Courant');
    await assertDatabaseReachable(standIns.databaseUrl);
    if (env.REDIS_URL) await assertRedisReachable(env.REDIS_URL);
    options.onStep?.('database', standIns.notes.join(' '));
    const applied = await migrate(standIns.databaseUrl);
    options.onStep?.('migrations', applied.join(', '));
    const config = makeConfig(env, { ...standIns, port });
    const app = await startModules(config, clock, logger);
    return {
      config,
      app,
      stop: async () => {
        await app.close();
        await standIns.close();
      },
    };
  } catch (error) {
    await standIns.close();
    throw error;
  }
}

/** Every text is read and compiled before anything starts. */
function checkLanguages(byDefault: string, logger: LoggerService): void {
  const all = languages();
  for (const note of all.notes) logger.warn(note, 'Courant');
  if (all.codes.includes(byDefault)) return;
  throw new StartError(
    `DEFAULT_LANGUAGE: expected one of ${all.codes.join(', ')}, was given "${byDefault}".`,
    EX_CONFIG,
  );
}

async function startModules(
  config: Config,
  clock: Clock,
  logger: LoggerService,
): Promise<INestApplicationContext> {
  const root = await rootModule(config, clock);
  if (config.role === 'worker') {
    const worker = await NestFactory.createApplicationContext(root, { logger, abortOnError: false });
    Logger.log('Working.', 'Courant');
    return worker;
  }
  const { configureHttp, httpAdapter } = await import('./platform/http/http-app.js');
  const adapter = httpAdapter(config);
  const web = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger,
    abortOnError: false,
  });
  await configureHttp(web);
  await web.listen(config.http.port, config.http.host);
  Logger.log(`Serving ${config.http.publicUrl}${config.role === 'all' ? ' and working' : ''}.`, 'Courant');
  return web;
}

/** What a role does not need is not loaded: a worker is ready a fifth sooner without the web server. */
async function rootModule(config: Config, clock: Clock): Promise<DynamicModule> {
  const web = config.role === 'worker' ? [] : [(await import('./web.module.js')).WebModule];
  const worker = config.role === 'web' ? [] : [(await import('./worker.module.js')).WorkerModule];
  return {
    module: class Courant {},
    imports: [ConfigModule.of(config, clock), PrismaModule, ...web, ...worker],
  };
}
