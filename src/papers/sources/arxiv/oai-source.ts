// arXiv's OAI-PMH: everything that changed since a day. It brings what a feed cut off and what a missed day lost, page by
// page; a harvest that broke off goes on where it was, for as long as its token is good: until the end of the day.
import { z } from 'zod';
import { HOUR, plusMs, SECOND } from '../../../shared/clock.js';
import { announcementOf } from '../../calendar/announcements.js';
import { addDays, dayOf } from '../../calendar/days.js';
import { NOTHING_SAID, type PaperRecord } from '../../paper-record.js';
import type { PaperSource, SourceCursor, SourceItem } from '../paper-source.js';
import { SourceAnswerError } from '../source-answer-error.js';
import type { SourceClient } from '../source-client.js';
import { archiveOf, arxivRecord } from './arxiv-record.js';
import { type OaiAnswer, type OaiRecord, readOaiAnswer } from './oai.js';

/** An answer of some thousand records takes a minute and a half. */
const ASK = { accept: ['text/xml', 'application/xml'], timeoutMs: 150 * SECOND, maxBytes: 30_000_000 };
/** Where there is no harvest before: a long weekend. */
const FIRST_DAYS = 4;
/** The server catches up at half past ten in the evening in New York, 02:30 or 03:30 UTC: there its day begins. */
const DAY_BEGINS_MS = 3 * HOUR;
/** A thousand records a page: more than arXiv changes in a month. */
const MOST_PAGES = 2_000;

const progressSchema = z.object({
  /** The list that is being read begins with this day. */
  from: z.iso.date(),
  /** The next page, and the UTC date on which it was given. */
  token: z.string().optional(),
  tokenOn: z.iso.date().optional(),
  /** Day of the server, see above, of the last harvest that came to its end. */
  doneOn: z.iso.date().optional(),
});
type Harvest = z.infer<typeof progressSchema>;

export interface OaiQuestion {
  baseUrl: string;
  archives: readonly string[];
  cursor: SourceCursor | undefined;
  now: Date;
  /** Editions to fetch, instead of what changed since the last time. */
  window?: { from: string; to: string };
}

export class ArxivOaiSource implements PaperSource {
  readonly name = 'arxiv';

  constructor(
    private readonly client: SourceClient,
    private readonly question: OaiQuestion,
  ) {}

  async *read(): AsyncGenerator<SourceItem> {
    const today = dayOf(plusMs(this.question.now, -DAY_BEGINS_MS));
    const before = progressSchema.safeParse(this.question.cursor).data;
    if (!this.question.window && before?.doneOn === today) return;
    let harvest = this.begin(before, today);
    let isAnew = false;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await this.page(harvest, isAnew);
      if (answer === 'token refused') {
        isAnew = true;
        harvest = { from: harvest.from, ...(harvest.doneOn && { doneOn: harvest.doneOn }) };
        continue;
      }
      for (const fault of answer.faults) yield { fault };
      assertReadable(answer);
      for (const record of answer.records) yield* this.itemOf(record, harvest);
      const token = answer.resumptionToken;
      if (token !== undefined && token === harvest.token) {
        const message = "arXiv's OAI server goes in circles: the next page is said to be the one we have.";
        throw new SourceAnswerError('unexpected', message);
      }
      harvest = token ? { ...harvest, token, tokenOn: today } : { from: today, doneOn: today };
      yield { cursor: harvest };
      if (!token) return;
    }
  }

  private begin(before: Harvest | undefined, today: string): Harvest {
    if (this.question.window) {
      // The records of an edition are stamped with the days around it.
      return { from: addDays(this.question.window.from, -1) };
    }
    if (!before) return { from: addDays(today, -FIRST_DAYS) };
    if (before.token !== undefined && before.tokenOn === today) return before;
    // The day of the last harvest may have brought more after it; its records are known, and change nothing.
    const from = addDays(before.doneOn ?? before.from, -1);
    return { from, ...(before.doneOn && { doneOn: before.doneOn }) };
  }

  /** @param isAnew a second token that is refused in one harvest is no accident, but a list without an end */
  private async page({ from, token }: Harvest, isAnew: boolean): Promise<OaiAnswer | 'token refused'> {
    const url = new URL(this.question.baseUrl);
    const { window } = this.question;
    const asked: Record<string, string> =
      token === undefined
        ? { metadataPrefix: 'arXivRaw', from, ...(window && { until: addDays(window.to, 1) }) }
        : { resumptionToken: token };
    url.search = new URLSearchParams({ verb: 'ListRecords', ...asked }).toString();
    try {
      return await this.client.get('arxiv', url, ASK, (answer) => readOaiAnswer(answer.text()));
    } catch (error) {
      const isStale = error instanceof SourceAnswerError && error.code === 'badResumptionToken';
      if (!isStale || token === undefined || isAnew) throw error;
      return 'token refused';
    }
  }

  private *itemOf({ key, changedOn, paper }: OaiRecord, harvest: Harvest): Generator<SourceItem> {
    const today = dayOf(this.question.now);
    if (!paper) {
      yield { paper: deletedRecord(key, changedOn ?? today) };
      return;
    }
    if (!paper.categories.some((category) => this.question.archives.includes(archiveOf(category)))) return;
    const computed = paper.submittedAt && announcementOf(paper.submittedAt);
    // It is in the list, so it was announced; the calendar cannot know better.
    const latest = addDays(today, 1);
    const announcedOn = computed && computed < latest ? computed : latest;
    const { from, to } = this.question.window ?? { from: addDays(harvest.from, -1), to: latest };
    const isNews = computed !== null && announcedOn >= from && announcedOn <= to;
    yield { paper: { ...arxivRecord({ ...paper, key }, announcedOn), isUpdateOnly: !isNews } };
  }
}

/** Going on would mean never to read them: then it is better to stay, and to say so. */
function assertReadable({ records, faults: [first, ...others] }: OaiAnswer): void {
  if (records.length > 0 || !first) return;
  const example = `${first.place}: ${first.reason}`;
  throw new SourceAnswerError(
    'unexpected',
    `None of the ${others.length + 1} records of arXiv's OAI server could be read. ${example}`,
  );
}

/** Says nothing but that the paper is gone. */
function deletedRecord(key: string, announcedOn: string): PaperRecord {
  return {
    ...NOTHING_SAID,
    key,
    version: 0,
    title: '',
    abstract: '',
    summary: '',
    isSummaryGiven: false,
    marks: null,
    authors: [],
    categories: [],
    announcedOn,
    url: `https://arxiv.org/abs/${key}`,
    pdfUrl: null,
    isWithdrawn: true,
    isUpdateOnly: true,
  };
}
