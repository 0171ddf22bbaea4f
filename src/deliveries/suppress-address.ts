// Puts a subscriber's address on the list of those that must not be mailed, with the reason.
import { Injectable } from '@nestjs/common';
import type { SuppressionReason } from '../generated/prisma/enums.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';

@Injectable()
export class SuppressAddress {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  async run(input: { subscriberId: string; reason: SuppressionReason; detail: string }): Promise<void> {
    const { subscriberId, reason, detail } = input;
    await this.prisma.$transaction(async (transaction) => {
      const { addressKey } = await transaction.subscriber.update({
        where: { id: subscriberId },
        data: { state: 'suppressed', nextDueAt: null },
      });
      await transaction.suppression.createMany({
        data: [{ addressKey, reason, detail, suppressedAt: this.clock.now() }],
        skipDuplicates: true,
      });
    });
  }
}
