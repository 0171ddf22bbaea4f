// One request at a time and not too often, over all processes: measured by PostgreSQL's clock.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { FetchError } from '../../src/platform/fetch/fetch-error.js';
import { LaneBusy, RequestGate } from '../../src/platform/fetch/request-gate.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { killScripts, type OwnScript, startScript } from '../support/own-script.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let prisma: PrismaService;
let gate: RequestGate;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = new PrismaService({ databaseUrl: database.url } as Config);
  gate = new RequestGate(prisma);
  await prisma.$executeRaw`
    CREATE TABLE visits (
      id SERIAL, lane TEXT, pid INT,
      began_at TIMESTAMPTZ DEFAULT clock_timestamp(), ended_at TIMESTAMPTZ
    )`;
});
beforeEach(async () => {
  await prisma.$executeRaw`DELETE FROM request_gates`;
  await prisma.$executeRaw`DELETE FROM visits`;
});
afterEach(killScripts);
afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

interface Visiting {
  lane: string;
  everyMs: number;
  times: number;
  /** How long each takes. */
  ms: number;
  leaseMs?: number;
}

/** A process that makes visits through its own gate and notes them. */
function visitor({ lane, everyMs, times, ms, leaseMs }: Visiting): OwnScript {
  const dist = new URL('../../dist/platform/', import.meta.url).href;
  const code = `
    const { PrismaService } = await import('${dist}prisma/prisma.service.js');
    const { RequestGate } = await import('${dist}fetch/request-gate.js');
    const prisma = new PrismaService({ databaseUrl: process.env.DATABASE_URL });
    const gate = new RequestGate(prisma);
    const visit = async () => {
      const [{ id }] = await prisma.$queryRaw\`
        INSERT INTO visits (lane, pid) VALUES (\${'${lane}'}, \${process.pid}) RETURNING id\`;
      await new Promise((resolve) => setTimeout(resolve, ${ms}));
      await prisma.$executeRaw\`UPDATE visits SET ended_at = clock_timestamp() WHERE id = \${id}\`;
    };
    for (let i = 0; i < ${times}; i += 1)
      await gate.run('${lane}', ${everyMs}, visit, { leaseMs: ${leaseMs ?? 60_000} });
    await prisma.$disconnect();`;
  return startScript(code, { DATABASE_URL: database.url });
}

interface Visit {
  pid: number;
  /** From the start of the one before to the start of this one. */
  gapMs: number | null;
  /** From the end of the one before to the start of this one. */
  pauseMs: number | null;
}

const visits = (lane: string) => prisma.$queryRaw<Visit[]>`
  SELECT pid,
    (EXTRACT(EPOCH FROM began_at - lag(began_at) OVER earlier) * 1000)::float8 AS "gapMs",
    (EXTRACT(EPOCH FROM began_at - lag(ended_at) OVER earlier) * 1000)::float8 AS "pauseMs"
  FROM visits WHERE lane = ${lane} WINDOW earlier AS (ORDER BY began_at) ORDER BY began_at`;

describe('a lane', () => {
  it('is kept by two processes together: one at a time, far enough apart, and each has its turns', async () => {
    const plan = { lane: 'arxiv', everyMs: 250, times: 6, ms: 40 };
    const both = [visitor(plan), visitor(plan)];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual(['', '']);
    const seen = await visits('arxiv');
    expect(seen).toHaveLength(12);
    expect(new Set(seen.map(({ pid }) => pid)).size).toBe(2);
    const after = seen.slice(1);
    expect(Math.min(...after.map(({ gapMs }) => gapMs ?? 0))).toBeGreaterThanOrEqual(250);
    expect(Math.min(...after.map(({ pauseMs }) => pauseMs ?? 0))).toBeGreaterThanOrEqual(250);
    // Nobody dawdles either: pause, jitter and looking are well below twice the pause, on a machine that has time for us.
    const mean = after.reduce((sum, { gapMs }) => sum + (gapMs ?? 0), 0) / after.length;
    expect(mean).toBeLessThan(2_000);
  });

  it('is kept within one process too, and by failures as by successes', async () => {
    const began: number[] = [];
    let open = 0;
    let mostOpen = 0;
    const visit = async () => {
      began.push(performance.now());
      mostOpen = Math.max(mostOpen, (open += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      open -= 1;
      if (began.length % 2) throw new Error('no luck');
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => gate.run('one process', 100, visit)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(mostOpen).toBe(1);
    expect(Math.min(...began.slice(1).map((at, index) => at - (began[index] ?? 0)))).toBeGreaterThan(100);
  });

  it('does not hold up another', async () => {
    await gate.run('slow', 60_000, () => Promise.resolve());
    const startedAt = performance.now();
    expect(await gate.run('quick', 60_000, () => Promise.resolve('done'))).toBe('done');
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  it('comes free again when its holder is killed, and not before its lease ends', async () => {
    const holder = visitor({ lane: 'orphan', everyMs: 100, times: 1, ms: 60_000, leaseMs: 3_000 });
    await until('the visit', async () => (await visits('orphan')).length > 0);
    // Longer than the lease: it is renewed while its holder lives.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await expect(gate.run('orphan', 100, () => Promise.resolve(), { maxWaitMs: 300 })).rejects.toBeInstanceOf(
      LaneBusy,
    );
    holder.child.kill('SIGKILL');
    const killedAt = performance.now();
    expect(await gate.run('orphan', 100, () => Promise.resolve('mine'))).toBe('mine');
    expect(performance.now() - killedAt).toBeGreaterThan(500);
    expect(performance.now() - killedAt).toBeLessThan(15_000);
  });

  it('is given up after the longest wait, with a sentence, and nothing is asked', async () => {
    await gate.run('far', 10_000, () => Promise.resolve());
    let asked = false;
    const waiting = gate.run('far', 10_000, () => Promise.resolve((asked = true)), { maxWaitMs: 200 });
    await expect(waiting).rejects.toThrow(/^No turn for far in 0 s: .* Nothing was sent\.$/);
    expect(asked).toBe(false);
  });

  it('pauses for all as long as the source asks', async () => {
    const limited = new FetchError('http_status', 'slow down', { status: 429, retryAfterMs: 5_000 });
    await expect(gate.run('asked', 50, () => Promise.reject(limited))).rejects.toBe(limited);
    const next = gate.run('asked', 50, () => Promise.resolve(), { maxWaitMs: 1_000 });
    await expect(next).rejects.toBeInstanceOf(LaneBusy);
  });

  it('tells the work when it was lost, and leaves it to who has it now', async () => {
    const reason = await gate.run(
      'lost',
      50,
      async (signal) => {
        await prisma.$executeRaw`
          UPDATE request_gates SET held_by = 'another', held_until = clock_timestamp() + interval '1 minute'`;
        await until('the news', () => signal.aborted);
        return signal.reason as Error;
      },
      { leaseMs: 300 },
    );
    expect(reason).toBeInstanceOf(LaneBusy);
    const [row] = await prisma.$queryRaw<{ held_by: string }[]>`SELECT held_by FROM request_gates`;
    expect(row?.held_by).toBe('another');
  });
});
