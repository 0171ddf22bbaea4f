// Sign-ups that nobody confirmed vanish after fourteen days, and tokens and counters that are over with them.
import { Injectable } from '@nestjs/common';
import { RateLimits } from '../../platform/limits/rate-limits.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock, DAY, plusMs } from '../../shared/clock.js';

const KEEP_DAYS = 14;

@Injectable()
export class ForgetUnconfirmed {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
  ) {}

  /** Who was a reader before and did not come back after all is unsubscribed, as before. */
  async run(): Promise<{ forgotten: number }> {
    const now = this.clock.now();
    const before = plusMs(now, -KEEP_DAYS * DAY);
    const old = {
      state: 'pending' as const,
      createdAt: { lte: before },
      consents: { none: { kind: 'signed_up' as const, recordedAt: { gt: before } } },
    };
    await this.prisma.subscriber.updateMany({
      where: { ...old, confirmedAt: { not: null } },
      data: { state: 'unsubscribed' },
    });
    const { count } = await this.prisma.subscriber.deleteMany({ where: { ...old, confirmedAt: null } });
    await this.prisma.token.deleteMany({ where: { expiresAt: { lt: plusMs(now, -DAY) } } });
    await this.limits.forget();
    return { forgotten: count };
  }
}
