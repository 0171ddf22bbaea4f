// A worker dies on each side of every edge, by name and not by chance: whatever it leaves behind is picked up.
//
// The long form goes through all of them several times: npm run chaos -- --rounds 10
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Failpoint, FAILPOINTS } from '../../src/shared/failpoint.js';
import { SteerRun } from '../../src/digests/steer-run.js';
import { tell } from '../support/chaos-table.js';
import { type ChaosRun, startChaosRun, TODAY } from '../support/chaos-run.js';
import { CourantProcess, killLeftovers } from '../support/courant-process.js';
import { judge } from '../support/judgement.js';
import { until } from '../support/until.js';

const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 1);
const AT_ONCE = 4;
const BATCH = 60;
let run: ChaosRun;

beforeAll(async () => {
  run = await startChaosRun(4);
});
afterEach(killLeftovers);
afterAll(() => run.stop());

/** How often a worker passes the point before it dies there: once in a batch, or once in a mail. */
function passes(point: Failpoint): number {
  const isPerMail = /^(smtp|send:(connected|marked|answered|settl))/.test(point);
  return Math.floor(Math.random() * (isPerMail ? 20 : 2));
}

interface Armed {
  point: Failpoint;
  worker: CourantProcess;
}

function arm(point: Failpoint): Armed {
  const env = { ...run.env, SMTP_CONNECTIONS: '3', FAILPOINT: `${point}@${passes(point)}` };
  return { point, worker: new CourantProcess({ env }) };
}

/** Work that leads past every point: readers who are due, who change their minds, mails that are too late. */
async function stir(killed: readonly number[]): Promise<void> {
  const { prisma } = run.operator;
  await run.timePasses(killed);
  const { waiting } = (await run.ledger()).digests;
  if (waiting === 0) await run.addDueReaders(BATCH);
  // Some leave without a word to the mails that wait for them: these are dropped at the last look.
  await prisma.$executeRaw`
    UPDATE subscribers SET state = 'unsubscribed' WHERE id IN (
      SELECT subscriber_id FROM deliveries WHERE state = 'queued' ORDER BY random() LIMIT 2)`;
  await prisma.$executeRaw`
    UPDATE deliveries SET expires_at = now() WHERE id IN (
      SELECT id FROM deliveries WHERE state = 'queued' ORDER BY random() LIMIT 1)`;
  const steer = (order: 'pause' | 'resume') => run.operator.get(SteerRun).run({ date: TODAY, order });
  await steer('pause');
  await new Promise((resolve) => setTimeout(resolve, 30));
  await steer('resume');
  await run.hurry();
}

it(
  `each of ${FAILPOINTS.length} points, ${ROUNDS} times: nobody is lost, nothing is left, no copy is unexplained`,
  async () => {
    const queue: Failpoint[] = Array.from({ length: ROUNDS }, () => FAILPOINTS).flat();
    const hits = new Map<Failpoint, number>();
    const killed: number[] = [];
    const armed = queue.splice(0, AT_ONCE).map(arm);
    const startedAt = performance.now();
    while (armed.length > 0) {
      await until(
        `a death at one of ${armed.map(({ point }) => point).join(', ')}`,
        async () => {
          if (armed.some(({ worker }) => worker.hasEnded)) return true;
          await stir(killed);
          await new Promise((resolve) => setTimeout(resolve, 400));
          return false;
        },
        180,
      );
      for (const { point, worker } of armed.filter(({ worker }) => worker.hasEnded)) {
        expect([point, await worker.ended]).toEqual([point, { code: null, signal: 'SIGKILL' }]);
        hits.set(point, (hits.get(point) ?? 0) + 1);
        killed.push(worker.pid);
        armed.splice(
          armed.findIndex((one) => one.worker === worker),
          1,
        );
        const next = queue.shift();
        if (next) armed.push(arm(next));
      }
    }
    const survivor = await new CourantProcess({ env: run.env }).untilReady();
    const ledger = await until(
      'the run to be done',
      async () => {
        await run.timePasses(killed);
        await run.hurry();
        await new Promise((resolve) => setTimeout(resolve, 700));
        const soFar = await run.ledger();
        return soFar.isDone && soFar;
      },
      180,
    );
    const found = await judge(run.operator.prisma, run.receiver);
    await survivor.stop();
    tell(`${FAILPOINTS.length} failpoints, ${ROUNDS} times`, {
      hits: killed.length,
      ...found,
      cancelled: ledger.cancelled,
      expired: ledger.expired,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    });

    expect([...hits.keys()].toSorted()).toEqual(FAILPOINTS.toSorted());
    expect(ledger).toMatchObject({ isBalanced: true, faults: [] });
    expect(found).toMatchObject({ lost: 0, denied: 0, unexplained: 0, givenUp: 0, foreign: 0 });
    expect(found.duplicates).toBeLessThanOrEqual(found.unknownAttempts);
    expect(
      await run.operator.prisma.subscriber.count({
        where: { nextDueAt: { lt: new Date() }, state: 'active' },
      }),
    ).toBe(0);
  },
  600_000 * ROUNDS,
);
