// The papers a reader got, digest by digest, and those she saved.
import { Injectable } from '@nestjs/common';
import { digestUrl } from '../../mails/digest-url.js';
import { keptPapers } from '../../mails/kept-papers.js';
import type { Feedback, Paper } from '../../generated/prisma/client.js';
import { dayOf, startOf } from '../../papers/calendar/days.js';
import type { ReaderPageViews } from '../../platform/http/reader-page-views.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import type { Texts } from '../../language/texts.js';
import type { Reader } from '../access/find-reader.js';
import { saidPaperView } from './said-of.js';

const DIGESTS_A_PAGE = 14;
/** Reasons we have a sentence for; see `web.history`. */
const WHY_NOT = new Set([
  'no_new_papers',
  'nothing_matched',
  'nothing_strong_enough',
  'paused',
  'unsubscribed',
]);

@Injectable()
export class ReaderPapers {
  constructor(
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
  ) {}

  /** @param beforeOn the digests before this date, `YYYY-MM-DD`; the newest without it */
  async history(reader: Reader, beforeOn: string | undefined): Promise<ReaderPageViews['history']> {
    const subscriberId = reader.subscriber.id;
    const rows = await this.prisma.digest.findMany({
      where: {
        subscriberId,
        state: { not: 'planned' },
        ...(beforeOn !== undefined && { localDate: { lt: startOf(beforeOn) } }),
      },
      orderBy: { localDate: 'desc' },
      take: DIGESTS_A_PAGE,
      include: { papers: { select: { items: true } } },
    });
    const digests = rows.map(({ papers, ...digest }) => ({ ...digest, items: keptPapers(papers) }));
    const keys = digests.flatMap(({ items }) => items.map(({ paperKey }) => paperKey));
    const [papers, said] = await Promise.all([this.papers(keys), this.said(subscriberId, keys)]);
    const last = digests.length === DIGESTS_A_PAGE ? digests.at(-1) : undefined;
    return {
      base: reader.base,
      isSignedIn: reader.isSignedIn,
      digests: digests.map(({ id, localDate, reason, items }) => ({
        mailUrl: digestUrl({ publicUrl: '' }, this.secretKey.value, id),
        dateText: reader.texts.longDate(dayOf(localDate)),
        whyEmpty: items.length > 0 ? '' : whyEmpty(reader.texts, reason),
        papers: items.flatMap((item) => {
          const paper = papers.get(item.paperKey);
          return paper ? [saidPaperView(reader.texts, paper, said.get(item.paperKey), item)] : [];
        }),
      })),
      ...(last && { olderUrl: `${reader.base}/history?before=${dayOf(last.localDate)}` }),
    };
  }

  async saved(reader: Reader): Promise<ReaderPageViews['saved']> {
    const rows = await this.savedRows(reader.subscriber.id);
    return {
      base: reader.base,
      isSignedIn: reader.isSignedIn,
      papers: rows.map(({ paper, ...feedback }) => saidPaperView(reader.texts, paper, feedback)),
    };
  }

  /** What is still to be read first, the newest of it first. */
  async savedPapers(subscriberId: string): Promise<Paper[]> {
    return (await this.savedRows(subscriberId)).map(({ paper }) => paper);
  }

  private savedRows(subscriberId: string) {
    return this.prisma.feedback.findMany({
      where: { subscriberId, savedAt: { not: null } },
      orderBy: [{ readAt: { sort: 'desc', nulls: 'first' } }, { savedAt: 'desc' }, { paperKey: 'asc' }],
      include: { paper: true },
    });
  }

  private async papers(keys: string[]): Promise<Map<string, Paper>> {
    const rows = await this.prisma.paper.findMany({ where: { key: { in: keys } } });
    return new Map(rows.map((row) => [row.key, row]));
  }

  private async said(subscriberId: string, paperKeys: string[]): Promise<Map<string, Feedback>> {
    const rows = await this.prisma.feedback.findMany({
      where: { subscriberId, paperKey: { in: paperKeys } },
    });
    return new Map(rows.map((row) => [row.paperKey, row]));
  }
}

function whyEmpty(texts: Texts, reason: string | null): string {
  return texts.say(`web.history.${reason !== null && WHY_NOT.has(reason) ? reason : 'other'}`);
}
