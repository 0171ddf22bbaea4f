// The papers that tell profiles what is usual. They stay the same for a week, over all processes, so that a profile
// compiled yesterday is still of use today.
import { Injectable } from '@nestjs/common';
import type { Background as Row } from '../generated/prisma/client.js';
import { type Background, BACKGROUND_PAPERS, backgroundOf } from '../matching/background.js';
import type { TextModel } from '../matching/text-model.js';
import type { PaperText } from '../matching/types.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock, DAY } from '../shared/clock.js';
import { PAPER_TEXT, paperText } from './paper-text.js';

const KEEP_MS = 7 * DAY;
/** Few papers are picked anew when there are so many times as many to pick from. */
const GROWTH = 1.25;

export interface KeptBackground extends Background {
  /** Of the model and the papers. */
  version: string;
}

@Injectable()
export class KeptBackgrounds {
  private cached: KeptBackground | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** @param papers to pick from when there is none, or the last one is out of date. */
  async current(model: TextModel, papers: readonly PaperText[]): Promise<KeptBackground> {
    const row = await this.pick(papers);
    const version = `${model.version}/${row.version}`;
    if (this.cached?.version === version) return this.cached;
    const rows = await this.prisma.paper.findMany({
      select: PAPER_TEXT,
      where: { key: { in: row.paperKeys } },
      orderBy: { key: 'asc' },
    });
    this.cached = { ...backgroundOf(model, rows.map(paperText)), version };
    return this.cached;
  }

  /** It takes memory, which nobody needs while no digest is built. */
  drop(): void {
    this.cached = undefined;
  }

  private async pick(papers: readonly PaperText[]): Promise<Row> {
    const newest = await this.newest(this.prisma);
    if (newest && !this.isOutdated(newest, papers.length)) return newest;
    return this.prisma.$transaction(async (transaction) => {
      // One process picks, the others take what it picked.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('courant backgrounds'))`;
      const meanwhile = await this.newest(transaction);
      if (meanwhile && !this.isOutdated(meanwhile, papers.length)) return meanwhile;
      await transaction.background.deleteMany();
      const madeAt = this.clock.now();
      const step = Math.max(1, papers.length / BACKGROUND_PAPERS);
      const picked = Array.from(
        { length: Math.min(papers.length, BACKGROUND_PAPERS) },
        (_, i) => papers[Math.floor(i * step)]?.id ?? '',
      );
      const version = `${madeAt.toISOString()}-${papers.length}`;
      return transaction.background.create({
        data: { version, paperKeys: picked, paperCount: papers.length, madeAt },
      });
    });
  }

  private newest(database: Pick<PrismaService, 'background'>): Promise<Row | null> {
    return database.background.findFirst({ orderBy: { madeAt: 'desc' } });
  }

  private isOutdated({ madeAt, paperCount }: Row, count: number): boolean {
    const isOld = this.clock.now().getTime() - madeAt.getTime() > KEEP_MS;
    return isOld || (paperCount < BACKGROUND_PAPERS && count >= GROWTH * paperCount);
  }
}
