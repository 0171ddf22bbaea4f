// Everything that is kept of a reader, as plain data, for herself.
import { Injectable } from '@nestjs/common';
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
          include: {
            items: {
              omit: { subscriberId: true, digestId: true },
              include: { paper: { select: { title: true, url: true } } },
            },
          },
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
    const { watermark, ...rest } = reader;
    return { exportedAt: this.clock.now(), ...rest, watermark: String(watermark) };
  }
}
