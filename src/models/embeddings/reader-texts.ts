// What readers wrote and like, as vectors of their own rows: they go when the reader goes, or when she takes a text back.
import type { Embedder } from '../../platform/embedder/embedder.js';
import type { PrismaService } from '../../platform/prisma/prisma.service.js';
import { bytesOf, hashKey, textHash } from './kept-vector.js';

const READERS_AT_ONCE = 200;
const SAID = { title: true, abstract: true } as const;

type Bytes = Uint8Array<ArrayBuffer>;

export class ReaderTexts {
  constructor(
    private readonly prisma: PrismaService,
    private readonly embedder: Embedder,
  ) {}

  /**
   * @param until readers whose next digest is due by then
   * @param end in terms of performance.now()
   * @returns how many vectors were added
   */
  async embed(until: Date, end: number): Promise<number> {
    let added = 0;
    let after: string | undefined;
    while (performance.now() < end) {
      const readers = await this.load(until, after);
      for (const { id, texts } of readers) added += await this.embedReader(id, texts);
      after = readers.at(-1)?.id;
      if (readers.length < READERS_AT_ONCE) break;
    }
    return added;
  }

  private async load(until: Date, after: string | undefined) {
    const readers = await this.prisma.subscriber.findMany({
      where: {
        state: 'active',
        nextDueAt: { lte: until },
        ...(after !== undefined && { id: { gt: after } }),
      },
      select: {
        id: true,
        interests: { where: { kind: { in: ['description', 'paper'] } }, select: { value: true } },
        feedback: {
          where: { OR: [{ verdict: { not: null } }, { savedAt: { not: null } }] },
          select: { paper: { select: SAID } },
        },
        library: { select: SAID },
      },
      orderBy: { id: 'asc' },
      take: READERS_AT_ONCE,
    });
    return readers.map(({ id, interests, feedback, library }) => {
      const papers = [...feedback.map(({ paper }) => paper), ...library];
      const texts = [
        ...interests.map(({ value }) => value),
        ...papers.map(({ title, abstract }) => `${title}\n${abstract}`),
      ];
      return { id, texts: texts.map((text) => text.trim()).filter((text) => text !== '') };
    });
  }

  private async embedReader(subscriberId: string, texts: readonly string[]): Promise<number> {
    const { model } = this.embedder;
    const wanted = new Map(texts.map((text) => [hashKey(textHash(text)), { text, hash: textHash(text) }]));
    const kept = await this.prisma.readerEmbedding.findMany({
      where: { subscriberId },
      select: { textHash: true, model: true },
    });
    const gone = kept.filter((row) => row.model !== model || !wanted.has(hashKey(row.textHash)));
    if (gone.length > 0)
      await this.prisma.readerEmbedding.deleteMany({
        where: { subscriberId, OR: gone.map(({ textHash, model }) => ({ textHash, model })) },
      });
    for (const row of kept) if (row.model === model) wanted.delete(hashKey(row.textHash));
    if (wanted.size === 0) return 0;
    const vectors = await this.vectorsOf([...wanted.values()]);
    await this.prisma.readerEmbedding.createMany({
      data: vectors.map(({ hash, vector }) => ({ subscriberId, textHash: hash, model, vector })),
      skipDuplicates: true,
    });
    return vectors.length;
  }

  /** Most liked papers are papers of ours, and have been read. */
  private async vectorsOf(wanted: readonly { text: string; hash: Bytes }[]) {
    const rows = await this.prisma.paperEmbedding.findMany({
      where: { model: this.embedder.model, textHash: { in: wanted.map(({ hash }) => hash) } },
      select: { textHash: true, vector: true },
    });
    const known = new Map(rows.map(({ textHash, vector }) => [hashKey(textHash), vector]));
    const unread = wanted.filter(({ hash }) => !known.has(hashKey(hash)));
    const made = await this.embedder.embed(unread.map(({ text }) => text));
    for (const [i, { hash }] of unread.entries())
      known.set(hashKey(hash), bytesOf(made[i] ?? new Float32Array()));
    return wanted.map(({ hash }) => ({
      hash,
      vector: known.get(hashKey(hash)) ?? bytesOf(new Float32Array()),
    }));
  }
}
