// Who holds a delivery: one worker at a time, and nobody whose claim was taken over can change anything any more.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import {
  type ClaimedDelivery,
  claimDeliveries,
  dropClaimed,
  markHandingOver,
  postponeClaims,
  releaseClaims,
  renewLeases,
  settleAndMark,
  settleDeliveries,
} from '../../src/deliveries/deliveries.queries.js';
import { releaseLostClaims } from '../../src/deliveries/sweep.queries.js';
import { endDigests, lockPlanned } from '../../src/digests/build.queries.js';
import type { Subscriber } from '../../src/generated/prisma/client.js';
import type { Statements } from '../../src/platform/prisma/prepared-statements.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const now = new Date('2026-06-29T12:00:00Z');
let database: TestDatabase;
let prisma: PrismaService;
let other: PrismaService;
let reader: Subscriber;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = new PrismaService({ databaseUrl: database.url } as Config);
  other = new PrismaService({ databaseUrl: database.url } as Config);
});
afterAll(async () => {
  await prisma.prepared.close();
  await prisma.$disconnect();
  await other.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await prisma.subscriber.deleteMany();
  reader = await newSubscriber(prisma);
});

const stateOf = async (id: string) => prisma.delivery.findUniqueOrThrow({ where: { id } });
const endLease = (id: string) =>
  prisma.$executeRaw`UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE id = ${id}::uuid`;

async function claimOne(worker: string, id: string): Promise<ClaimedDelivery> {
  const [claim] = await claimDeliveries(prisma, [id], worker, now);
  if (!claim) throw new Error('not claimed');
  return claim;
}

describe('claiming', () => {
  it('gives each delivery to one of many workers that ask at once', async () => {
    const rows = await Promise.all(Array.from({ length: 150 }, () => newDelivery(prisma, reader)));
    const ids = rows.map(({ id }) => id);
    const claims = await Promise.all(
      [prisma, other, prisma, other].map((client, index) => claimDeliveries(client, ids, `w${index}`, now)),
    );
    const claimed = claims.flat().map(({ id }) => id);
    expect(claimed.toSorted()).toEqual(ids.toSorted());
    expect(await prisma.delivery.count({ where: { fencingToken: 1, state: 'claimed' } })).toBe(150);
  });

  it('leaves alone what is not due, is held, or is through', async () => {
    const later = await newDelivery(prisma, reader, { nextAt: new Date('2026-06-29T12:00:01Z') });
    const states = [
      'claimed',
      'handing_over',
      'accepted',
      'rejected',
      'unknown',
      'expired',
      'cancelled',
    ] as const;
    const others = await Promise.all(states.map((state) => newDelivery(prisma, reader, { state })));
    const ids = [later, ...others].map(({ id }) => id);
    expect(await claimDeliveries(prisma, ids, 'w', now)).toEqual([]);
  });

  it('raises the fencing token each time', async () => {
    const { id } = await newDelivery(prisma, reader);
    const first = await claimOne('a', id);
    await releaseClaims(prisma, [first], now);
    expect((await claimOne('b', id)).fencingToken).toBe(first.fencingToken + 1);
  });
});

describe('a worker whose claim was taken over', () => {
  let stale: ClaimedDelivery;
  let fresh: ClaimedDelivery;

  beforeEach(async () => {
    const { id } = await newDelivery(prisma, reader);
    stale = await claimOne('slow', id);
    await endLease(id);
    await releaseLostClaims(prisma);
    fresh = await claimOne('quick', id);
  });

  it('may not hand over', async () => {
    expect(await markHandingOver(prisma, [stale], now)).toEqual(new Set());
    expect(await stateOf(fresh.id)).toMatchObject({ state: 'claimed', claimedBy: 'quick', attempts: 0 });
  });

  it('can neither drop nor release', async () => {
    await prisma.subscriber.update({ where: { id: reader.id }, data: { state: 'unsubscribed' } });
    await dropClaimed(prisma, [stale], now);
    await releaseClaims(prisma, [stale], now);
    expect(await stateOf(fresh.id)).toMatchObject({ state: 'claimed', claimedBy: 'quick' });
  });

  it.each(['claimed', 'handing_over', 'unknown'] as const)('can settle nothing (%s)', async (state) => {
    await markHandingOver(prisma, [fresh], now);
    await prisma.delivery.update({ where: { id: fresh.id }, data: { state } });
    const settlement = {
      id: stale.id,
      state: 'accepted' as const,
      replyCode: 250,
      reply: 'ok',
      nextAt: null,
      suppress: false,
    };
    await settleDeliveries(prisma, [{ ...settlement, fencingToken: stale.fencingToken }], 'slow', now);
    expect(await stateOf(fresh.id)).toMatchObject({ state, settledAt: null, reply: null });
    expect(await prisma.deliveryAttempt.count({ where: { deliveryId: fresh.id } })).toBe(0);

    await settleDeliveries(prisma, [{ ...settlement, fencingToken: fresh.fencingToken }], 'quick', now);
    expect(await stateOf(fresh.id)).toMatchObject({ state: 'accepted', settledAt: now, claimedBy: null });
  });
});

describe('handing over', () => {
  it('starts once, and notes who tries it and when', async () => {
    const { id } = await newDelivery(prisma, reader);
    const claim = await claimOne('worker', id);
    const marks = await Promise.all([prisma, other].map((client) => markHandingOver(client, [claim], now)));
    expect(marks.map((mark) => mark.size).toSorted()).toEqual([0, 1]);
    const begun = { state: 'handing_over', attempts: 1, claimedBy: 'worker', begunAt: now };
    expect(await stateOf(id)).toMatchObject(begun);
    const settlement = { ...claim, state: 'accepted' as const, replyCode: 250, reply: 'ok', nextAt: null };
    const later = new Date(now.getTime() + 1_000);
    await settleDeliveries(prisma.prepared, [{ ...settlement, suppress: false }], 'worker', later);
    expect(await prisma.deliveryAttempt.findMany({ where: { deliveryId: id } })).toMatchObject([
      { fencingToken: 1, worker: 'worker', startedAt: now, endedAt: later, outcome: 'accepted' },
    ]);
  });

  const wanted = {
    confirmation: ['pending'],
    sign_in: ['active', 'paused', 'unsubscribed'],
    change_address: ['active', 'paused', 'unsubscribed'],
    welcome: ['active'],
    digest: ['active'],
  } as const;
  it.each(['confirmation', 'sign_in', 'change_address', 'welcome', 'digest'] as const)(
    'of a %s is for readers in the right state only',
    async (kind) => {
      const states = ['pending', 'active', 'paused', 'unsubscribed', 'suppressed', 'erased'] as const;
      const allowed: string[] = [];
      for (const state of states) {
        const { id } = await newDelivery(prisma, await newSubscriber(prisma, { state }), { kind });
        const claim = await claimOne('worker', id);
        if ((await markHandingOver(prisma, [claim], now)).has(id)) allowed.push(state);
        else {
          await dropClaimed(prisma, [claim], now);
          expect(await stateOf(id)).toMatchObject({ state: 'cancelled', reply: state, settledAt: now });
        }
      }
      expect(allowed).toEqual(wanted[kind]);
    },
  );
});

describe('leases', () => {
  it('that ended give the delivery back; those that run do not', async () => {
    const [lost, held] = [await newDelivery(prisma, reader), await newDelivery(prisma, reader)];
    await claimDeliveries(prisma, [lost.id, held.id], 'worker', now);
    await endLease(lost.id);
    expect(await releaseLostClaims(prisma)).toBe(1);
    expect(await stateOf(lost.id)).toMatchObject({ state: 'queued', claimedBy: null, leaseUntil: null });
    expect(await stateOf(held.id)).toMatchObject({ state: 'claimed', claimedBy: 'worker' });
  });

  it('are renewed for what a worker is at work on, and for nothing else', async () => {
    const rows = await Promise.all([1, 2, 3].map(() => newDelivery(prisma, reader)));
    const [mine = '', dropped = '', theirs = ''] = rows.map(({ id }) => id);
    await claimDeliveries(prisma, [mine, dropped], 'me', now);
    await claimDeliveries(prisma, [theirs], 'them', now);
    for (const id of [mine, dropped, theirs]) await endLease(id);
    await renewLeases(prisma, 'me', [mine, theirs]);
    expect(await releaseLostClaims(prisma)).toBe(2);
    expect(await stateOf(mine)).toMatchObject({ state: 'claimed' });
  });
});

describe('a plan made while there was next to nothing', () => {
  const NOBODY = { id: '00000000-0000-4000-8000-000000000000', fencingToken: 1 };
  const ended = { state: 'rejected' as const, replyCode: 550, reply: 'gone', nextAt: null, suppress: true };

  type Claim = Pick<ClaimedDelivery, 'id' | 'fencingToken'>;
  const statements: Record<string, (database: Statements, claim: Claim) => Promise<unknown>> = {
    claim: (database, { id }) => claimDeliveries(database, [id], 'w', now),
    mark: (database, claim) => markHandingOver(database, [claim], now),
    settle: (database, claim) => settleDeliveries(database, [{ ...claim, ...ended }], 'w', now),
    both: (database, claim) =>
      settleAndMark(database, { settlements: [{ ...claim, ...ended }], claims: [claim] }, 'w', now),
    drop: (database, claim) => dropClaimed(database, [claim], now),
    release: (database, claim) => releaseClaims(database, [claim], now),
    postpone: (database, claim) => postponeClaims(database, [claim], now),
    lock: (database, { id }) => lockPlanned(database, [id]),
    end: (database, { id }) => endDigests(database, [{ id, state: 'excluded', reason: 'x' }], null),
  };

  /** Readers, each with a digest that is planned and a mail that waits. */
  const fill = (count: number) => prisma.$executeRaw`
    WITH readers AS (
      INSERT INTO subscribers (id, address, address_key, created_at)
      SELECT gen_random_uuid(), id, id, now() FROM (SELECT gen_random_uuid()::text AS id FROM generate_series(1, ${count}::int)) AS new
      RETURNING id
    ), planned AS (
      INSERT INTO digests (id, subscriber_id, local_date, due_at, planned_at)
      SELECT gen_random_uuid(), id, '2026-06-29', now(), now() FROM readers RETURNING id, subscriber_id
    )
    INSERT INTO deliveries (id, kind, subscriber_id, digest_id, recipient, message_id, created_at, next_at, expires_at)
    SELECT gen_random_uuid(), 'digest', subscriber_id, id, 'x', 'x', now(), now(), now() + interval '1 day' FROM planned`;

  /** Rows that PostgreSQL looked at in one transaction, of the tables that grow with the readers. */
  async function rowsRead(act: (database: Statements) => Promise<unknown>): Promise<number> {
    return prisma.prepared.transaction(async (transaction) => {
      const look = () => transaction.$queryRaw<{ rows: number }[]>`
        SELECT sum(pg_stat_get_xact_tuples_returned(c.oid))::int AS rows
        FROM pg_class AS c LEFT JOIN pg_index AS x ON x.indexrelid = c.oid
        WHERE COALESCE(x.indrelid, c.oid)::regclass IN ('deliveries'::regclass, 'digests'::regclass, 'subscribers'::regclass)`;
      const [before] = await look();
      await act(transaction);
      const [after] = await look();
      return (after?.rows ?? NaN) - (before?.rows ?? NaN);
    });
  }

  it('reads no more rows when there are many', async () => {
    await fill(20);
    await prisma.$executeRaw`ANALYZE`;
    for (const act of Object.values(statements)) await rowsRead((database) => act(database, NOBODY));
    await fill(3_000);
    const delivery = await newDelivery(prisma, reader);
    const claim = { id: delivery.id, fencingToken: 1 };
    const readByEach = async () => {
      const read: [name: string, rows: number][] = [];
      for (const [name, act] of Object.entries(statements))
        read.push([name, await rowsRead((database) => act(database, claim))]);
      return read.filter(([, rows]) => rows > 50);
    };
    expect(await readByEach()).toEqual([]);
    await prisma.$executeRaw`ANALYZE`;
    expect(await readByEach()).toEqual([]);
  });
});
