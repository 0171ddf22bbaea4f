// The two mails to an address that is given up: the receipt of an erasure, and the notice that the mails go elsewhere now.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import { SweepDeliveries } from '../../src/deliveries/sweep-deliveries.js';
import { Prisma, type Subscriber } from '../../src/generated/prisma/client.js';
import { texts } from '../../src/language/languages.js';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { DAY, HOUR } from '../../src/shared/clock.js';
import { addressHash } from '../../src/shared/signed-link.js';
import { ChangeAddress } from '../../src/subscribers/account/change-address.js';
import { EraseReader } from '../../src/subscribers/account/erase-reader.js';
import { SubscribersModule } from '../../src/subscribers/subscribers.module.js';
import { linkIn } from '../support/reader-pages.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { everythingAsText } from '../support/table-contents.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

let sink: SmtpSink;
let courant: UseCases;

beforeAll(async () => {
  sink = await new SmtpSink().start();
  courant = await openUseCases([DeliveriesModule, SubscribersModule], { SMTP_URL: sink.url });
});
afterAll(async () => {
  await courant.stop();
  await sink.stop();
});
beforeEach(async () => {
  courant.clock.set('2026-06-29T12:00:00Z');
  sink.refuseRecipient = () => undefined;
  await courant.prisma.delivery.deleteMany();
});

/** What a worker does when the hints of the queue are lost: what waits is found by the sweep alone. */
async function sweepAndSend(): Promise<void> {
  courant.queue.jobs.length = 0;
  await courant.get(SweepDeliveries).run();
  for (const { payload } of courant.queue.jobs) {
    await courant.get(SendDeliveries).run(payload as { deliveryIds: string[] });
  }
  await courant.get(SweepDeliveries).run();
}
const newest = (address: string) => sink.waitFor(address, sink.to(address).length);
const receipt = () => courant.prisma.delivery.findFirstOrThrow({ where: { kind: 'erased' } });
const erase = ({ id }: Subscriber) => courant.get(EraseReader).run({ subscriberId: id });
const traces = async (address: string) => (await everythingAsText(courant.databaseUrl)).includes(address);

describe('the receipt of an erasure', () => {
  it('goes out although its address is suppressed, is the last mail, and takes the address with it', async () => {
    const address = 'weg@example.org';
    const reader = await newSubscriber(courant.prisma, { address, language: 'de', timeZone: 'Asia/Tokyo' });
    await newDelivery(courant.prisma, reader);
    await erase(reader);
    await erase(reader);
    await sweepAndSend();
    const mail = await newest(address);
    expect([sink.to(address).length, mail.subject]).toEqual([1, 'Alles über Sie ist gelöscht']);
    expect(mail.text?.replace(/\s+/g, ' ')).toContain('Am Montag, 29. Juni 2026, um 21:00 Uhr');
    expect(await receipt()).toMatchObject({ state: 'accepted', recipient: '', details: null, reply: null });
    expect(await traces(address)).toBe(false);
    const addressKey = addressHash(courant.get(SecretKey).value, address);
    expect(await courant.prisma.suppression.count({ where: { addressKey, reason: 'erased' } })).toBe(1);
  });

  it('is one, and no error, for a button that was pressed three times at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const reader = await newSubscriber(courant.prisma);
      await newDelivery(courant.prisma, reader);
      await Promise.all([erase(reader), erase(reader), erase(reader)]);
      expect(await courant.prisma.delivery.count({ where: { recipient: reader.address } })).toBe(1);
    }
  });

  it('goes to the address she has, and so does the hash, when she moves at that moment', async () => {
    const reader = await newSubscriber(courant.prisma);
    const address = 'moved@example.net';
    let erased: Promise<void> | undefined;
    await courant.prisma.$transaction(async (transaction) => {
      const data = { address, addressKey: address };
      await transaction.subscriber.update({ where: { id: reader.id }, data });
      erased = erase(reader);
      const waits = Prisma.sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
      for (let n = 0; n === 0; [{ n }] = await transaction.$queryRaw<[{ n: number }]>(waits));
    });
    await erased;
    expect(await receipt()).toMatchObject({ recipient: address });
    const addressKey = addressHash(courant.get(SecretKey).value, address);
    expect(await courant.prisma.suppression.count({ where: { addressKey } })).toBe(1);
  });

  it('comes through when a mail of hers comes back as undeliverable meanwhile', async () => {
    const reader = await newSubscriber(courant.prisma);
    const { id } = await newDelivery(courant.prisma, reader);
    let erased: Promise<void> | undefined;
    const settled = courant.prisma.$transaction(async (transaction) => {
      await transaction.delivery.update({ where: { id }, data: { state: 'rejected' } });
      erased = erase(reader);
      const waits = Prisma.sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
      for (let n = 0; n === 0; [{ n }] = await transaction.$queryRaw<[{ n: number }]>(waits));
      await transaction.subscriber.update({ where: { id: reader.id }, data: { state: 'suppressed' } });
    });
    await Promise.allSettled([settled]);
    await erased;
    expect(await courant.prisma.subscriber.count({ where: { id: reader.id } })).toBe(0);
  });

  it('keeps no word of the server, which would name the address', async () => {
    const reader = await newSubscriber(courant.prisma);
    sink.refuseRecipient = (to) => ({ code: 550, text: `5.1.1 <${to}> is not here` });
    await erase(reader);
    await sweepAndSend();
    expect(await receipt()).toMatchObject({ state: 'rejected', recipient: '', replyCode: 550 });
    expect(await traces(reader.address)).toBe(false);
  });

  it('keeps the address for a day at most when nobody takes it', async () => {
    const reader = await newSubscriber(courant.prisma);
    sink.refuseRecipient = () => ({ code: 451, text: '4.3.0 later' });
    await erase(reader);
    await sweepAndSend();
    expect(await receipt()).toMatchObject({ state: 'deferred', recipient: reader.address });
    courant.clock.advance(24 * HOUR);
    await sweepAndSend();
    expect(await receipt()).toMatchObject({ state: 'expired', recipient: '', details: null });
    expect(await traces(reader.address)).toBe(false);
  });

  it('is not for addresses that never confirmed, or that mail does not reach', async () => {
    await erase(await newSubscriber(courant.prisma, { state: 'pending', confirmedAt: null }));
    const gone = await newSubscriber(courant.prisma, { state: 'suppressed' });
    const suppressedAt = courant.clock.now();
    await courant.prisma.suppression.create({
      data: { addressKey: gone.addressKey, reason: 'hard_bounce', suppressedAt },
    });
    await erase(gone);
    expect(await courant.prisma.delivery.count()).toBe(0);
  });
});

describe('the notice to an address that was left', () => {
  const press = (link: string) =>
    courant.get(ChangeAddress).confirm({
      token: link.split('/').at(-1) ?? '',
      visitor: { ip: '192.0.2.7', userAgent: 'test' },
      texts: texts('en'),
    });
  async function move(reader: Subscriber, email: string, meanwhile?: () => Promise<unknown>): Promise<void> {
    await courant.get(ChangeAddress).ask({ subscriberId: reader.id, email });
    await sweepAndSend();
    await meanwhile?.();
    await press(linkIn(await newest(email), 'new-address'));
    await sweepAndSend();
  }
  const addressOf = async ({ id }: Subscriber) =>
    (await courant.prisma.subscriber.findUniqueOrThrow({ where: { id } })).address;

  it('says when, shows the new address masked only, and takes the change back within seven days, once', async () => {
    const reader = await newSubscriber(courant.prisma, { address: 'mine@example.org' });
    await move(reader, 'thief@elsewhere.example.com');
    const notice = await newest('mine@example.org');
    expect(notice.subject).toBe('Your address for Courant was changed');
    expect(notice.text?.replace(/\s+/g, ' ')).toContain(
      'Since Monday, 29 June 2026, at 12:00 the mails of Courant go to t***@e***.com and no longer come here.',
    );
    expect(`${notice.text}${notice.html}`).not.toContain('elsewhere.example');

    const session = {
      purpose: 'session' as const,
      subscriberId: reader.id,
      expiresAt: new Date('2027-01-01'),
    };
    await courant.prisma.token.create({ data: { hash: Buffer.alloc(32, 7), ...session } });
    courant.clock.advance(7 * DAY - 1);
    const link = linkIn(notice, 'new-address');
    await press(link);
    expect(await addressOf(reader)).toBe('mine@example.org');
    expect(await courant.prisma.token.count({ where: { subscriberId: reader.id, purpose: 'session' } })).toBe(
      0,
    );
    await expect(press(link)).rejects.toThrow(expect.objectContaining({ code: 'link_expired' }));

    await sweepAndSend();
    const back = await newest('thief@elsewhere.example.com');
    expect(back.subject).toBe('Your address for Courant was changed');
    expect(back.text).not.toContain('/new-address/');
  });

  it('says nothing of the new address when the old one is gone, and is not sent to one that is suppressed', async () => {
    const reader = await newSubscriber(courant.prisma, { address: 'closed@example.org' });
    sink.refuseRecipient = (to) =>
      to === 'closed@example.org' ? { code: 550, text: '5.1.1 no such user' } : undefined;
    await move(reader, 'open@example.org');
    const { state } = await courant.prisma.subscriber.findUniqueOrThrow({ where: { id: reader.id } });
    expect(state).toBe('active');
    const data = {
      addressKey: 'open@example.org',
      reason: 'operator' as const,
      suppressedAt: courant.clock.now(),
    };
    await move(reader, 'third@example.org', () => courant.prisma.suppression.create({ data }));
    expect(await addressOf(reader)).toBe('third@example.org');
    const kinds = await courant.prisma.delivery.findMany({ where: { recipient: 'open@example.org' } });
    expect(kinds.map(({ kind }) => kind)).toEqual(['change_address']);
  });
});
