// Learns the community signal anew every night, unless it is switched off, and keeps it with what it is worth.
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { type Verdict, verdictText } from '../../matching/community/verdict.js';
import { encodeCommunity } from '../../matching/community-file.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { LEAST_LIKES, LEAST_READERS, learnFromLikes } from './learn-from-likes.js';
import { TryCommunity } from './try-community.js';

/** There is one, and the new takes the place of the old. */
const NAME = 'likes';

export type LearnedCommunity = { outcome: 'off' | 'too_few' } | { outcome: 'learned'; verdict: Verdict };

@Injectable()
export class LearnCommunity {
  private readonly logger = new Logger(LearnCommunity.name);

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly tryCommunity: TryCommunity,
  ) {}

  async run(): Promise<LearnedCommunity> {
    if (this.config.community === 'off') return { outcome: 'off' };
    const { readers, likes, learned } = await learnFromLikes(this.prisma);
    if (learned === undefined) {
      const least = `${LEAST_LIKES} likes of ${LEAST_READERS} readers`;
      this.logger.log(`Nothing learned from likes yet: ${likes} of ${readers} readers, at least ${least}.`);
      // There may have been more, of readers who are gone: what they liked is not asked any more.
      await this.prisma.community.deleteMany();
      return { outcome: 'too_few' };
    }
    const verdict = await this.tryCommunity.run(learned.told);
    const row = {
      data: encodeCommunity(learned.community),
      readerCount: readers,
      likeCount: likes,
      learnedAt: this.clock.now(),
      helps: verdict.helps,
      askedCount: verdict.readers,
      heldOutCount: verdict.papers,
      gain: verdict.gain,
      gainError: verdict.error,
    };
    await this.prisma.community.upsert({
      where: { name: NAME },
      create: { name: NAME, ...row },
      update: row,
    });
    const counts = this.config.community === 'on' || verdict.helps ? 'counts' : 'does not count';
    this.logger.log(
      `What readers of a like taste like ${verdictText(verdict)}. It ${counts} (COMMUNITY=${this.config.community}).`,
    );
    return { outcome: 'learned', verdict };
  }
}
