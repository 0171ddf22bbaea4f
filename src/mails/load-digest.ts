// What a digest mail says, from its rows: the chosen papers in order, each with its reason in words.
import { texts } from '../language/languages.js';
import type { Texts } from '../language/texts.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import type { Frequency, MailFormat } from '../generated/prisma/enums.js';
import { frequencyText } from './frequency-text.js';
import type { KeptPaper } from './kept-papers.js';
import type { DigestMailInput, DigestPaper } from './mail-content.js';
import type { PaperShelf, ShelvedPaper } from './paper-shelf.js';
import { saidOfReasons } from './reason-text.js';
import { trendWords } from './trend-words.js';

export type DigestContent = Omit<DigestMailInput, 'brand' | 'unsubscribeUrl' | 'settingsUrl'> & {
  subscriberId: string;
  mailFormat: MailFormat;
};

interface DigestRow {
  id: string;
  subscriberId: string;
  dateOn: string;
  reason: DigestMailInput['because'] | null;
  deliverAtHour: number;
  frequency: Frequency;
  weeklyOn: number;
  mailFormat: MailFormat;
  language: string;
  items: KeptPaper[] | null;
  saved: string[] | null;
}

/** Of what she saved, in a weekly digest. */
const MOST_REMINDED = 3;
const REMINDED_DAYS = 28;

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
  const rows = await prisma.prepared.$queryRaw<DigestRow[]>`
    SELECT d.id, d.subscriber_id AS "subscriberId", d.local_date::text AS "dateOn", d.reason,
           s.deliver_at_hour AS "deliverAtHour", s.frequency::text AS frequency, s.weekly_on AS "weeklyOn",
           s.mail_format::text AS "mailFormat", s.language,
           p.items,
           CASE WHEN s.frequency = 'weekly' THEN
             (SELECT json_agg(f.paper_key ORDER BY f.saved_at DESC) FROM (
                SELECT paper_key, saved_at FROM feedback
                WHERE subscriber_id = s.id AND read_at IS NULL AND saved_at > d.due_at - make_interval(days => ${REMINDED_DAYS})
                ORDER BY saved_at DESC LIMIT ${MOST_REMINDED}) AS f) END AS saved
    FROM digests AS d JOIN subscribers AS s ON s.id = d.subscriber_id
    LEFT JOIN digest_papers AS p ON p.digest_id = d.id
    WHERE d.id = ANY(${digestIds}::uuid[])`;
  const keys = new Set(
    rows.flatMap(({ items, saved }) => [...(items ?? []).map(({ paperKey }) => paperKey), ...(saved ?? [])]),
  );
  const papers = await shelf.get([...keys]);
  return new Map(rows.map((row) => [row.id, digestContent(row, papers, feedbackUrl(row.id))]));
}

/** Every field by its name: copying objects takes longer than writing the mail. */
function digestContent(
  row: DigestRow,
  papers: Map<string, ShelvedPaper>,
  feedbackOnDigest: string,
): DigestContent {
  const said = texts(row.language);
  const forYou: DigestPaper[] = [];
  const trending: DigestPaper[] = [];
  const dates = new Set<string>();
  for (const { paperKey, section, rank, reasons } of row.items ?? []) {
    const shelved = papers.get(paperKey);
    // Taken down since: the others are still worth sending.
    if (!shelved) continue;
    dates.add(shelved.announcedOn);
    // `f1` is the first for the reader, `t1` the first of what trends.
    const { paper, trend } = shelved;
    const feedbackUrl = `${feedbackOnDigest}/${section.slice(0, 1)}${rank}`;
    if (section === 'trending') {
      trending.push({ paper, feedbackUrl, reason: trendWords(trend, said) });
    } else {
      const { reason, topics, followed } = saidOfReasons(said, reasons);
      forYou.push({ paper, feedbackUrl, reason, topics, followed });
    }
  }
  const reminders = (row.saved ?? []).flatMap((key) => {
    const shelved = papers.get(key);
    return shelved ? [{ paper: shelved.paper, reason: '' }] : [];
  });
  return {
    subscriberId: row.subscriberId,
    mailFormat: row.mailFormat,
    dateOn: row.dateOn,
    deliverAtHour: row.deliverAtHour,
    texts: said,
    frequencyText: frequencyText(said, row.frequency, row.weeklyOn),
    forYou,
    trending,
    saved: reminders,
    because: row.reason ?? undefined,
    editionsText: editionsText([...dates], said),
  };
}

/** `Papers announced 24 to 26 June 2026`: from the first to the last of the dates. */
function editionsText(dates: string[], said: Texts): string {
  const sorted = dates.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return '';
  return said.say('mail.digest.announced', { dates: said.dateRange(first, last) });
}
