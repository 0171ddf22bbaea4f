// What the sign-up page shows: the form with what was typed before, and today's papers as a taste.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { categoryName } from '../interests/categories.js';
import type { Texts } from '../language/texts.js';
import type { PreviewView } from '../platform/http/preview-view.js';
import type { SignUpView } from '../platform/http/page-views.js';
import type { PaperMarks } from '../papers/paper-text.js';
import { htmlOf } from '../papers/text/html-of.js';
import { richTextOf } from '../papers/text/rich-text-of.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { AdmitSignUp } from './admit-sign-up.js';
import { signUpWording } from './consent-wording.js';
import { choices, frequencyChoices, weekdayChoices } from './choices.js';
import { fieldTree } from './field-tree.js';
import { TimeZones } from './time-zones.js';

const DEFAULT_HOUR = 8;
const TASTE = 4;

interface Shown {
  /** What was submitted, in whatever shape. */
  body?: unknown;
  /** Field name to sentence. */
  errors?: SignUpView['errors'];
  notice?: string;
  preview?: PreviewView;
}

@Injectable()
export class SignUpPage {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly timeZones: TimeZones,
    private readonly admit: AdmitSignUp,
  ) {}

  /** What was typed is kept, and since when: who is too quick need not wait anew. */
  async view(texts: Texts, shown: Shown = {}): Promise<SignUpView> {
    const typed = (shown.body ?? {}) as Record<string, unknown>;
    const text = (name: string) => (typeof typed[name] === 'string' ? typed[name] : '');
    const categories = [typed['categories']].flat().filter((code) => typeof code === 'string');
    const lines = (name: string) =>
      [typed[name]]
        .flat()
        .filter((one) => typeof one === 'string')
        .join('\n');
    const timeZone = text('timeZone');
    const hour = text('deliverAtHour') === '' ? DEFAULT_HOUR : Number(text('deliverAtHour'));
    const latest = await this.latest(texts);
    return {
      values: {
        email: text('email'),
        description: text('description'),
        queries: lines('queries'),
        authors: lines('authors'),
        papers: lines('papers'),
        categories,
        timeZone,
        deliverAtHour: hour,
      },
      errors: shown.errors ?? {},
      stamp: this.admit.isStamp(text('stamp')) ? text('stamp') : this.admit.stamp(),
      asksWork: this.config.abuse.work > 0,
      ...(shown.notice !== undefined && { notice: shown.notice }),
      ...(shown.preview && { preview: shown.preview }),
      groups: fieldTree(texts, { sources: this.config.sources.names, checked: categories }),
      timeZones: (await this.timeZones.list()).map((name) => ({ name, selected: name === timeZone })),
      hours: choices(
        Array.from({ length: 24 }, (_, value) => [String(value), `${String(value).padStart(2, '0')}:00`]),
        String(hour),
      ),
      opensMore: ['queries', 'authors', 'papers', 'library'].some((name) => lines(name).trim() !== ''),
      hadFile: text('library').trim() !== '',
      frequencies: frequencyChoices(texts, text('frequency') || 'daily'),
      weekdays: weekdayChoices(texts, text('weeklyOn') || '1'),
      consentText: signUpWording(texts, this.config.mail.brandName).wording,
      ...(latest && { latest }),
    };
  }

  private async latest(texts: Texts): Promise<SignUpView['latest']> {
    const newest = await this.prisma.paper.aggregate({ _max: { announcedOn: true } });
    const announcedOn = newest._max.announcedOn;
    if (!announcedOn) return undefined;
    const papers = await this.prisma.paper.findMany({
      where: { announcedOn, withdrawnAt: null },
      orderBy: [{ trendScore: { sort: 'desc', nulls: 'last' } }, { key: 'asc' }],
      take: TASTE,
    });
    return {
      dateText: texts.longDate(announcedOn.toISOString().slice(0, 10)),
      papers: papers.map(({ title, marks, url, categories: [code = ''], upvotes }) => ({
        titleHtml: htmlOf(richTextOf(title, (marks as PaperMarks | null)?.title)),
        url,
        categoryName: categoryName(code) ?? code,
        ...(upvotes !== null && { upvotes }),
      })),
    };
  }
}
