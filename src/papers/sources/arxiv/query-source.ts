// Single papers by their ids, from arXiv's query API.
import { announcementOf } from '../../calendar/announcements.js';
import { addDays, dayOf } from '../../calendar/days.js';
import { readNames } from '../../paper-text.js';
import type { PaperSource, SourceItem } from '../paper-source.js';
import { SourceAnswerError } from '../source-answer-error.js';
import type { SourceClient } from '../source-client.js';
import { arxivRecord } from './arxiv-record.js';
import { type QueryAnswer, readQueryAnswer } from './query-answer.js';

const PAGE = 100;
const ASK = { accept: ['application/atom+xml', 'application/xml', 'text/xml'] };

export interface QueryQuestion {
  baseUrl: string;
  /** Bare arXiv ids. */
  ids: readonly string[];
  now: Date;
}

export class ArxivQuerySource implements PaperSource {
  readonly name = 'arxiv';
  private asked = 0;

  constructor(
    private readonly client: SourceClient,
    private readonly question: QueryQuestion,
  ) {}

  async *read(): AsyncGenerator<SourceItem> {
    const { ids } = this.question;
    for (; this.asked < ids.length; this.asked += PAGE) {
      yield* this.readPage(ids.slice(this.asked, this.asked + PAGE));
    }
  }

  progress(): number {
    return Math.min(1, this.asked / Math.max(this.question.ids.length, 1));
  }

  private async *readPage(ids: readonly string[]): AsyncGenerator<SourceItem> {
    const url = new URL(this.question.baseUrl);
    url.search = new URLSearchParams({ id_list: ids.join(','), max_results: String(PAGE) }).toString();
    const answer = await this.client.get('arxiv', url, ASK, ({ text }) => readFullAnswer(text()));
    for (const fault of answer.faults) yield { fault };
    const tomorrow = addDays(dayOf(this.question.now), 1);
    const missing = new Set(ids);
    for (const paper of answer.papers) {
      missing.delete(paper.key);
      const announcedOn = paper.submittedAt && announcementOf(paper.submittedAt);
      if (announcedOn === null) {
        yield { fault: { place: paper.key, reason: 'it does not say when it was submitted' } };
        continue;
      }
      const on = announcedOn < tomorrow ? announcedOn : tomorrow;
      yield { paper: arxivRecord({ ...paper, authors: readNames(paper.authors) }, on) };
    }
    for (const id of missing) yield { fault: { place: id, reason: 'arXiv knows no paper of this id' } };
  }
}

/** On bad days the API sends pages without the papers that it says there are; the next answer has them. */
function readFullAnswer(xml: string): QueryAnswer {
  const answer = readQueryAnswer(xml);
  if (answer.total > 0 && answer.papers.length + answer.faults.length === 0) {
    throw new SourceAnswerError('empty', `arXiv's query API sent none of the ${answer.total} papers it has.`);
  }
  return answer;
}
