// What a digest mail says, from its rows: the chosen papers in order, each with its reason in words.
import { categoryName } from '../interests/categories.js';
import { texts } from '../language/languages.js';
import type { Reason } from '../matching/types.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import type { Frequency, MailFormat } from '../generated/prisma/enums.js';
import { frequencyText } from './frequency-text.js';
import type { DigestMailInput, DigestPaper } from './mail-content.js';
import { reasonText } from './reason-text.js';
import type { PaperShelf, ShelvedPaper } from './paper-shelf.js';
import { longDate } from './wording.js';

export type DigestContent = Omit<DigestMailInput, 'brand' | 'unsubscribeUrl' | 'settingsUrl'> & {
  mailFormat: MailFormat;
};

interface DigestRow {
  id: string;
  dateOn: string;
  deliverAtHour: number;
  frequency: Frequency;
  weeklyOn: number;
  mailFormat: MailFormat;
  language: string;
  items: [paperKey: string, section: string, rank: number, reasons: Reason[]][] | null;
}

/**
 * @param feedbackUrl of a digest: where what she says of its papers goes, without a slash at its end
 * @returns by digest id; a digest that is not there any more is left out
 */
export async function loadDigests(
  prisma: PrismaService,
  shelf: PaperShelf,
  digestIds: readonly string[],
  feedbackUrl: (digestId: string) => string,
): Promise<Map<string, DigestContent>> {
  const rows = await prisma.$queryRaw<DigestRow[]>`
    SELECT d.id, d.local_date::text AS "dateOn", s.deliver_at_hour AS "deliverAtHour",
           s.frequency::text AS frequency, s.weekly_on AS "weeklyOn",
           s.mail_format::text AS "mailFormat", s.language,
           (SELECT json_agg(json_build_array(i.paper_key, i.section, i.rank, i.reasons) ORDER BY i.rank)
            FROM digest_items AS i WHERE i.digest_id = d.id) AS items
    FROM digests AS d JOIN subscribers AS s ON s.id = d.subscriber_id
    WHERE d.id = ANY(${digestIds}::uuid[])`;
  const keys = new Set(rows.flatMap(({ items }) => (items ?? []).map(([key]) => key)));
  const papers = await shelf.get([...keys]);
  return new Map(rows.map((row) => [row.id, digestContent(row, papers, feedbackUrl(row.id))]));
}

function digestContent(
  { dateOn, deliverAtHour, frequency, weeklyOn, mailFormat, language, items }: DigestRow,
  papers: Map<string, ShelvedPaper>,
  feedbackUrl: string,
): DigestContent {
  const forYou: DigestPaper[] = [];
  const trending: DigestPaper[] = [];
  const dates = new Set<string>();
  for (const [key, section, rank, reasons] of items ?? []) {
    const shelved = papers.get(key);
    if (!shelved) throw new Error(`Paper ${key} of a digest is not in the database`);
    dates.add(shelved.announcedOn);
    const paper = {
      ...shelved.paper,
      shelved,
      reason: reasonText(texts(language), reasons, categoryName),
      // `f1` is the first for the reader, `t1` the first of what trends.
      feedbackUrl: `${feedbackUrl}/${section.slice(0, 1)}${rank}`,
    };
    (section === 'trending' ? trending : forYou).push(paper);
  }
  return {
    dateOn,
    mailFormat,
    deliverAtHour,
    frequencyText: frequencyText(frequency, weeklyOn),
    forYou,
    trending,
    editionsText: editionsText([...dates]),
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
