// Who gets a digest row, for which date, and when the next one is due.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PlanDigests } from '../../src/digests/plan-digests.js';
import { StartRun } from '../../src/digests/start-run.js';
import { newSubscriber } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

describe('planning digests', () => {
  let courant: UseCases;
  const plan = () => courant.get(PlanDigests).run();
  const due = (instant: string) => ({
    nextDueAt: new Date(instant),
    timeZone: 'Europe/Berlin',
    deliverAtHour: 8,
  });

  beforeAll(async () => {
    courant = await openUseCases([DigestsModule]);
  });
  beforeEach(async () => {
    await courant.prisma.subscriber.deleteMany();
    courant.clock.set('2026-06-29T06:00:30Z');
  });
  afterAll(() => courant.stop());

  it('plans one digest for the local date and moves the due instant to the next day', async () => {
    const { id } = await newSubscriber(courant.prisma, due('2026-06-29T06:00:00Z'));
    expect(await plan()).toEqual({ planned: 1 });
    expect(await plan()).toEqual({ planned: 0 });
    const [digest] = await courant.prisma.digest.findMany();
    expect(digest?.localDate.toISOString().slice(0, 10)).toBe('2026-06-29');
    const after = await courant.prisma.subscriber.findUniqueOrThrow({ where: { id } });
    expect(after.nextDueAt?.toISOString()).toBe('2026-06-30T06:00:00.000Z');
    expect(courant.queue.jobs.at(-1)).toEqual({ name: 'build', payload: { digestIds: [digest?.id] } });
  });

  it('leaves alone who is not due, not active, or has no due instant', async () => {
    await newSubscriber(courant.prisma, due('2026-06-29T07:00:00Z'));
    await newSubscriber(courant.prisma, { ...due('2026-06-29T06:00:00Z'), state: 'paused' });
    await newSubscriber(courant.prisma, { nextDueAt: null });
    expect(await plan()).toEqual({ planned: 0 });
  });

  it('takes who has paused as active again when the pause is over, and not before', async () => {
    const paused = { state: 'paused' as const, pausedUntilOn: new Date('2026-06-29') };
    const { id } = await newSubscriber(courant.prisma, { ...due('2026-06-29T06:00:00Z'), ...paused });
    await newSubscriber(courant.prisma, { ...due('2026-07-29T06:00:00Z'), ...paused });
    expect(await plan()).toEqual({ planned: 1 });
    const back = await courant.prisma.subscriber.findUniqueOrThrow({ where: { id } });
    expect(back).toMatchObject({ state: 'active', pausedUntilOn: null });
  });

  it('gives each reader one digest when several planners run at once', async () => {
    for (let n = 0; n < 30; n += 1) await newSubscriber(courant.prisma, due('2026-06-29T06:00:00Z'));
    const results = await Promise.all([plan(), plan(), plan(), plan()]);
    expect(results.reduce((sum, { planned }) => sum + planned, 0)).toBe(30);
    expect(await courant.prisma.digest.count()).toBe(30);
  });

  it('sends late after an outage of eleven hours', async () => {
    await newSubscriber(courant.prisma, due('2026-06-28T19:30:00Z'));
    expect(await plan()).toEqual({ planned: 1 });
    const [digest] = await courant.prisma.digest.findMany();
    expect(digest?.localDate.toISOString().slice(0, 10)).toBe('2026-06-28');
  });

  it('leaves a date out after an outage of more than twelve hours, and serves the next', async () => {
    const { id } = await newSubscriber(courant.prisma, due('2026-06-28T06:00:00Z'));
    expect(await plan()).toEqual({ planned: 0 });
    const after = await courant.prisma.subscriber.findUniqueOrThrow({ where: { id } });
    expect(after.nextDueAt?.toISOString()).toBe('2026-06-30T06:00:00.000Z');
    expect(after.lastServedOn).toBeNull();
  });

  it('never serves a date twice, nor within six hours, when a reader moves over the date line', async () => {
    const { id } = await newSubscriber(courant.prisma, {
      nextDueAt: new Date('2026-06-29T06:00:00Z'),
      timeZone: 'Pacific/Kiritimati',
      deliverAtHour: 20,
    });
    await plan();
    await courant.prisma.$executeRaw`
      UPDATE subscribers SET time_zone = 'Pacific/Honolulu', deliver_at_hour = 21,
        next_due_at = next_due_at('2026-06-29T06:00:30Z', 'Pacific/Honolulu', 21, last_served_on, last_served_at)
      WHERE id = ${id}::uuid`;
    const { nextDueAt } = await courant.prisma.subscriber.findUniqueOrThrow({ where: { id } });
    // 21:00 on the 28th in Honolulu is only an hour away, and the 29th was served: the 30th is next. At 21:00 she would
    // have waited 49 hours, so it comes after 48.
    expect(nextDueAt?.toISOString()).toBe('2026-07-01T06:00:30.000Z');
  });

  it('starts a run for everybody who has no digest of the date yet', async () => {
    await newSubscriber(courant.prisma, due('2026-06-29T06:00:00Z'));
    await newSubscriber(courant.prisma, due('2026-06-29T18:00:00Z'));
    await plan();
    expect(await courant.get(StartRun).run({ date: '2026-06-29' })).toEqual({ planned: 1 });
    expect(await courant.get(StartRun).run({ date: '2026-06-29' })).toEqual({ planned: 0 });
  });

  it.each(['2026-06-27', '2026-07-01'])(
    'refuses a run for %s, which it is nowhere on earth',
    async (date) => {
      await expect(courant.get(StartRun).run({ date })).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );
});
