// Readers who travel, change their hour and their mind, at any time: whatever they do, never two digests for one local
// date, never two within six hours, and never more than 48 hours without one for who wants one a day.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planDue } from '../../src/digests/plan.queries.js';
import type { Frequency } from '../../src/generated/prisma/enums.js';
import { HOUR, MINUTE } from '../../src/shared/clock.js';
import { reckonNextDue } from '../../src/subscribers/settings/next-due.js';
import { newSubscriber } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const HISTORIES = Number(process.env['HISTORIES'] ?? 25);
let courant: UseCases;
let zones: string[];

beforeAll(async () => {
  courant = await openUseCases([]);
  const names = await courant.prisma.$queryRaw<{ name: string }[]>`
    SELECT name FROM pg_timezone_names WHERE name ~ '^(Africa|America|Antarctica|Asia|Australia|Europe|Pacific|UTC)'`;
  zones = names.map(({ name }) => name);
});
afterAll(() => courant.stop());

/** After so many hours she changes one thing. */
type Step = { afterHours: number } & ({ zone: number } | { hour: number } | { frequency: Frequency });

const edges = [
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Pacific/Apia',
  'America/Havana',
  'Antarctica/Troll',
];
const hours = fc.integer({ min: 0, max: 23 });
const waits = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 60, noNaN: true }));
const history = (mayChangeFrequency: boolean) =>
  fc.record({
    startsAt: fc.date({ min: new Date('2024-01-01'), max: new Date('2036-11-30'), noInvalidDate: true }),
    hour: hours,
    steps: fc.array(
      fc.oneof(
        fc.record({ afterHours: waits, zone: fc.nat() }),
        fc.record({ afterHours: waits, hour: hours }),
        ...(mayChangeFrequency
          ? [
              fc.record({
                afterHours: waits,
                frequency: fc.constantFrom<Frequency>('daily', 'weekdays', 'weekly'),
              }),
            ]
          : []),
      ),
      { minLength: 4, maxLength: 14 },
    ),
    delays: fc.array(fc.integer({ min: 0, max: MINUTE }), { minLength: 8, maxLength: 8 }),
  });

interface Served {
  at: number;
  date: string;
  /** Since when, without a break, she has wanted one a day; never while she does not. */
  dailySince: number;
}

const zoneOf = (number: number) =>
  number % 3 === 0 ? (edges[number % edges.length] ?? 'UTC') : (zones[number % zones.length] ?? 'UTC');

/** Lives through a history, and four quiet days after it. */
async function live(life: {
  startsAt: Date;
  hour: number;
  steps: Step[];
  delays: number[];
}): Promise<Served[]> {
  const { prisma } = courant;
  await prisma.subscriber.deleteMany();
  const reader = await newSubscriber(prisma, { deliverAtHour: life.hour });
  await reckonNextDue(prisma, reader.id, life.startsAt);
  const served: Served[] = [];
  let now = life.startsAt.getTime();
  let dailySince = now;
  const goOnUntil = async (end: number) => {
    for (;;) {
      const { nextDueAt } = await prisma.subscriber.findUniqueOrThrow({ where: { id: reader.id } });
      if (!nextDueAt) throw new Error('She is never due again');
      const at = Math.max(nextDueAt.getTime(), now) + (life.delays[served.length % life.delays.length] ?? 0);
      if (at > end) break;
      const { digestIds } = await planDue(prisma, new Date(at), 10);
      const [digest] = await prisma.digest.findMany({ where: { id: { in: digestIds } } });
      if (!digest)
        throw new Error(`Due at ${new Date(at).toISOString()}, and no digest: her date was served`);
      served.push({ at, date: digest.localDate.toISOString().slice(0, 10), dailySince });
      now = at;
    }
    now = end;
  };
  for (const step of life.steps) {
    await goOnUntil(now + step.afterHours * HOUR);
    if ('frequency' in step) dailySince = step.frequency === 'daily' ? Math.min(dailySince, now) : Infinity;
    const data =
      'zone' in step
        ? { timeZone: zoneOf(step.zone) }
        : 'hour' in step
          ? { deliverAtHour: step.hour }
          : { frequency: step.frequency };
    await prisma.subscriber.update({ where: { id: reader.id }, data });
    await reckonNextDue(prisma, reader.id, new Date(now));
  }
  await goOnUntil(now + 96 * HOUR);
  served.push({ at: now, date: 'the end', dailySince });
  return served;
}

function check(served: readonly Served[]): void {
  const digests = served.slice(0, -1);
  expect(new Set(digests.map(({ date }) => date)).size).toBe(digests.length);
  for (const [index, one] of served.entries()) {
    const before = served[index - 1];
    // Before the first digest there is nothing to count from.
    if (!before) continue;
    if (one.date !== 'the end') expect(one.at - before.at).toBeGreaterThanOrEqual(6 * HOUR);
    // The planner looks once a minute. From UTC+14 to UTC-11 a whole date more was served already.
    const waited = one.at - Math.max(before.at, one.dailySince);
    expect(waited).toBeLessThanOrEqual(49 * HOUR + 2 * MINUTE);
  }
}

it.each([
  ['moves and changes her hour', false],
  ['changes how often, too', true],
])(
  `a reader who %s: ${HISTORIES} histories`,
  async (_, mayChangeFrequency) => {
    await fc.assert(
      fc.asyncProperty(history(mayChangeFrequency), async (life) => {
        check(await live(life as Parameters<typeof live>[0]));
      }),
      { numRuns: HISTORIES, endOnFailure: HISTORIES > 25 },
    );
  },
  20_000_000,
);
