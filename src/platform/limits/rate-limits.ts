// How often something may be done. The counters are rows in PostgreSQL that all processes share; a turn is taken by one
// atomic statement, so that of any number at once no more get one than there are.
import { Injectable } from '@nestjs/common';
import type { Rate } from '../../config/abuse-variables.js';
import { Clock } from '../../shared/clock.js';
import { PrismaService } from '../prisma/prisma.service.js';

export interface Scope {
  /** What is counted, e.g. `sign-up network 203.0.113.0/24`. */
  key: string;
  /** Each at most `most` within a window that begins with the first and lasts `withinS` seconds. */
  rates: readonly Rate[];
}

export interface Refusal {
  key: string;
  /** When there is a turn again. */
  freeAt: Date;
}

@Injectable()
export class RateLimits {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a turn of each scope in order. Those behind the one that refuses are not charged, so that who is over her own
   * limit uses up nothing of what she shares with others.
   *
   * @returns the first that refuses, or undefined when all have a turn
   */
  async take(scopes: readonly Scope[]): Promise<Refusal | undefined> {
    const turns = scopes.flatMap(({ key, rates }) => rates.map((rate) => ({ key, ...rate })));
    if (turns.length === 0) return undefined;
    const keys = turns.map(({ key }) => key);
    const windows = turns.map(({ withinS }) => withinS);
    const mosts = turns.map(({ most }) => most);
    const [refused] = await this.prisma.$queryRaw<{ refused: number; freeAt: Date }[]>`
      SELECT refused, free_at AS "freeAt"
      FROM take_turns(${this.clock.now()}::timestamptz, ${keys}::text[], ${windows}::int[], ${mosts}::int[])`;
    return refused && { key: keys[refused.refused - 1] ?? '', freeAt: refused.freeAt };
  }

  /** Windows that are over say nothing any more. */
  async forget(): Promise<void> {
    await this.prisma.rateCounter.deleteMany({ where: { endsAt: { lte: this.clock.now() } } });
  }
}
