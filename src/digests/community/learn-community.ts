// Learns the community signal anew and keeps it, every night, where it is switched on.
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { encodeCommunity } from '../../matching/community-file.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { LEAST_LIKES, LEAST_READERS, learnFromLikes } from './learn-from-likes.js';

/** There is one, and the new takes the place of the old. */
const NAME = 'likes';

@Injectable()
export class LearnCommunity {
  private readonly logger = new Logger(LearnCommunity.name);

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<{ outcome: 'off' | 'too_few' | 'learned' }> {
    if (!this.config.community) return { outcome: 'off' };
    const { readers, likes, community } = await learnFromLikes(this.prisma);
    if (community === undefined) {
      const least = `${LEAST_LIKES} likes of ${LEAST_READERS} readers`;
      this.logger.log(`Nothing learned from likes yet: ${likes} of ${readers} readers, at least ${least}.`);
      return { outcome: 'too_few' };
    }
    const row = {
      data: encodeCommunity(community),
      readerCount: readers,
      likeCount: likes,
      learnedAt: this.clock.now(),
    };
    await this.prisma.community.upsert({
      where: { name: NAME },
      create: { name: NAME, ...row },
      update: row,
    });
    return { outcome: 'learned' };
  }
}
