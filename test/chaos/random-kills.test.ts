// `kill -9` at any moment, of workers that plan, build, send and sweep, and of the web process. The receiver's journal is
// the judge: nobody goes without, and whoever gets it twice has an attempt on record whose end nobody could know.
//
// The long form: npm run chaos -- --deliveries 50000 --kills 100
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { StartRun } from '../../src/digests/start-run.js';
import { chooseOwnPort } from '../support/own-port.js';
import { type ChaosRun, startChaosRun, TODAY } from '../support/chaos-run.js';
import { killLeftovers } from '../support/courant-process.js';
import { Crew } from '../support/crew.js';
import { judge } from '../support/judgement.js';
import { tell } from '../support/chaos-table.js';
import { until } from '../support/until.js';

const DELIVERIES = Number(process.env['CHAOS_DELIVERIES'] ?? 5_000);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 20);
/** In the long form nobody helps: leases end by themselves. */
const IS_LONG = process.env['CHAOS_DELIVERIES'] !== undefined;
const CONNECTIONS = 5;
const WORKERS = 3;
let run: ChaosRun;

beforeAll(async () => {
  run = await startChaosRun(6);
}, 120_000);
afterEach(killLeftovers);
afterAll(() => run.stop());

it(
  `${DELIVERIES} digests through ${KILLS} kills: none is lost, and each second copy is accounted for`,
  async () => {
    const { operator, receiver, env } = run;
    const startedAt = performance.now();
    await run.addDueReaders(DELIVERIES);
    const worker = { ...env, SMTP_CONNECTIONS: String(CONNECTIONS) };
    const web = { ...env, ROLE: 'web', PORT: String(await chooseOwnPort()) };
    const crew = await new Crew([...Array.from({ length: WORKERS }, () => worker), web]).untilReady();
    await run.hurry();
    const accepted = () => operator.prisma.delivery.count({ where: { state: 'accepted' } });
    let hurriedAt = performance.now();
    const goOn = async () => {
      if (performance.now() - hurriedAt < 2_000) return;
      if (!IS_LONG) await run.timePasses(crew.killed);
      await run.hurry();
      hurriedAt = performance.now();
    };
    const openAtKills: number[] = [];
    while (crew.killed.length < KILLS) {
      // So that they fall all over the run, the first while it is planned and built.
      const soFar = (crew.killed.length * DELIVERIES) / (KILLS + 1);
      await until('the run to go on', async () => (await goOn(), (await accepted()) >= soFar), 180, 150);
      await new Promise((resolve) => setTimeout(resolve, 200 * Math.random()));
      const pid = await crew.killAny();
      if (pid === undefined) continue;
      const [open] = await operator.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM deliveries WHERE state = 'handing_over' AND claimed_by LIKE ${`%:${pid}:%`}`;
      openAtKills.push(open?.count ?? 0);
    }
    const ledger = await until(
      'the run to be done',
      async () => {
        await goOn();
        const soFar = await run.ledger();
        return soFar.isDone && soFar.due === DELIVERIES && soFar;
      },
      IS_LONG ? 600 : 90,
      300,
    );
    const found = await judge(operator.prisma, receiver);
    const endings = await (await crew.untilReady()).stop();
    tell(`${DELIVERIES} deliveries, ${KILLS} kills`, {
      ...found,
      openAtKills: openAtKills.reduce((sum, open) => sum + open, 0),
      mostOpenAtOne: Math.max(...openAtKills),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    });

    expect(ledger).toMatchObject({ due: DELIVERIES, isBalanced: true, faults: [] });
    expect(ledger.accepted + ledger.unknown).toBe(DELIVERIES);
    expect(found).toMatchObject({ deliveries: DELIVERIES, lost: 0, denied: 0, unexplained: 0, foreign: 0 });
    expect(found).toMatchObject({ givenUp: 0 });
    expect(found.duplicates).toBeLessThanOrEqual(found.unknownAttempts);
    // A worker leaves no more in doubt than it has connections; kills that leave nothing in doubt would show nothing.
    expect(Math.max(...openAtKills)).toBeGreaterThan(0);
    expect(Math.max(...openAtKills)).toBeLessThanOrEqual(CONNECTIONS);
    expect(endings).toEqual(endings.map(() => ({ code: 0, signal: null })));
    // Asked for again, the run is over.
    expect(await operator.get(StartRun).run({ date: TODAY })).toEqual({ planned: 0 });
  },
  IS_LONG ? 3_600_000 : 600_000,
);
