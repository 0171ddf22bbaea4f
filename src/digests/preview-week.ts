// What a reader with these interests would have got in the last editions: the same papers for the same reasons as her
// digests would bring, from the same pool. Nothing of it is kept.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { categoryName } from '../interests/categories.js';
import type { Texts } from '../language/texts.js';
import { reasonText } from '../mails/reason-text.js';
import { compileProfile } from '../matching/profile.js';
import type { Interest } from '../matching/types.js';
import { dayOf } from '../papers/calendar/days.js';
import type { PaperMarks } from '../papers/paper-text.js';
import { htmlOf } from '../papers/text/html-of.js';
import { richTextOf } from '../papers/text/rich-text-of.js';
import type { PreviewView } from '../platform/http/preview-view.js';
import { networkOf } from '../platform/limits/network-of.js';
import { RateLimits } from '../platform/limits/rate-limits.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock, MINUTE, plusMs } from '../shared/clock.js';
import { TooManyError } from '../shared/domain-error.js';
import { type ChosenPaper, choosePapers } from './choose-papers.js';
import { type Pool, PaperPool } from './paper-pool.js';
import { NO_PAST } from './readers-past.js';

const EDITIONS = 7;
const SHOWN_A_DAY = 3;
/** Previews that may wait for one that is under way. */
const MOST_WAITING = 20;

interface Previewing {
  interests: readonly Interest[];
  strictness: number;
  maxPapers: number;
  ip: string | null;
  texts: Texts;
}

@Injectable()
export class PreviewWeek {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly pool: PaperPool,
  ) {}

  /** @throws TooManyError for a network that asks too often, or when too many ask at once */
  async run(input: Previewing): Promise<PreviewView> {
    const network = { key: `preview network ${networkOf(input.ip)}`, rates: this.config.abuse.previews };
    const refusal = await this.limits.take([network]);
    const now = this.clock.now();
    if (refusal) throw new TooManyError(refusal.freeAt, now);
    if (this.waiting >= MOST_WAITING) throw new TooManyError(plusMs(now, MINUTE), now);
    this.waiting += 1;
    // One after the other: each takes the whole processor for a moment.
    const mine = this.last.then(() => this.look(input));
    this.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.waiting -= 1;
    }
  }

  private async look({ texts, ...reader }: Previewing): Promise<PreviewView> {
    const pool = await this.pool.get();
    const choice = choosePapers(pool, {
      profile: compileProfile(pool.background, reader.interests),
      strictness: reader.strictness,
      watermark: -1n,
      maxPapers: EDITIONS * reader.maxPapers,
      ...NO_PAST,
    });
    const papers = 'papers' in choice ? choice.papers.filter(({ section }) => section === 'for_you') : [];
    const days = lastDays(pool).map((day) => ({
      day,
      chosen: papers.filter(({ paperKey }) => dateOf(pool, paperKey) === day).slice(0, reader.maxPapers),
    }));
    const shown = await this.titles(
      texts,
      days.flatMap(({ chosen }) => chosen.slice(0, SHOWN_A_DAY)),
    );
    return {
      count: days.reduce((sum, { chosen }) => sum + chosen.length, 0),
      days: days.map(({ day, chosen }) => ({
        dateText: texts.longDate(day),
        papers: chosen.slice(0, SHOWN_A_DAY).flatMap((one) => shown.get(one.paperKey) ?? []),
        more: Math.max(0, chosen.length - SHOWN_A_DAY),
      })),
    };
  }

  private async titles(texts: Texts, chosen: readonly ChosenPaper[]) {
    const papers = await this.prisma.paper.findMany({
      where: { key: { in: chosen.map(({ paperKey }) => paperKey) } },
      select: { key: true, title: true, marks: true, url: true },
    });
    const reasons = new Map(chosen.map(({ paperKey, reasons }) => [paperKey, reasons]));
    return new Map(
      papers.map(({ key, title, marks, url }) => [
        key,
        {
          titleHtml: htmlOf(richTextOf(title, (marks as PaperMarks | null)?.title)),
          url,
          why: reasonText(texts, reasons.get(key) ?? [], categoryName),
        },
      ]),
    );
  }
}

/** The newest editions of the pool, newest first. */
function lastDays(pool: Pool): string[] {
  const days = new Set(Array.from(pool.papers.values(), ({ announcedOn }) => dayOf(announcedOn)));
  return [...days].toSorted().toReversed().slice(0, EDITIONS);
}

function dateOf(pool: Pool, key: string): string | undefined {
  const paper = pool.papers.get(key);
  return paper && dayOf(paper.announcedOn);
}
