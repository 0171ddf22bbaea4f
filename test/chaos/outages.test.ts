// PostgreSQL is stopped without a chance to tidy up, Redis is flushed or gone, for seconds or minutes, in the middle of a
// run: it costs time. Nobody goes without, and nobody gets a second copy, because no worker died.
//
// The long form: npm run chaos -- --outages 10
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tell } from '../support/chaos-table.js';
import { type ChaosRun, startChaosRun } from '../support/chaos-run.js';
import { killLeftovers } from '../support/courant-process.js';
import { Crew } from '../support/crew.js';
import { judge } from '../support/judgement.js';
import { OwnPostgres, canCrashPostgres } from '../support/own-postgres.js';
import { hasRedis, OwnRedis } from '../support/own-redis.js';
import { until } from '../support/until.js';

const TIMES = Number(process.env['CHAOS_OUTAGES'] ?? 1);
const IS_LONG = process.env['CHAOS_OUTAGES'] !== undefined;
const READERS = IS_LONG ? 600 : 500;
const servers = {
  postgres: new OwnPostgres(),
  redis: new OwnRedis(),
};
const before = { ...process.env };

type Backend = keyof typeof servers;

interface UnderWay {
  run: ChaosRun;
  crew: Crew;
  /** Readers so far. */
  due: number;
}

/** One for each queue backend; its two workers live through all outages. */
const underWay = new Map<Backend, UnderWay>();

beforeAll(async () => {
  if (!canCrashPostgres) return;
  process.env['COURANT_TEST_SERVER'] = await servers.postgres.start();
  if (hasRedis) await servers.redis.start();
}, 120_000);
afterAll(async () => {
  await killLeftovers();
  const stops = await Promise.allSettled([...underWay.values()].map(({ run }) => run.stop()));
  Object.assign(process.env, before);
  await Promise.all([servers.postgres.stop(), servers.redis.stop()]);
  expect(stops.filter(({ status }) => status === 'rejected')).toEqual([]);
});

async function begin(queue: Backend): Promise<UnderWay> {
  delete process.env['COURANT_TEST_REDIS'];
  if (queue === 'redis') process.env['COURANT_TEST_REDIS'] = servers.redis.url;
  const run = await startChaosRun(20);
  const worker = { ...run.env, SMTP_CONNECTIONS: '3' };
  const crew = await new Crew([worker, worker]).untilReady();
  const one = { run, crew, due: 0 };
  underWay.set(queue, one);
  return one;
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, 1_000 * count));

interface Outage {
  what: string;
  queue: Backend;
  happen: () => Promise<void>;
}

const away = (server: Backend, forSeconds: number) => async () => {
  await servers[server].crash();
  await seconds(forSeconds);
  await servers[server].startAgain();
};

const outages: Outage[] = [
  { what: 'PostgreSQL is stopped at once', queue: 'postgres', happen: away('postgres', 0) },
  { what: 'PostgreSQL is away', queue: 'postgres', happen: away('postgres', IS_LONG ? 60 : 3) },
  { what: 'PostgreSQL is away, queue in Redis', queue: 'redis', happen: away('postgres', IS_LONG ? 60 : 3) },
  { what: 'Redis is flushed', queue: 'redis', happen: () => servers.redis.flush() },
  { what: 'Redis is away', queue: 'redis', happen: away('redis', IS_LONG ? 120 : 3) },
];

describe.each(outages)('$what', ({ what, queue, happen }) => {
  const given = canCrashPostgres && (queue === 'postgres' || hasRedis) ? it : it.skip;

  given(
    `in the middle of a run, ${TIMES} times: nothing lost, nothing twice, at work again within 30 s`,
    async () => {
      const one = underWay.get(queue) ?? (await begin(queue));
      const { run, crew } = one;
      const { prisma } = run.operator;
      const accepted = () => prisma.delivery.count({ where: { state: 'accepted' } }).catch(() => -1);
      const back: number[] = [];
      for (let time = 0; time < TIMES; time += 1) {
        await run.addDueReaders(READERS);
        one.due += READERS;
        const tenth = one.due - READERS * 0.9;
        await run.hurry();
        await until('the run to be under way', async () => (await accepted()) > tenth, 120);
        await happen();
        const returnedAt = performance.now();
        const soFar = await until('the database to answer', async () => {
          const count = await accepted();
          return count >= 0 && count;
        });
        const goesOn = async () => (await accepted()) > Math.min(soFar, one.due - 1);
        await until('mails to be sent again', goesOn, 60);
        back.push((performance.now() - returnedAt) / 1_000);
        // What the long form waits for, the ends of leases and the next sweep, the short one has come now.
        const isDone = async () => {
          if (!IS_LONG) {
            await run.timePasses([]);
            await run.hurry();
          }
          return (await run.ledger().catch(() => undefined))?.accepted === one.due;
        };
        await until('the run to be done', isDone, 120, 500);
      }
      const ledger = await run.ledger();
      const found = await judge(prisma, run.receiver);
      tell(`${what} (${TIMES} times)`, { ...found, slowestReturnSeconds: Math.max(...back).toFixed(1) });

      expect(ledger).toMatchObject({ due: one.due, accepted: one.due, isBalanced: true, isDone: true });
      expect(found).toMatchObject({
        mails: one.due,
        lost: 0,
        denied: 0,
        duplicates: 0,
        unknownAttempts: 0,
        foreign: 0,
      });
      expect(Math.max(...back)).toBeLessThan(30);
      // The same processes, all the time.
      expect(crew.members.map(({ hasEnded }) => hasEnded)).toEqual([false, false]);
    },
    IS_LONG ? 3_600_000 : 180_000,
  );
});

it('workers that have seen all that still stop when they are told', async () => {
  for (const { crew } of underWay.values())
    expect(await crew.stop()).toEqual(crew.members.map(() => ({ code: 0, signal: null })));
}, 60_000);
