// The papers that digests are chosen from, in the form matching wants them: loaded when a digest is built, kept while
// nothing changes, dropped when nobody asks for a while.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Prisma } from '../generated/prisma/client.js';
import { type Background, backgroundOf } from '../matching/background.js';
import { indexPapers, type PaperIndex } from '../matching/paper-index.js';
import type { TextModel } from '../matching/text-model.js';
import { Embeddings } from '../models/embeddings/embeddings.js';
import { TextModels } from '../models/text-models.js';
import { CommunitySignal } from './community/community-signal.js';
import type { PoolCommunity } from './community/pool-community.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { MINUTE } from '../shared/clock.js';

/** Editions a digest looks back: what arrived late or was missed is still found, what is old is not news. */
const EDITIONS = 7;
/** Thin editions (holidays, a young archive) reach further back, up to this many papers or editions. */
const ENOUGH_PAPERS = 500;
const MOST_EDITIONS = 30;
const KEEP_MS = 5 * MINUTE;

const TEXT = {
  key: true,
  title: true,
  abstract: true,
  summary: true,
  authors: true,
  categories: true,
} as const;

export interface PoolPaper {
  key: string;
  arrival: bigint;
  announcedOn: Date;
  importedAt: Date;
  /** How much the community talks about it for its field; null without any signal. */
  trendScore: number | null;
  /** Its primary category, or empty. */
  field: string;
  /** In lower case; see Paper.doi. */
  doi: string | null;
}

export interface Pool {
  papers: ReadonlyMap<string, PoolPaper>;
  background: Background;
  index: PaperIndex;
  /** Absent where it is switched off. */
  community?: PoolCommunity | undefined;
  /** The highest arrival in the pool; a reader's watermark after she was served from it. */
  watermark: bigint;
}

@Injectable()
export class PaperPool implements OnApplicationShutdown {
  private cached: { version: string; pool: Promise<Pool> } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly models: TextModels,
    private readonly community: CommunitySignal,
    private readonly embeddings: Embeddings,
  ) {}

  async get(): Promise<Pool> {
    const model = await this.models.current();
    const version = `${model.version}/${await this.papersVersion()}/${await this.embeddings.version()}`;
    if (this.cached?.version !== version) {
      const pool = this.loadPresent(model);
      this.cached = { version, pool };
      // What could not be loaded is asked for again, not remembered.
      pool.catch(() => {
        if (this.cached?.pool === pool) this.cached = undefined;
      });
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.cached = undefined), KEEP_MS).unref();
    return this.cached.pool;
  }

  /** What get() would have given at that instant, with the model there is now. */
  async asOf(instant: Date): Promise<Pool> {
    return this.load(await this.models.current(), {
      importedAt: { lte: instant },
      OR: [{ withdrawnAt: null }, { withdrawnAt: { gt: instant } }],
    });
  }

  /** @returns the same with what an embedder, if there is one, made of these readers' texts */
  async withReaders(pool: Pool, subscriberIds: readonly string[]): Promise<Pool> {
    return { ...pool, background: await this.embeddings.withReaders(pool.background, subscriberIds) };
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private async papersVersion(): Promise<string> {
    const { _max, _count, _sum } = await this.prisma.paper.aggregate({
      _max: { arrival: true, updatedAt: true },
      _count: { withdrawnAt: true },
      // Editions are ranked after their papers were imported.
      _sum: { trendScore: true },
    });
    const learned = await this.community.version();
    return [_max.arrival, _max.updatedAt?.getTime(), _count.withdrawnAt, _sum.trendScore, learned].join('/');
  }

  private async loadPresent(model: TextModel): Promise<Pool> {
    const pool = await this.load(model, { withdrawnAt: null });
    return { ...pool, community: await this.community.on(pool.index) };
  }

  private async load(model: TextModel, where: Prisma.PaperWhereInput): Promise<Pool> {
    const papers = await this.prisma.paper.findMany({
      select: { ...TEXT, arrival: true, announcedOn: true, trendScore: true, doi: true, importedAt: true },
      where: { ...where, announcedOn: { in: await this.recentEditions(where) } },
    });
    const texts = papers.map(paperText);
    const topics = await this.embeddings.ofPapers(papers.map(({ key }) => key));
    return {
      papers: new Map(
        papers.map(({ key, arrival, announcedOn, importedAt, trendScore, doi, categories }) => [
          key,
          { key, arrival, announcedOn, importedAt, trendScore, field: categories[0] ?? '', doi },
        ]),
      ),
      background: backgroundOf(model, texts, topics),
      index: indexPapers(model, texts, topics),
      watermark: papers.reduce((highest, { arrival }) => (arrival > highest ? arrival : highest), 0n),
    };
  }

  private async recentEditions(where: Prisma.PaperWhereInput): Promise<Date[]> {
    const editions = await this.prisma.paper.groupBy({
      by: ['announcedOn'],
      where,
      _count: true,
      orderBy: { announcedOn: 'desc' },
      take: MOST_EDITIONS,
    });
    let papers = 0;
    const isWanted = (count: number, index: number) => {
      const wanted = index < EDITIONS || papers < ENOUGH_PAPERS;
      papers += count;
      return wanted;
    };
    return editions
      .filter(({ _count }, index) => isWanted(_count, index))
      .map(({ announcedOn }) => announcedOn);
  }
}

interface PaperRow {
  key: string;
  title: string;
  abstract: string;
  summary: string;
  authors: string[];
  categories: string[];
}

function paperText({ key, title, abstract, summary, authors, categories }: PaperRow) {
  return { id: key, title, abstract: abstract || summary, authors, categories };
}
