// The papers that digests are chosen from, in the form matching wants them: loaded when a digest is built, kept while
// nothing changes, dropped when nobody asks for a while.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Prisma } from '../generated/prisma/client.js';
import { type Background, backgroundOf } from '../matching/background.js';
import { indexPapers, type PaperIndex } from '../matching/paper-index.js';
import type { TopicVectors } from '../matching/latent/topic-vectors.js';
import type { TextModel } from '../matching/text-model.js';
import type { PaperText } from '../matching/types.js';
import { Embeddings } from '../models/embeddings/embeddings.js';
import { TextModels } from '../models/text-models.js';
import { CommunitySignal } from './community/community-signal.js';
import type { PoolCommunity } from './community/pool-community.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { MINUTE } from '../shared/clock.js';
import { KeptBackgrounds } from './kept-backgrounds.js';
import { PAPER_TEXT, paperText } from './paper-text.js';

/** Editions a digest looks back: what arrived late or was missed is still found, what is old is not news. */
const EDITIONS = 7;
/** Thin editions (holidays, a young archive) reach further back, up to this many papers or editions. */
const ENOUGH_PAPERS = 500;
const MOST_EDITIONS = 30;
const KEEP_MS = 5 * MINUTE;

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
  /** Profiles compiled with anything else are of no use here. */
  profileVersion: string;
  index: PaperIndex;
  /** Absent where it is switched off. */
  community?: PoolCommunity | undefined;
  /** The highest arrival in the pool; a reader's watermark after she was served from it. */
  watermark: bigint;
}

/** A pool without what profiles are compiled against. */
interface PoolPapers extends Pick<Pool, 'papers' | 'index' | 'watermark'> {
  texts: PaperText[];
  topics: TopicVectors | undefined;
}

@Injectable()
export class PaperPool implements OnApplicationShutdown {
  private cached: { version: string; pool: Promise<Pool> } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly models: TextModels,
    private readonly backgrounds: KeptBackgrounds,
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
    this.timer = setTimeout(() => this.drop(), KEEP_MS).unref();
    return this.cached.pool;
  }

  /** What get() would have given at that instant, with the model there is now. */
  async asOf(instant: Date): Promise<Pool> {
    const model = await this.models.current();
    const papers = await this.load(model, {
      importedAt: { lte: instant },
      OR: [{ withdrawnAt: null }, { withdrawnAt: { gt: instant } }],
    });
    const background = backgroundOf(model, papers.texts, papers.topics);
    return { ...papers, background, profileVersion: `${model.version}/${instant.toISOString()}` };
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private drop(): void {
    this.cached = undefined;
    this.backgrounds.drop();
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
    const papers = await this.load(model, { withdrawnAt: null });
    return {
      ...papers,
      ...(await this.backgroundFor(model, papers)),
      community: await this.community.on(papers.index),
    };
  }

  /** An embedder's topics are told apart by what all papers of the pool have in common: they go with it. */
  private async backgroundFor(
    model: TextModel,
    { texts, topics }: Pick<PoolPapers, 'texts' | 'topics'>,
  ): Promise<Pick<Pool, 'background' | 'profileVersion'>> {
    if (topics === undefined) {
      const background = await this.backgrounds.current(model, texts);
      return { background, profileVersion: background.version };
    }
    const version = `${model.version}/${await this.embeddings.version()}`;
    return { background: backgroundOf(model, texts, topics), profileVersion: version };
  }

  private async load(model: TextModel, where: Prisma.PaperWhereInput): Promise<PoolPapers> {
    const papers = await this.prisma.paper.findMany({
      select: {
        ...PAPER_TEXT,
        arrival: true,
        announcedOn: true,
        trendScore: true,
        doi: true,
        importedAt: true,
      },
      where: { ...where, announcedOn: { in: await this.recentEditions(where) } },
      // So that what came since a reader's last digest stands together.
      orderBy: { arrival: 'asc' },
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
      texts,
      topics,
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
