// A reader says what she wants to read about, and what not. What she says replaces what she said before; papers she
// likes are kept, they are said elsewhere.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import type { Emphasis, WantedInterest } from './interests.schema.js';

export const WEIGHTS: Readonly<Record<Emphasis, number>> = { more: 2, normal: 1, less: 0.5, mute: 1 };

@Injectable()
export class ChangeInterests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  async run(input: { subscriberId: string; interests: readonly WantedInterest[] }): Promise<void> {
    const { subscriberId, interests } = input;
    const now = this.clock.now();
    await this.prisma.$transaction(async (transaction) => {
      // One change at a time: else two at once would both write the same rows.
      await transaction.$queryRaw`SELECT 1 FROM subscribers WHERE id = ${subscriberId}::uuid FOR UPDATE`;
      const said = { where: { subscriberId, kind: { not: 'paper' } } } as const;
      const before = await transaction.interest.findMany(said);
      // What stays has been her wish since she first said it; a replay of past days goes by that.
      const since = new Map(before.map(({ kind, value, createdAt }) => [`${kind} ${value}`, createdAt]));
      await transaction.interest.deleteMany(said);
      await transaction.interest.createMany({
        data: interests.map(({ kind, value, emphasis }) => ({
          subscriberId,
          kind,
          value,
          weight: WEIGHTS[emphasis],
          muted: emphasis === 'mute',
          createdAt: since.get(`${kind} ${value}`) ?? now,
        })),
      });
    });
  }
}
