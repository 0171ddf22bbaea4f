// Ranks editions by trend and keeps the score with what it is made of.
import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { rankByTrend } from './trend.js';

@Injectable()
export class RankEditions {
  constructor(private readonly prisma: PrismaService) {}

  /** @param input.dates announcement dates, `YYYY-MM-DD` */
  async run(input: { dates: Iterable<string> }): Promise<void> {
    for (const date of input.dates) await this.rank(date);
  }

  private async rank(date: string): Promise<void> {
    const papers = await this.prisma.paper.findMany({
      where: {
        announcedOn: new Date(`${date}T00:00:00Z`),
        withdrawnAt: null,
        OR: [{ upvotes: { gt: 0 } }, { comments: { gt: 0 } }, { codeStars: { gt: 0 } }],
      },
      select: { key: true, categories: true, upvotes: true, comments: true, codeStars: true },
    });
    const trends = rankByTrend(
      papers.map(({ categories: [category = ''], ...paper }) => ({ ...paper, category })),
    );
    const rows = [...trends].map(([key, { score, parts }]) => ({ key, score, parts }));
    await this.prisma.$executeRaw(Prisma.sql`
      UPDATE papers SET trend_score = t.score, trend_parts = t.parts
      FROM papers AS p
      LEFT JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(key text, score float, parts jsonb)
        ON t.key = p.key
      WHERE papers.key = p.key AND p.announced_on = ${date}::date
        AND (p.trend_score, p.trend_parts) IS DISTINCT FROM (t.score, t.parts)`);
  }
}
