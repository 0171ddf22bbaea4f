// Hugging Face Daily Papers: what its community recommends, date by date, with votes that rise for days.
import { cutText } from '../../plain-text.js';
import { announcementOf } from '../../calendar/announcements.js';
import { NOTHING_SAID, type PaperRecord } from '../../paper-record.js';
import { readNames, readPaperText, readable } from '../../paper-text.js';
import { parseArxivId } from '../arxiv/identifier.js';
import type { PaperSource, SourceItem } from '../paper-source.js';
import { readJson } from '../read-json.js';
import type { SourceClient } from '../source-client.js';
import { type HfPaperRecord, readDailyPapers } from './daily-papers.js';
import { readNextPage } from './next-page.js';

const PAGE = 100;
/** A hundred papers a page: no date has as many as this, however the links go in circles. */
const MOST_PAGES = 20;

export interface HuggingFaceQuestion {
  baseUrl: string;
  token: string | undefined;
  /** `YYYY-MM-DD`, UTC, none of them in the future. */
  dates: readonly string[];
}

export class HuggingFaceSource implements PaperSource {
  readonly name = 'huggingface';
  private done = 0;

  constructor(
    private readonly client: SourceClient,
    private readonly question: HuggingFaceQuestion,
  ) {}

  async *read(): AsyncGenerator<SourceItem> {
    for (const date of this.question.dates) {
      yield* this.readDate(date);
      this.done += 1;
    }
  }

  progress(): number {
    return this.done / Math.max(this.question.dates.length, 1);
  }

  private async *readDate(date: string): AsyncGenerator<SourceItem> {
    let next: URL | undefined = new URL('/api/daily_papers', this.question.baseUrl);
    next.search = new URLSearchParams({ date, limit: String(PAGE) }).toString();
    for (let page = 0; next && page < MOST_PAGES; page += 1) {
      const answer: Page = await this.ask(next);
      for (const fault of answer.faults) yield { fault: { ...fault, place: `${date}, ${fault.place}` } };
      for (const paper of answer.papers) yield { paper: recordOf(paper, date) };
      next = answer.papers.length + answer.faults.length > 0 ? answer.next : undefined;
    }
  }

  private ask(url: URL): Promise<Page> {
    const { token } = this.question;
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    return this.client.get('huggingface', url, { accept: ['application/json'], headers }, (answer) => {
      const link = readNextPage(answer.headers.get('link'), url.href);
      const list = readDailyPapers(readJson(answer.text(), 'Hugging Face'));
      return { ...list, next: link === undefined ? undefined : new URL(link) };
    });
  }
}

type Page = ReturnType<typeof readDailyPapers> & { next: URL | undefined };

/** @param date the list it stands in: announced it was on that day at the latest */
function recordOf(paper: HfPaperRecord, date: string): PaperRecord {
  const arxiv = parseArxivId(paper.id);
  const submittedOn = paper.publishedAt && announcementOf(paper.publishedAt);
  return {
    ...NOTHING_SAID,
    ...readPaperText({ title: paper.title, abstract: paper.summary, summary: paper.aiSummary }),
    key: arxiv?.key ?? paper.id,
    // Which version it shows is not said.
    version: 0,
    authors: readNames(paper.authors),
    categories: [],
    announcedOn: submittedOn && submittedOn < date ? submittedOn : date,
    url: arxiv ? `https://arxiv.org/abs/${arxiv.key}` : `https://huggingface.co/papers/${paper.id}`,
    pdfUrl: arxiv ? `https://arxiv.org/pdf/${arxiv.key}` : null,
    codeUrl: paper.githubRepo,
    projectUrl: paper.projectPage,
    thumbnailUrl: paper.thumbnail,
    mediaUrls: paper.mediaUrls.slice(0, 10),
    organization: paper.organization === null ? null : cutText(readable(paper.organization), 200),
    submittedBy: paper.submittedBy === null ? null : cutText(readable(paper.submittedBy), 100),
    keywords: readNames(paper.aiKeywords).slice(0, 30),
    upvotes: paper.upvotes,
    comments: paper.numComments,
    codeStars: paper.githubStars,
    isWithdrawn: paper.withdrawnAt !== null,
  };
}
