// What readers with a like taste like: learned from their likes, heeded where it is switched on, and compared in a replay.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { replayText } from '../../src/cli/replay-text.js';
import { CommunitySignal } from '../../src/digests/community/community-signal.js';
import { LearnCommunity } from '../../src/digests/community/learn-community.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PaperPool } from '../../src/digests/paper-pool.js';
import { ReplayDigests } from '../../src/digests/replay/replay-digests.js';
import { DAY } from '../../src/shared/clock.js';
import { newPaper, newReaders, newSubscriber, papersOfDigests } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const WORDS = [
  'tensor',
  'galaxy',
  'protein',
  'lattice',
  'sonnet',
  'harbour',
  'enzyme',
  'glacier',
  'violin',
  'orbit',
];
/** Readers of one half like what is said with these words of their own, those of the other with those. */
const HALVES = ['quasar', 'ledger'];

let courant: UseCases;
let ada: string;

const titleOf = (paper: number, half: number) => `${HALVES[half]} ${WORDS[paper % 10]} study`;

async function like(subscriberId: string, paperKey: string) {
  const said = {
    subscriberId,
    paperKey,
    verdict: 'more' as const,
    givenAt: new Date('2026-06-10T09:00:00Z'),
  };
  await courant.prisma.feedback.create({ data: said });
}

async function digestOn(date: string, subscriberId: string) {
  courant.clock.set(`${date}T08:00:00Z`);
  const now = courant.clock.now();
  const data = { subscriberId, localDate: new Date(date), dueAt: now, plannedAt: now };
  const { id } = await courant.prisma.digest.create({ data });
  await courant.get(BuildDigests).run({ digestIds: [id] });
  const items = await papersOfDigests(courant.prisma, id);
  return items.filter(({ section }) => section === 'for_you');
}

beforeAll(async () => {
  courant = await openUseCases([DigestsModule], { COMMUNITY: 'on' });
  for (const half of [0, 1]) {
    for (let paper = 0; paper < 10; paper += 1) {
      const key = `2605.${half}000${paper}`;
      const on = { announcedOn: new Date('2026-05-01'), importedAt: new Date('2026-05-01') };
      await newPaper(courant.prisma, { key, title: titleOf(paper, half), categories: [], ...on });
    }
  }
  ada = (await newSubscriber(courant.prisma, { strictness: -1 })).id;
  for (const paper of [0, 1, 2]) await like(ada, `2605.0000${paper}`);
}, 60_000);
afterAll(() => courant.stop());

describe('the community', () => {
  it('says nothing while there are few likes, and a replay says how many it takes', async () => {
    expect(await courant.get(LearnCommunity).run()).toEqual({ outcome: 'too_few' });
    await digestOn('2026-06-20', ada);
    const asked = { from: '2026-06-20', to: '2026-06-20', readers: 9, comparesCommunity: true };
    await expect(courant.get(ReplayDigests).run(asked)).rejects.toThrow(
      'There were 3 likes of 1 readers before the first of these digests; it takes 200 of 20 to learn from.',
    );
  });

  it('brings a reader what others of her taste would like, and says so', async () => {
    for (let reader = 0; reader < 40; reader += 1) {
      const { id } = await newSubscriber(courant.prisma);
      const half = reader % 2;
      for (let i = 0; i < 6; i += 1) await like(id, `2605.${half}000${(reader * 3 + i) % 10}`);
    }
    courant.clock.set('2026-06-21T03:00:00Z');
    expect(await courant.get(LearnCommunity).run()).toMatchObject({ outcome: 'learned' });
    for (const half of [0, 1]) {
      for (let paper = 0; paper < (half === 0 ? 2 : 60); paper += 1) {
        const title = `${titleOf(paper, half)} revisited`;
        await newPaper(courant.prisma, {
          key: `2606.${half}00${String(paper).padStart(2, '0')}`,
          title,
          categories: [],
          announcedOn: new Date('2026-06-21'),
          importedAt: new Date('2026-06-21'),
        });
      }
    }
    const items = await digestOn('2026-06-21', ada);
    const byCommunity = items.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'community'));
    expect(
      byCommunity
        .slice(0, 2)
        .map(({ paperKey }) => paperKey)
        .toSorted(),
    ).toEqual(['2606.00000', '2606.00001']);
  });

  it('is compared with choosing without it, from likes of before alone', async () => {
    const asked = { from: '2026-06-21', to: '2026-06-21', readers: 9 };
    const report = await courant.get(ReplayDigests).run({ ...asked, comparesCommunity: true });
    expect(report).toMatchObject({ compared: 'community', digests: 1 });
    expect(replayText(report)).toMatch(
      /COMMUNITY=on: it counts\. Last night's comparison: it cannot be told: \d+ readers asked/,
    );
    expect(await courant.get(ReplayDigests).run(asked)).toMatchObject({
      compared: 'sent',
      changes: { come: 0, go: 0 },
    });
  });

  it('is left out when what was kept of it is cut', async () => {
    const { data } = await courant.prisma.community.findFirstOrThrow();
    const cut = new Uint8Array(data.slice(0, data.length / 2));
    await courant.prisma.community.updateMany({ data: { data: cut, learnedAt: new Date('2026-06-22') } });
    await newPaper(courant.prisma, {
      key: '2606.20000',
      title: titleOf(1, 0),
      announcedOn: new Date('2026-06-22'),
    });
    const items = await digestOn('2026-06-22', ada);
    expect(JSON.stringify(items.map(({ reasons }) => reasons))).not.toContain('community');
  });

  it('is not learned where it is switched off', async () => {
    const off = await openUseCases([DigestsModule], { COMMUNITY: 'off' });
    try {
      expect(await off.get(LearnCommunity).run()).toEqual({ outcome: 'off' });
    } finally {
      await off.stop();
    }
  });
});

describe('the community, left to decide by itself', () => {
  let auto: UseCases;
  let readers: string[];

  /** 480 papers of 48 subjects, in two words each, and each of one of five methods in two more. */
  const keyOf = (paper: number) => `2604.${String(paper).padStart(5, '0')}`;
  const papers = Array.from({ length: 480 }, (_, paper) => {
    const method = Math.floor(paper / 48) % 5;
    const title = `subject${paper % 48} matter${paper % 48} method${method} way${method}`;
    return {
      key: keyOf(paper),
      title,
      abstract: '',
      categories: [],
      source: 'test',
      url: 'https://example.org',
    };
  });

  /** Papers, `likes` numbers of them for each reader. */
  async function tell(likesOf: (reader: number) => number[]) {
    await auto.prisma.feedback.deleteMany();
    const givenAt = new Date('2026-06-10T09:00:00Z');
    const data = readers.flatMap((subscriberId, reader) =>
      [...new Set(likesOf(reader))].map((paper) => ({
        subscriberId,
        paperKey: keyOf(paper),
        verdict: 'more' as const,
        givenAt,
      })),
    );
    await auto.prisma.feedback.createMany({ data });
    auto.clock.advance(DAY);
    return auto.get(LearnCommunity).run();
  }

  beforeAll(async () => {
    auto = await openUseCases([DigestsModule]);
    const at = new Date('2026-05-01');
    const common = { authors: [], announcedOn: at, importedAt: at, updatedAt: at };
    await auto.prisma.paper.createMany({ data: papers.map((paper) => ({ ...paper, ...common })) });
    await newReaders(auto.prisma, 120);
    readers = (await auto.prisma.subscriber.findMany({ orderBy: { address: 'asc' } })).map(({ id }) => id);
  }, 60_000);
  afterAll(() => auto.stop());

  it('counts from the night on in which readers find more with it, and no longer when they do not', async () => {
    const signal = auto.get(CommunitySignal);
    expect(await signal.state()).toEqual({ setting: 'auto', counts: false });
    // Readers of one of six groups like eight subjects, of which each names a few by her likes.
    const grouped = await tell((reader) =>
      Array.from({ length: 8 }, (_, i) => (reader % 6) + 6 * ((reader * 31 + i * i * 7 + i * reader) % 80)),
    );
    expect(grouped).toMatchObject({ outcome: 'learned', verdict: { helps: true } });
    expect(await signal.state()).toMatchObject({ counts: true, verdict: { helps: true } });
    const pool = await auto.get(PaperPool).get();
    expect(pool.community).toBeDefined();

    const random = await tell((reader) =>
      Array.from({ length: 8 }, (_, i) => (reader * 7_919 + i * i * 104_729 + i * reader * 31) % 480),
    );
    expect(random).toMatchObject({ verdict: { helps: false } });
    expect(await signal.state()).toMatchObject({ counts: false, verdict: { helps: false } });
    expect((await auto.get(PaperPool).get()).community).toBeUndefined();
  });

  it('forgets what it was learned from when most who liked are gone', async () => {
    await auto.prisma.community.updateMany({ data: { helps: true } });
    expect(await tell((reader) => [reader])).toEqual({ outcome: 'too_few' });
    expect(await auto.get(CommunitySignal).state()).toEqual({ setting: 'auto', counts: false });
    expect(await auto.prisma.community.count()).toBe(0);
  });
});
