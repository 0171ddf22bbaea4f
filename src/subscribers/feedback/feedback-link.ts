// The links below each paper of a digest: which reader and which paper they mean. They work without signing in, for this
// digest's papers only.
import { Injectable } from '@nestjs/common';
import type { Feedback, Paper } from '../../generated/prisma/client.js';
import { keptPapers } from '../../mails/kept-papers.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { verifyToken } from '../../shared/signed-link.js';

const SECTIONS: Readonly<Record<string, string>> = { f: 'for_you', t: 'trending' };

export interface Linked {
  subscriberId: string;
  paper: Paper;
  feedback: Feedback | undefined;
}

@Injectable()
export class FeedbackLink {
  constructor(
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
  ) {}

  /**
   * @param item `f1` for the first paper for the reader, `t1` for the first that trends
   * @throws DomainError not_found
   */
  async find(token: string, item: string): Promise<Linked> {
    const digestId = verifyToken(this.secretKey.value, 'feedback', token);
    const [, letter = '', rank = ''] = /^([ft])(\d{1,3})$/.exec(item) ?? [];
    const digest = digestId
      ? await this.prisma.digest.findUnique({ where: { id: digestId }, include: { papers: true } })
      : null;
    const asked = keptPapers(digest?.papers ?? null).find(
      (kept) => kept.section === SECTIONS[letter] && kept.rank === Number(rank),
    );
    const paper = asked && (await this.prisma.paper.findUnique({ where: { key: asked.paperKey } }));
    if (!digest || !paper) throw new DomainError('link_broken', saying('web.errors.linkNotComplete'));
    const { subscriberId } = digest;
    const where = { subscriberId_paperKey: { subscriberId, paperKey: paper.key } };
    return { subscriberId, paper, feedback: (await this.prisma.feedback.findUnique({ where })) ?? undefined };
  }
}
