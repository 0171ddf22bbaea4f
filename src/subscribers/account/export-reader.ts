// Everything that is kept of a reader, as plain data, for herself.
import { Injectable } from '@nestjs/common';
import type { DigestPapers } from '../../generated/prisma/client.js';
import { explainedPapers } from '../../mails/kept-papers.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { Clock } from '../../shared/clock.js';

@Injectable()
export class ExportReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** @returns fit for JSON; of tokens only what they are for, for the tokens themselves are not kept */
  async run(input: { subscriberId: string }): Promise<Record<string, unknown>> {
    const reader = await this.prisma.subscriber.findUnique({
      where: { id: input.subscriberId },
      include: {
        consents: { orderBy: { recordedAt: 'asc' }, omit: { subscriberId: true } },
        interests: { orderBy: { createdAt: 'asc' }, omit: { subscriberId: true } },
        feedback: {
          orderBy: { givenAt: 'asc' },
          omit: { subscriberId: true },
          include: { paper: { select: { title: true, url: true } } },
        },
        library: { orderBy: { addedAt: 'asc' }, omit: { subscriberId: true } },
        digests: {
          orderBy: { localDate: 'asc' },
          omit: { subscriberId: true },
          include: { papers: true },
        },
        deliveries: {
          orderBy: { createdAt: 'asc' },
          select: {
            kind: true,
            state: true,
            recipient: true,
            messageId: true,
            createdAt: true,
            settledAt: true,
            reply: true,
          },
        },
        tokens: { select: { purpose: true, expiresAt: true, usedAt: true, address: true } },
        profile: { select: { version: true, compiledAt: true } },
      },
    });
    if (!reader) throw new DomainError('not_found', saying('web.errors.noReader'));
    const { watermark, digests, ...rest } = reader;
    return {
      exportedAt: this.clock.now(),
      ...rest,
      digests: await this.withPapers(digests),
      watermark: String(watermark),
    };
  }

  private async withPapers<Digest extends { papers: DigestPapers | null }>(digests: Digest[]) {
    const read = digests.map(({ papers, ...digest }) => ({ ...digest, items: explainedPapers(papers) }));
    const keys = new Set(read.flatMap(({ items }) => items.map(({ paperKey }) => paperKey)));
    const papers = await this.prisma.paper.findMany({
      where: { key: { in: [...keys] } },
      select: { key: true, title: true, url: true },
    });
    const byKey = new Map(papers.map(({ key, ...paper }) => [key, paper]));
    return read.map(({ items, ...digest }) => ({
      ...digest,
      items: items.map((item) => ({ ...item, paper: byKey.get(item.paperKey) })),
    }));
  }
}
