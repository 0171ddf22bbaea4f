// An embedder in place of Courant's own topics: a server on loopback, the tables, and digests that never wait for it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { DigestsModule } from '../../src/digests/digests.module.js';
import { PaperPool } from '../../src/digests/paper-pool.js';
import { EmbedTexts } from '../../src/models/embeddings/embed-texts.js';
import { HttpEmbedder } from '../../src/platform/embedder/http-embedder.js';
import { FakeEmbedder, sendJson } from '../support/fake-embedder.js';
import { newPaper, newSubscriber, papersOfDigests } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

const MEANINGS = [
  ['cat', 'feline', 'kitten'],
  ['rocket', 'launch', 'booster'],
  ['bread', 'dough', 'sourdough'],
];
let server: FakeEmbedder;
let url: string;

beforeAll(async () => {
  server = new FakeEmbedder(MEANINGS);
  url = await server.start();
});
afterAll(() => server.stop());
afterEach(() => {
  server.requests.length = 0;
  server.script.length = 0;
});

describe('an embedding server', () => {
  const waits: number[] = [];
  const open = (more: { key?: string; timeoutMs?: number } = {}) =>
    new HttpEmbedder({
      url,
      model: 'm',
      key: more.key,
      now: () => new Date(0),
      timeoutMs: more.timeoutMs ?? 5_000,
      retry: { sleep: (ms) => Promise.resolve(waits.push(ms)) },
    });

  it('is asked in batches, with its key, and gives vectors of length 1 in the order of the texts', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => (i % 2 ? 'rocket' : 'cat'));
    const vectors = await open({ key: 'secret' }).embed(texts);
    expect(server.requests.map(({ input }) => input.length)).toEqual([16, 4]);
    expect(server.requests[0]).toMatchObject({
      path: '/v1/embeddings',
      authorization: 'Bearer secret',
      model: 'm',
    });
    expect(vectors).toHaveLength(20);
    expect(vectors[1]?.[1]).toBeCloseTo(1 / Math.hypot(1, 0.5), 5);
    expect(vectors[2]?.[0]).toBeCloseTo(1 / Math.hypot(1, 0.5), 5);
  });

  it('is asked again after a wait when it is busy, and not when it refuses', async () => {
    server.script.push((response) => sendJson(response, {}, 503));
    await expect(open().embed(['cat'])).resolves.toHaveLength(1);
    expect(waits).toHaveLength(1);
    server.script.push((response) => sendJson(response, { error: 'no such model' }, 404));
    await expect(open().embed(['cat'])).rejects.toThrow(/answered 404: .*no such model/);
    expect(waits).toHaveLength(1);
  });

  it.each<[string, (response: Parameters<typeof sendJson>[0]) => void, RegExp]>([
    [
      'other dimensions',
      (r) => sendJson(r, { data: [{ embedding: [1, 2] }] }),
      /sent 2 dimensions where there were 4/,
    ],
    ['too few vectors', (r) => sendJson(r, { data: [] }), /sent 0 vectors for 1 texts/],
    ['zeros', (r) => sendJson(r, { data: [{ embedding: [0, 0, 0, 0] }] }), /all 0 or not finite/],
    ['another shape', (r) => sendJson(r, { vectors: [] }), /without data\[\]\.embedding/],
    ['no JSON', (r) => void r.end('hello'), /no JSON/],
    [
      'a redirect',
      (r) => void r.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      /not followed/,
    ],
  ])('is refused in words: %s', async (_, answer, words) => {
    const embedder = open();
    await embedder.embed(['cat']);
    server.script.push(answer);
    await expect(embedder.embed(['cat'])).rejects.toThrow(words);
    expect(server.requests).toHaveLength(2);
  });

  it('is not waited for longer than its time', async () => {
    for (let i = 0; i < 4; i += 1) server.script.push(() => undefined);
    await expect(open({ timeoutMs: 50 }).embed(['cat'])).rejects.toThrow(/did not answer within 0.05 s/);
  });
});

describe('digests by an embedder', () => {
  let courant: UseCases;
  beforeAll(async () => {
    courant = await openUseCases([DigestsModule], { EMBEDDER_URL: url, EMBEDDER_MODEL: 'm' });
  });
  beforeEach(async () => {
    await courant.prisma.subscriber.deleteMany();
    await courant.prisma.paper.deleteMany();
    await courant.prisma.embedderState.deleteMany();
  });
  afterAll(() => courant.stop());

  async function papersAndReader() {
    const titles = MEANINGS.flatMap(([, second], topic) =>
      Array.from(
        { length: topic === 0 ? 3 : 100 },
        (_, i) => [`p${topic}${i}`, `On the ${second} number ${i}`] as const,
      ),
    );
    for (const [key, title] of titles) await newPaper(courant.prisma, { key, title, categories: ['x.Y'] });
    const nextDueAt = courant.clock.now();
    const reader = await newSubscriber(courant.prisma, { nextDueAt });
    const data = {
      subscriberId: reader.id,
      kind: 'description',
      value: 'kitten',
      createdAt: nextDueAt,
    } as const;
    await courant.prisma.interest.create({ data });
    return reader;
  }

  async function digestOf(subscriberId: string): Promise<string[]> {
    const dueAt = courant.clock.now();
    const localDate = new Date('2026-06-30');
    const { id } = await courant.prisma.digest.create({
      data: { subscriberId, localDate, dueAt, plannedAt: dueAt },
    });
    await courant.get(BuildDigests).run({ digestIds: [id] });
    const items = await papersOfDigests(courant.prisma, id);
    return items.flatMap(({ section, paperKey }) => (section === 'for_you' ? [paperKey] : []));
  }

  it('find what means the same in other words, and ask for each text once', async () => {
    const reader = await papersAndReader();
    expect(await courant.get(EmbedTexts).run()).toBe('203 papers, 1 texts');
    const chosen = await digestOf(reader.id);
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen.every((key) => key.startsWith('p0'))).toBe(true);
    const asked = server.requests.length;
    expect(await courant.get(EmbedTexts).run()).toBe('0 papers, 0 texts');
    expect(server.requests).toHaveLength(asked);
  });

  it('are built all the same while the server is down, and its state says so', async () => {
    const reader = await papersAndReader();
    server.script.push((response) => sendJson(response, { error: 'out of memory' }, 400));
    expect(await courant.get(EmbedTexts).run()).toMatch(/answered 400: .*out of memory/);
    const pool = await courant.get(PaperPool).get();
    expect(pool.background.topics).toBeUndefined();
    expect(await digestOf(reader.id)).toEqual([]);
    const state = await courant.prisma.embedderState.findUniqueOrThrow({ where: { model: 'm' } });
    expect(state.lastError).toMatch(/out of memory/);
    await courant.get(EmbedTexts).run();
    expect((await courant.get(PaperPool).get()).background.topics?.version).toBe('m');
    const after = await courant.prisma.embedderState.findUniqueOrThrow({ where: { model: 'm' } });
    expect(after.lastError).toBeNull();
  });

  it('forget the vectors of a text the reader took back, and all of them with the reader', async () => {
    const reader = await papersAndReader();
    await courant.get(EmbedTexts).run();
    await courant.prisma.interest.updateMany({ data: { value: 'rocket' } });
    await courant.get(EmbedTexts).run();
    expect(await courant.prisma.readerEmbedding.count()).toBe(1);
    await courant.prisma.subscriber.delete({ where: { id: reader.id } });
    expect(await courant.prisma.readerEmbedding.count()).toBe(0);
  });
});
