// Profiles are kept, and whatever a reader says makes them compiled anew: no digest is chosen by one that is behind.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { CompileProfiles } from '../../src/digests/compile-profiles.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PaperPool } from '../../src/digests/paper-pool.js';
import { ReaderProfiles } from '../../src/digests/reader-profiles.js';
import type { Profile } from '../../src/generated/prisma/client.js';
import { SubscribersModule } from '../../src/subscribers/subscribers.module.js';
import { GiveFeedback } from '../../src/subscribers/feedback/give-feedback.js';
import { EraseReader } from '../../src/subscribers/account/erase-reader.js';
import type { Database } from '../../src/platform/prisma/prisma.service.js';
import { newPaper, newSubscriber, papersOfDigests } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const EXPERTS = '2606.00001';
let courant: UseCases;
let ada: string;

const compile = () => courant.get(CompileProfiles).run();
const kept = (): Promise<Profile> =>
  courant.prisma.profile.findUniqueOrThrow({ where: { subscriberId: ada } });
const isBehind = ({ revision, compiledRevision }: Profile) => revision !== compiledRevision;

beforeAll(async () => {
  courant = await openUseCases([DigestsModule, SubscribersModule]);
  await newPaper(courant.prisma, { key: EXPERTS, title: 'Routing in sparse experts' });
  await newPaper(courant.prisma, { key: '2606.00002', title: 'Dwarf galaxies', categories: ['astro-ph.GA'] });
});
beforeEach(async () => {
  await courant.prisma.subscriber.deleteMany();
  ada = (await newSubscriber(courant.prisma)).id;
  await say('dwarf galaxies');
  await compile();
});
afterAll(() => courant.stop());

async function say(value: string): Promise<void> {
  const createdAt = courant.clock.now();
  await courant.prisma.interest.create({
    data: { subscriberId: ada, kind: 'description', value, createdAt },
  });
}

async function digest(day: number): Promise<string[]> {
  const now = courant.clock.now();
  const { id } = await courant.prisma.digest.create({
    data: { subscriberId: ada, localDate: new Date(Date.UTC(2026, 5, day)), dueAt: now, plannedAt: now },
  });
  await courant.get(BuildDigests).run({ digestIds: [id] });
  const papers = await papersOfDigests(courant.prisma, id);
  return papers.filter(({ section }) => section === 'for_you').map(({ paperKey }) => paperKey);
}

describe('a kept profile', () => {
  it('is compiled anew by the next job, once, whatever was written and however', async () => {
    const { prisma, clock } = courant;
    const entry = { subscriberId: ada, identity: 'x', title: 'Knots', addedAt: clock.now() };
    const writes: [string, () => Promise<unknown>][] = [
      [
        'feedback',
        () => courant.get(GiveFeedback).run({ subscriberId: ada, paperKey: EXPERTS, act: 'more' }),
      ],
      ['a library', () => prisma.libraryEntry.create({ data: entry })],
      ['a library gone', () => prisma.libraryEntry.deleteMany({ where: { subscriberId: ada } })],
      ['an interest by hand', () => prisma.$executeRaw`UPDATE interests SET weight = 2`],
      ['an interest gone', () => prisma.interest.deleteMany()],
    ];
    for (const [what, write] of writes) {
      const before = await kept();
      expect([what, isBehind(before)]).toEqual([what, false]);
      await write();
      expect([what, isBehind(await kept())]).toEqual([what, true]);
      expect([what, await compile()]).toEqual([what, { compiled: 1 }]);
      expect([
        what,
        Buffer.compare((await kept()).data ?? Buffer.of(), before.data ?? Buffer.of()),
      ]).not.toEqual([what, 0]);
    }
    expect(await compile()).toEqual({ compiled: 0 });
  });

  it.each([
    ['is compiled anew by the next job', () => compile()],
    ['is not used before that either', () => digest(28)],
  ])('of a paper that has got another text %s, whoever judged it meanwhile', async (_, next) => {
    const { prisma } = courant;
    let before: Profile | undefined;
    await prisma.$transaction(async (transaction) => {
      await transaction.paper.update({ where: { key: EXPERTS }, data: { abstract: `Tokens ${_}.` } });
      await courant.get(GiveFeedback).run({ subscriberId: ada, paperKey: EXPERTS, act: 'more' });
      await compile();
      before = await kept();
    });
    expect(before && isBehind(before)).toBe(false);
    await next();
    const { data } = await kept();
    expect(Buffer.compare(data ?? Buffer.of(), before?.data ?? Buffer.of())).not.toBe(0);
    await compile();
    expect([await compile(), (await kept()).data]).toEqual([{ compiled: 0 }, data]);
  });

  it('is what digests are chosen by, without her texts', async () => {
    const pool = await courant.get(PaperPool).get();
    const { compiled, profiles } = await courant.get(ReaderProfiles).load(courant.prisma, pool, [ada]);
    expect([compiled.length, profiles.size]).toEqual([0, 1]);
    expect(await digest(28)).toEqual(['2606.00002']);
  });

  it('is never used once it is behind, and the digest keeps the new one', async () => {
    await say('sparse experts');
    expect(await digest(28)).toContain(EXPERTS);
    expect(isBehind(await kept())).toBe(false);
    expect(await compile()).toEqual({ compiled: 0 });
  });

  it.each<[string, { version?: string; data?: Uint8Array<ArrayBuffer> }]>([
    ['of another model', { version: 'another/model' }],
    ['cut', { data: new Uint8Array(40) }],
    ['of another format', { data: Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }],
    ['empty', { data: new Uint8Array() }],
  ])('%s is compiled anew', async (_, data) => {
    const { data: good, version } = await kept();
    await courant.prisma.profile.update({ where: { subscriberId: ada }, data });
    expect(await digest(28)).toContain('2606.00002');
    expect(await kept()).toMatchObject({ data: good, version });
  });

  it('that somebody says something against meanwhile stays behind', async () => {
    const pool = await courant.get(PaperPool).get();
    const profiles = courant.get(ReaderProfiles);
    await say('knots');
    const { compiled } = await profiles.load(courant.prisma, pool, [ada]);
    await say('braids');
    await profiles.keep(compiled);
    expect(isBehind(await kept())).toBe(true);
  });

  it('never makes a reader wait who is saying something', async () => {
    const pool = await courant.get(PaperPool).get();
    const profiles = courant.get(ReaderProfiles);
    await say('knots');
    const { compiled } = await profiles.load(courant.prisma, pool, [ada]);
    await courant.prisma.$transaction(async (transaction) => {
      await transaction.interest.deleteMany();
      await profiles.keep(compiled);
    });
    expect(isBehind(await kept())).toBe(true);
  });

  it('is locked by no paper that gets another text: two imports never wait for each other', async () => {
    const { prisma } = courant;
    const bob = (await newSubscriber(prisma)).id;
    const judged = [ada, bob, bob, ada].map((subscriberId, i) => ({
      subscriberId,
      paperKey: `2606.1000${i}`,
    }));
    for (const { subscriberId, paperKey } of judged) {
      await newPaper(prisma, { key: paperKey });
      await courant.get(GiveFeedback).run({ subscriberId, paperKey, act: 'more' });
    }
    const change = (database: Database, i: number) =>
      database.paper.update({ where: { key: judged[i]?.paperKey ?? '' }, data: { abstract: 'Another.' } });
    await prisma.$transaction(async (one) => {
      await change(one, 0);
      await prisma.$transaction(async (other) => {
        await change(other, 2);
        await change(other, 3);
      });
      await change(one, 1);
    });
    await compile();
    expect(await compile()).toEqual({ compiled: 0 });
  });

  it('goes with its reader', async () => {
    await courant.get(EraseReader).run({ subscriberId: ada });
    expect(await courant.prisma.profile.count()).toBe(0);
  });
});
