// Asks the embedder for vectors of what has none yet: new papers, and texts of readers whose digest is near.
import { Injectable, Logger } from '@nestjs/common';
import { ConfiguredEmbedder, type Embedder, EmbedderError } from '../../platform/embedder/embedder.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock, MINUTE, plusMs } from '../../shared/clock.js';
import { bytesOf } from './kept-vector.js';
import { papersWithoutVector } from './papers-without-vector.js';
import { ReaderTexts } from './reader-texts.js';

const PAPERS_AT_ONCE = 64;
/** Digests are built when they are due; until then there is this much time. */
const AHEAD_MS = 60 * MINUTE;
/** Then others get the queue; the next minute goes on. */
const BUDGET_MS = 50_000;

@Injectable()
export class EmbedTexts {
  private readonly told = new Logger('Embedder');
  private lastTold: string | null = null;

  constructor(
    private readonly configured: ConfiguredEmbedder,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** @returns how it went, in a word or a sentence; an embedder that fails is noted, and is no error */
  async run(): Promise<string> {
    const { embedder } = this.configured;
    if (embedder === undefined) return 'off';
    const end = performance.now() + BUDGET_MS;
    try {
      const papers = await this.embedPapers(embedder, end);
      const soon = plusMs(this.clock.now(), AHEAD_MS);
      const texts = await new ReaderTexts(this.prisma, embedder).embed(soon, end);
      if (papers + texts > 0) await this.note(embedder.model, null);
      return `${papers} papers, ${texts} texts`;
    } catch (error) {
      if (!(error instanceof EmbedderError)) throw error;
      await this.note(embedder.model, error.message);
      return error.message;
    }
  }

  private async embedPapers(embedder: Embedder, end: number): Promise<number> {
    const { model } = embedder;
    for (let count = 0; ;) {
      const papers = await papersWithoutVector(this.prisma, model, PAPERS_AT_ONCE);
      if (papers.length === 0 || performance.now() > end) return count;
      const vectors = await embedder.embed(papers.map(({ text }) => text));
      const now = this.clock.now();
      await this.prisma.$transaction([
        this.prisma.paperEmbedding.deleteMany({
          where: { model, paperKey: { in: papers.map(({ key }) => key) } },
        }),
        this.prisma.paperEmbedding.createMany({
          data: papers.map(({ key, hash }, i) => ({
            paperKey: key,
            model,
            textHash: new Uint8Array(hash),
            vector: bytesOf(vectors[i] ?? new Float32Array()),
          })),
        }),
        this.prisma.embedderState.upsert({
          where: { model },
          create: { model, addedAt: now },
          update: { addedAt: now },
        }),
      ]);
      count += papers.length;
    }
  }

  private async note(model: string, lastError: string | null): Promise<void> {
    const now = this.clock.now();
    const told = lastError === null ? { lastSuccessAt: now, lastError } : { lastErrorAt: now, lastError };
    await this.prisma.embedderState.upsert({ where: { model }, create: { model, ...told }, update: told });
    if (lastError === this.lastTold) return;
    this.lastTold = lastError;
    if (lastError === null) this.told.log('It works again.');
    else
      this.told.warn(
        `${lastError} Papers are matched by Courant's own topics and by words until it works again.`,
      );
  }
}
