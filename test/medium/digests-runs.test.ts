// What an operator may do to a run: hold it, let it go on, end it, send one digest again. Each order once, whoever races.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { ReadLedger } from '../../src/digests/read-ledger.js';
import { ReadMissing } from '../../src/digests/read-missing.js';
import { SendAgain } from '../../src/digests/send-again.js';
import { StartRun } from '../../src/digests/start-run.js';
import { SteerRun } from '../../src/digests/steer-run.js';
import { MisbehavingServer, SILENCE } from '../support/misbehaving-server.js';
import { newPaper, newReaders, papersOfDigests, pauseSending } from '../support/rows.js';
import { until } from '../support/until.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const DATE = '2026-06-29';
let server: MisbehavingServer;
let courant: UseCases;
let readers: string[];

beforeEach(async () => {
  server = await new MisbehavingServer().start();
  courant = await openUseCases([DigestsModule, DeliveriesModule], { SMTP_URL: server.url });
  await newPaper(courant.prisma, { title: 'Sparse experts', upvotes: 3 });
  readers = await newReaders(courant.prisma, 3);
});
afterEach(async () => {
  await courant.stop();
  await server.stop();
});

const steer = (order: 'pause' | 'resume' | 'cancel', reason?: string) =>
  courant.get(SteerRun).run({ date: DATE, order, reason });
const ledger = () => courant.get(ReadLedger).run({ date: DATE });
const digestIds = async () => (await courant.prisma.digest.findMany()).map(({ id }) => id);
const deliveryIds = async () => (await courant.prisma.delivery.findMany()).map(({ id }) => id);
const send = async () => courant.get(SendDeliveries).run({ deliveryIds: await deliveryIds() });

async function build(): Promise<void> {
  await courant.get(StartRun).run({ date: DATE });
  await courant.get(BuildDigests).run({ digestIds: await digestIds() });
}

describe('a paused run', () => {
  it('is built and not sent, and nothing asks for it, until it is resumed', async () => {
    await steer('pause', 'a wrong paper');
    await build();
    expect(await send()).toEqual({ claimed: 0, accepted: 0 });
    expect(await courant.get(SweepDeliveries).run()).toMatchObject({ enqueued: 0 });
    expect(await ledger()).toMatchObject({ state: 'paused', inFlight: 3, isBalanced: true, isDone: false });
    const whyMissing = async () =>
      new Set((await courant.get(ReadMissing).run({ date: DATE, limit: 9 })).map(({ reason }) => reason));
    expect([...(await whyMissing())]).toEqual(['an operator paused the run (a wrong paper); queued']);
    expect(await steer('resume')).toBe('going');
    await pauseSending(courant.prisma);
    expect([...(await whyMissing())]).toEqual([
      'sending is paused since 1970-01-01 00:00 UTC, mx.example:25 refused us: 550 5.7.26 no; queued',
    ]);
    await courant.prisma.sendingPause.deleteMany();
    expect(courant.queue.jobs.at(-1)).toEqual({ name: 'sweep', payload: {} });
    expect(await send()).toEqual({ claimed: 3, accepted: 3 });
    expect(await ledger()).toMatchObject({ state: 'going', accepted: 3, isDone: true });
  });

  it.each(['pause', 'cancel'] as const)(
    'takes back what is claimed and not begun when told to %s',
    async (order) => {
      await build();
      server.answer = (stage) => (stage === 'connect' ? SILENCE : undefined);
      const sending = send();
      await until('the connection', () => server.connections > 0);
      await steer(order, 'stop');
      server.sayToAll('220 at last');
      server.answer = () => undefined;
      await sending;
      expect(server.messages).toEqual([]);
      const after = order === 'pause' ? { inFlight: 3, isDone: false } : { cancelled: 3, isDone: true };
      expect(await ledger()).toMatchObject({ ...after, isBalanced: true });
      expect(await courant.prisma.delivery.count({ where: { state: 'claimed' } })).toBe(0);
    },
  );

  it('holds up no other run and no other kind of mail', async () => {
    await courant.get(StartRun).run({ date: '2026-06-28' });
    await courant.get(BuildDigests).run({ digestIds: await digestIds() });
    await steer('pause');
    expect(await send()).toMatchObject({ accepted: 3 });
  });
});

describe('a cancelled run', () => {
  it('sends nothing any more, with the reason on every mail, for good', async () => {
    await build();
    expect(await steer('cancel', 'sent by mistake')).toBe('cancelled');
    expect(await send()).toEqual({ claimed: 0, accepted: 0 });
    expect(await courant.prisma.delivery.findMany({ select: { state: true, reply: true } })).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'cancelled', reply: 'run cancelled: sent by mistake' })),
    );
    expect(await steer('cancel')).toBe('cancelled');
    await expect(steer('resume')).rejects.toMatchObject({ code: 'conflict' });
    await expect(steer('pause')).rejects.toMatchObject({ code: 'conflict' });
    await expect(courant.get(StartRun).run({ date: DATE })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('leaves the papers of digests that were not built yet for the next date', async () => {
    await courant.get(StartRun).run({ date: DATE });
    await steer('cancel');
    await courant.get(BuildDigests).run({ digestIds: await digestIds() });
    expect(await ledger()).toMatchObject({
      excluded: { run_cancelled: 3 },
      digests: { planned: 3, excluded: 3 },
      isDone: true,
      isBalanced: true,
    });
    expect(await papersOfDigests(courant.prisma)).toHaveLength(0);
    await courant.get(StartRun).run({ date: '2026-06-30' });
    await courant.get(BuildDigests).run({ digestIds: await digestIds() });
    expect(await papersOfDigests(courant.prisma)).toHaveLength(3);
  });

  it('leaves alone what the server has taken', async () => {
    await build();
    await send();
    await steer('cancel');
    expect(await ledger()).toMatchObject({ state: 'cancelled', accepted: 3, cancelled: 0 });
  });
});

describe('sending one digest again', () => {
  const again = (address: string) => courant.get(SendAgain).run({ address, date: DATE });

  it('brings one reader the same papers under a new Message-ID, to the address she has now', async () => {
    await build();
    await send();
    const [address = ''] = readers;
    const before = await courant.prisma.delivery.findFirstOrThrow({ where: { recipient: address } });
    await courant.prisma.subscriber.update({
      where: { id: before.subscriberId ?? '' },
      data: { address: 'moved@example.org', addressKey: 'moved@example.org' },
    });
    expect(await again('moved@example.org')).toEqual({ deliveryId: before.id });
    expect(await ledger()).toMatchObject({ accepted: 2, inFlight: 1, isBalanced: true });
    expect(await send()).toEqual({ claimed: 1, accepted: 1 });
    const after = await courant.prisma.delivery.findUniqueOrThrow({
      where: { id: before.id },
      include: { history: true },
    });
    expect(after).toMatchObject({ state: 'accepted', recipient: 'moved@example.org', attempts: 2 });
    expect(after.messageId).not.toBe(before.messageId);
    expect(after.history).toHaveLength(2);
    expect(server.messages).toHaveLength(4);
    expect(server.messages.at(-1)).toContain(`Message-ID: ${after.messageId}`);
  });

  it('is one order, however many give it at once', async () => {
    await build();
    await send();
    const [address = ''] = readers;
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => again(address)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await send();
    expect(server.messages).toHaveLength(4);
  });

  it.each<[string, (address: string) => Promise<unknown>, string]>([
    ['there is none', () => courant.prisma.digest.deleteMany(), 'not_found'],
    ['it is on its way', () => Promise.resolve(), 'conflict'],
    [
      'she unsubscribed',
      async (address) => {
        await send();
        await courant.prisma.subscriber.update({
          where: { addressKey: address },
          data: { state: 'unsubscribed' },
        });
      },
      'conflict',
    ],
    ['its run was cancelled', () => steer('cancel'), 'conflict'],
  ])('is refused when %s', async (_, happen, code) => {
    await build();
    const [address = ''] = readers;
    await happen(address);
    await expect(again(address)).rejects.toMatchObject({ code });
  });
});
