// Gives the community signal to whoever chooses papers, where it is switched on and was learned.
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { decodeCommunity } from '../../matching/community-file.js';
import type { PaperIndex } from '../../matching/paper-index.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { PoolCommunity } from './pool-community.js';

@Injectable()
export class CommunitySignal {
  private readonly logger = new Logger(CommunitySignal.name);

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
  ) {}

  get isOn(): boolean {
    return this.config.community;
  }

  /** @returns when it was learned, in milliseconds; undefined when it is off or was not learned yet */
  async version(): Promise<number | undefined> {
    if (!this.isOn) return undefined;
    const newest = await this.prisma.community.findFirst({ select: { learnedAt: true } });
    return newest?.learnedAt.getTime();
  }

  /** @returns undefined when it is off, or nothing was learned yet, or what was learned cannot be read */
  async on(index: PaperIndex): Promise<PoolCommunity | undefined> {
    const row = this.isOn ? await this.prisma.community.findFirst() : null;
    if (row === null) return undefined;
    const stored = decodeCommunity(row.data);
    if (!('fault' in stored)) return new PoolCommunity(stored, index);
    this.logger.error(`What was learned from likes cannot be read: ${stored.fault}. It is left out.`);
    return undefined;
  }
}
