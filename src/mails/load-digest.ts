// What a digest mail says, from its rows: the chosen papers in order, each with its reason in words.
import type { MailFormat } from '../generated/prisma/enums.js';
import { categoryName } from '../interests/categories.js';
import { reasonText } from '../matching/reason-text.js';
import type { Reason } from '../matching/types.js';
import type { DigestItem, Paper } from '../generated/prisma/client.js';
import type { PaperMarks } from '../papers/paper-text.js';
import { richTextOf } from '../papers/text/rich-text-of.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { frequencyText } from './frequency-text.js';
import type { DigestMailInput, DigestPaper } from './mail-content.js';
import { longDate } from './wording.js';

export type DigestContent = Omit<DigestMailInput, 'brand' | 'unsubscribeUrl' | 'settingsUrl'> & {
  mailFormat: MailFormat;
};

/** @param feedbackUrl where what she says of this digest's papers goes, without a slash at its end */
export async function loadDigest(
  prisma: PrismaService,
  digestId: string,
  feedbackUrl: string,
): Promise<DigestContent> {
  const digest = await prisma.digest.findUniqueOrThrow({
    where: { id: digestId },
    include: {
      subscriber: { select: { deliverAtHour: true, frequency: true, weeklyOn: true, mailFormat: true } },
      items: { orderBy: { rank: 'asc' }, include: { paper: true } },
    },
  });
  const section = (name: string) =>
    digest.items
      .filter((item) => item.section === name)
      .map((item) => ({ ...digestPaper(item), feedbackUrl: `${feedbackUrl}/${itemName(item)}` }));
  const { deliverAtHour, frequency, weeklyOn, mailFormat } = digest.subscriber;
  return {
    dateOn: dateOf(digest.localDate),
    mailFormat,
    deliverAtHour,
    frequencyText: frequencyText(frequency, weeklyOn),
    forYou: section('for_you'),
    trending: section('trending'),
    editionsText: editionsText(digest.items.map(({ paper }) => dateOf(paper.announcedOn))),
  };
}

/** How links name a paper of a digest: `f1` is the first for the reader, `t1` the first of what trends. */
function itemName({ section, rank }: Pick<DigestItem, 'section' | 'rank'>): string {
  return `${section.slice(0, 1)}${rank}`;
}

function digestPaper(item: DigestItem & { paper: Paper }): DigestPaper {
  const { paper } = item;
  const code = paper.categories[0] ?? '';
  const marks = paper.marks as PaperMarks | null;
  return {
    key: paper.key,
    title: paper.title,
    richTitle: richTextOf(paper.title, marks?.title),
    authors: paper.authors,
    categoryCode: code,
    categoryName: categoryName(code) ?? code,
    summary: paper.summary,
    richSummary: richTextOf(paper.summary, marks?.summary),
    url: paper.url,
    ...(paper.pdfUrl !== null && { pdfUrl: paper.pdfUrl }),
    ...(paper.upvotes !== null && { upvotes: paper.upvotes }),
    reason: reasonText(item.reasons as Reason[], categoryName),
  };
}

/** `papers announced 24 to 26 June 2026`: from the first to the last of the dates, each part said once. */
function editionsText(dates: string[]): string {
  const sorted = dates.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return '';
  const [, day = '', month = '', year = ''] = DATE.exec(longDate(first)) ?? [];
  const to = longDate(last).replace(/^\w+, /, '');
  if (first === last) return `papers announced ${to}`;
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  const from = first.slice(0, 7) === last.slice(0, 7) ? day : `${day} ${month}${sameYear ? '' : ` ${year}`}`;
  return `papers announced ${from} to ${to}`;
}

/** The parts of `Saturday, 21 November 2026`. */
const DATE = /(\d+) (\w+) (\d+)$/;

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
