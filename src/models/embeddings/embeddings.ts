// What the embedder has made so far, read from the tables alone: choosing papers never waits for a server.
import { Injectable } from '@nestjs/common';
import type { Background } from '../../matching/background.js';
import { ConfiguredEmbedder } from '../../platform/embedder/embedder.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { KeptTopics } from './kept-topics.js';
import { hashKey, vectorOf } from './kept-vector.js';

@Injectable()
export class Embeddings {
  constructor(
    private readonly configured: ConfiguredEmbedder,
    private readonly prisma: PrismaService,
  ) {}

  /** @returns another one whenever ofPapers() may know more */
  async version(): Promise<string> {
    const model = this.configured.embedder?.model;
    if (model === undefined) return '';
    const state = await this.prisma.embedderState.findUnique({ where: { model } });
    return `${model}/${state?.addedAt?.getTime() ?? 0}`;
  }

  /** @returns undefined without an embedder, or while it has not made a vector of each of the papers */
  async ofPapers(keys: readonly string[]): Promise<KeptTopics | undefined> {
    const model = this.configured.embedder?.model;
    if (model === undefined || keys.length === 0) return undefined;
    const rows = await this.prisma.paperEmbedding.findMany({
      where: { paperKey: { in: [...keys] }, model },
      select: { paperKey: true, vector: true },
    });
    const vectors = new Map(rows.map(({ paperKey, vector }) => [paperKey, vectorOf(vector)]));
    const [first] = vectors.values();
    const isWhole = Array.from(vectors.values()).every(({ length }) => length === first?.length);
    return vectors.size === keys.length && isWhole ? KeptTopics.ofPapers(model, vectors) : undefined;
  }

  /** @returns the same with the topics of what these readers wrote and like, where its topics are an embedder's */
  async withReaders(background: Background, subscriberIds: readonly string[]): Promise<Background> {
    const { topics } = background;
    if (!(topics instanceof KeptTopics)) return background;
    const rows = await this.prisma.readerEmbedding.findMany({
      where: { subscriberId: { in: [...subscriberIds] }, model: topics.version },
      select: { textHash: true, vector: true },
    });
    const texts = rows.map(({ textHash, vector }) => [hashKey(textHash), vectorOf(vector)] as const);
    return { ...background, topics: topics.withTexts(texts) };
  }
}
