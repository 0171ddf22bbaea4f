// Gives the community signal to whoever chooses papers, where it was learned and counts.
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { Verdict } from '../../matching/community/verdict.js';
import { decodeCommunity } from '../../matching/community-file.js';
import type { PaperIndex } from '../../matching/paper-index.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { PoolCommunity } from './pool-community.js';

export interface CommunityState {
  setting: 'auto' | 'on' | 'off';
  counts: boolean;
  /** What the last night found; absent before the first. */
  verdict?: Verdict;
}

@Injectable()
export class CommunitySignal {
  private readonly logger = new Logger(CommunitySignal.name);

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
  ) {}

  async state(): Promise<CommunityState> {
    const setting = this.config.community;
    const row = await this.prisma.community.findFirst({
      select: { helps: true, askedCount: true, heldOutCount: true, gain: true, gainError: true },
    });
    const counts = setting === 'on' || (setting === 'auto' && row?.helps === true);
    if (row === null) return { setting, counts };
    const { helps, askedCount: readers, heldOutCount: papers, gain, gainError: error } = row;
    return { setting, counts, verdict: { helps, readers, papers, gain, error } };
  }

  /** @returns when it was learned, in milliseconds; undefined when it does not count or was not learned yet */
  async version(): Promise<number | undefined> {
    if (this.config.community === 'off') return undefined;
    const newest = await this.prisma.community.findFirst({ ...this.counting(), select: { learnedAt: true } });
    return newest?.learnedAt.getTime();
  }

  /** @returns undefined when it does not count, or nothing was learned yet, or what was learned cannot be read */
  async on(index: PaperIndex): Promise<PoolCommunity | undefined> {
    if (this.config.community === 'off') return undefined;
    const row = await this.prisma.community.findFirst(this.counting());
    if (row === null) return undefined;
    const stored = decodeCommunity(row.data);
    if (!('fault' in stored)) return PoolCommunity.of(stored, index);
    this.logger.error(`What was learned from likes cannot be read: ${stored.fault}. It is left out.`);
    return undefined;
  }

  private counting() {
    return { where: this.config.community === 'auto' ? { helps: true } : {} };
  }
}
