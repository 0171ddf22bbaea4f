// Preprints of bioRxiv or medRxiv, by the days they were posted on.
import { subjectCode } from '../../../interests/life-science-subjects.js';
import { doiAddress } from '../../doi.js';
import { NOTHING_SAID, type PaperRecord } from '../../paper-record.js';
import { readPaperText } from '../../paper-text.js';
import { cutText } from '../../plain-text.js';
import { readAuthorList } from '../../text/author-names.js';
import type { PaperSource, SourceItem } from '../paper-source.js';
import { readJson } from '../read-json.js';
import type { SourceClient } from '../source-client.js';
import { type BiorxivRecord, readDetails } from './details.js';

/** Thirty to a hundred a page. */
const MOST_PAGES = 1_000;
const WITHDRAWN = /^\W*withdrawn\b/i;

export interface BiorxivQuestion {
  baseUrl: string;
  server: 'biorxiv' | 'medrxiv';
  /** Both included, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

export class BiorxivSource implements PaperSource {
  readonly name: 'biorxiv' | 'medrxiv';
  private share = 0;

  constructor(
    private readonly client: SourceClient,
    private readonly question: BiorxivQuestion,
  ) {
    this.name = question.server;
  }

  async *read(): AsyncGenerator<SourceItem> {
    const { baseUrl, server, from, to } = this.question;
    let seen = 0;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const url = new URL(`/details/${server}/${from}/${to}/${seen}/json`, baseUrl);
      const { records, faults, total } = await this.client.get(
        'biorxiv',
        url,
        { accept: ['application/json', 'text/json'] },
        (answer) => readDetails(readJson(answer.text(), server)),
      );
      for (const fault of faults) yield { fault: { ...fault, place: `after ${seen}, ${fault.place}` } };
      for (const record of records) yield { paper: recordOf(record, server) };
      const count = records.length + faults.length;
      seen += count;
      // Without a total it goes on until a page is empty.
      this.share = total ? Math.min(1, seen / total) : 0;
      if (count === 0 || (total !== null && seen >= total)) return;
    }
  }

  progress(): number {
    return this.share;
  }
}

function recordOf(preprint: BiorxivRecord, asked: 'biorxiv' | 'medrxiv'): PaperRecord {
  const server = preprint.server ?? asked;
  const key = preprint.doi.toLowerCase();
  const page = `https://www.${server}.org/content/${encodeURI(preprint.doi)}v${preprint.version || 1}`;
  return {
    ...NOTHING_SAID,
    ...readPaperText(preprint),
    key,
    version: preprint.version,
    authors: readAuthorList(preprint.authors),
    categories: preprint.category ? [subjectCode(server, preprint.category)] : [],
    announcedOn: preprint.postedOn,
    url: preprint.version > 0 ? page : doiAddress(key),
    pdfUrl: preprint.version > 0 ? `${page}.full.pdf` : null,
    doi: key,
    license: preprint.license === null ? null : cutText(preprint.license, 200),
    isWithdrawn: WITHDRAWN.test(preprint.title) || WITHDRAWN.test(preprint.abstract),
    isUpdateOnly: preprint.version > 1,
  };
}
