// Reads editions for the public pages: which dates there are, and the papers of one, ranked.
import { Injectable } from '@nestjs/common';
import type { Paper } from '../generated/prisma/client.js';
import { categoryName } from '../interests/categories.js';
import type { Texts } from '../language/texts.js';
import { authorsText } from '../mails/wording.js';
import type { EditionPaperView, PageViews } from '../platform/http/page-views.js';
import { addDays, dayOf } from '../papers/calendar/days.js';
import { emptyDayReason } from '../papers/empty-day.js';
import { SourceStates } from '../papers/sync/source-states.js';
import type { PaperMarks } from '../papers/paper-text.js';
import { htmlOf } from '../papers/text/html-of.js';
import { richTextOf } from '../papers/text/rich-text-of.js';
import { Clock } from '../shared/clock.js';
import { trendText } from './trend-text.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';

const EDITIONS_LISTED = 60;
const PAPERS_A_PAGE = 50;

@Injectable()
export class ReadEditions {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly sources: SourceStates,
  ) {}

  async list(texts: Texts): Promise<PageViews['editions']['editions']> {
    const dates = await this.prisma.paper.groupBy({
      by: ['announcedOn'],
      where: { withdrawnAt: null },
      _count: true,
      orderBy: { announcedOn: 'desc' },
      take: EDITIONS_LISTED,
    });
    return dates.map(({ announcedOn, _count }) => {
      const dateOn = announcedOn.toISOString().slice(0, 10);
      return { dateOn, dateText: texts.longDate(dateOn), count: _count };
    });
  }

  /**
   * @param dateOn `YYYY-MM-DD`
   * @param page from 1
   * @returns undefined for days before the first edition and far ahead, and for pages that there are not
   */
  async one(texts: Texts, dateOn: string, page: number): Promise<PageViews['edition'] | undefined> {
    const announcedOn = new Date(`${dateOn}T00:00:00Z`);
    const where = { announcedOn, withdrawnAt: null };
    const first = (page - 1) * PAPERS_A_PAGE;
    const papers = await this.prisma.paper.findMany({
      where,
      orderBy: [{ trendScore: { sort: 'desc', nulls: 'last' } }, { key: 'asc' }],
      skip: first,
      take: PAPERS_A_PAGE,
    });
    if (papers.length === 0 && page > 1) return undefined;
    const count = await this.prisma.paper.count({ where });
    const ranked = await this.prisma.paper.count({ where: { ...where, trendScore: { not: null } } });
    const [previous, next] = await Promise.all([
      this.neighbour(texts, announcedOn, 'lt'),
      this.neighbour(texts, announcedOn, 'gt'),
    ]);
    const whyEmpty = papers.length === 0 ? await this.whyEmpty(texts, dateOn) : undefined;
    // Before the first edition there was no Courant, and the days to come are endless.
    if (whyEmpty !== undefined && !(previous && dateOn <= addDays(dayOf(this.clock.now()), 7)))
      return undefined;
    return {
      dateText: texts.longDate(dateOn),
      ...(whyEmpty !== undefined && { whyEmpty }),
      isRanked: ranked > 0,
      ...(previous && { previous }),
      ...(next && { next }),
      ...(count > PAPERS_A_PAGE && { part: partOf(texts, dateOn, page, count) }),
      papers: papers.map((paper, index) => paperView(texts, paper, first + index)),
    };
  }

  private async whyEmpty(texts: Texts, dateOn: string): Promise<string> {
    const states = await this.sources.all();
    const isDown = states.some(({ name, failures }) => name.startsWith('arxiv') && failures > 0);
    return texts.say(`web.edition.${emptyDayReason(dateOn, this.clock.now(), isDown)}`);
  }

  private async neighbour(
    texts: Texts,
    announcedOn: Date,
    side: 'lt' | 'gt',
  ): Promise<{ url: string; text: string } | undefined> {
    const paper = await this.prisma.paper.findFirst({
      where: { announcedOn: { [side]: announcedOn }, withdrawnAt: null },
      orderBy: { announcedOn: side === 'lt' ? 'desc' : 'asc' },
      select: { announcedOn: true },
    });
    const dateOn = paper?.announcedOn.toISOString().slice(0, 10);
    return dateOn === undefined ? undefined : { url: `/editions/${dateOn}`, text: texts.longDate(dateOn) };
  }
}

function partOf(texts: Texts, dateOn: string, page: number, count: number) {
  const last = Math.min(page * PAPERS_A_PAGE, count);
  const urlOf = (number: number) => `/editions/${dateOn}${number > 1 ? `?page=${number}` : ''}`;
  return {
    text: texts.say('web.edition.part', { first: (page - 1) * PAPERS_A_PAGE + 1, last, count }),
    ...(page > 1 && { before: urlOf(page - 1) }),
    ...(last < count && { after: urlOf(page + 1) }),
  };
}

function paperView(texts: Texts, paper: Paper, index: number): EditionPaperView {
  const { title, url, pdfUrl, authors, summary, upvotes, trendScore } = paper;
  const code = paper.categories[0] ?? '';
  const marks = paper.marks as PaperMarks | null;
  return {
    rank: index + 1,
    title,
    titleHtml: htmlOf(richTextOf(title, marks?.title)),
    url,
    authorsText: authorsText(authors, texts),
    categoryName: categoryName(code) ?? code,
    ...(summary !== '' && { summaryHtml: htmlOf(richTextOf(summary, marks?.summary)) }),
    ...(pdfUrl !== null && { pdfUrl }),
    ...(upvotes !== null && { upvotes }),
    ...(trendScore !== null && { why: trendText(texts, paper, trendScore) }),
  };
}
