// An answer of arXiv's query API: an Atom feed of papers, or of one entry that is an error.
import type { SourceFault } from '../paper-source.js';
import { excerpt, readCount, readInstant } from '../raw-values.js';
import { SourceAnswerError } from '../source-answer-error.js';
import { onlyCategories } from './categories.js';
import { parseArxivId } from './identifier.js';
import { attributeOf, childOf, childrenOf, readXml, textOf, type XmlElement } from './xml.js';

const SENDER = "arXiv's query API";
export const ATOM = 'http://www.w3.org/2005/Atom';

/** Text is as it came, on one line, TeX and all; null is "not said". */
export interface ArxivRecord {
  key: string;
  /** 0 when the answer does not say. */
  version: number;
  title: string;
  abstract: string;
  authors: string[];
  /** First is the primary one; codes of other schemes are left out. */
  categories: string[];
  /** When version 1 was submitted; it is announced later. */
  submittedAt: Date | null;
  /** When this version was submitted. */
  updatedAt: Date | null;
  comment: string | null;
  journalRef: string | null;
  doi: string | null;
}

export interface QueryAnswer {
  /** How many papers the question has in all, of which this is one page. */
  total: number;
  papers: ArxivRecord[];
  faults: SourceFault[];
}

/** @throws SourceAnswerError when the body is no such feed, or one that tells an error (`refused`) */
export function readQueryAnswer(xml: string): QueryAnswer {
  const { element: feed } = readXml(xml, SENDER, ['feed']);
  const total = readCount(textOf(feed, 'opensearch:totalResults'));
  if (attributeOf(feed, 'xmlns') !== ATOM || total === null) {
    throw new SourceAnswerError('unexpected', `${SENDER} sent a feed that does not answer a question.`);
  }
  const papers: ArxivRecord[] = [];
  const faults: SourceFault[] = [];
  for (const [index, entry] of childrenOf(feed, 'entry').entries()) {
    const id = textOf(entry, 'id');
    // By its id: a paper may well be titled "Error".
    if (/^https?:\/\/(?:export\.)?arxiv\.org\/api\/errors/.test(id)) {
      throw new SourceAnswerError('refused', `${SENDER} refused: ${excerpt(textOf(entry, 'summary'))}`);
    }
    const paper = readEntry(entry, id);
    if (typeof paper === 'string') faults.push({ place: `entry ${index + 1}`, reason: paper });
    else papers.push(paper);
  }
  return { total, papers, faults };
}

/** @returns the paper, or in words why it is none */
function readEntry(entry: XmlElement, id: string): ArxivRecord | string {
  const known = parseArxivId(id);
  if (!known) return `not an arXiv identifier: ${excerpt(id)}`;
  const title = textOf(entry, 'title');
  if (title === '') return `${known.key} has no title`;
  const primary = attributeOf(childOf(entry, 'arxiv:primary_category'), 'term');
  return {
    key: known.key,
    version: known.version ?? 0,
    title,
    abstract: textOf(entry, 'summary'),
    authors: childrenOf(entry, 'author')
      .map((author) => textOf(author, 'name'))
      .filter((name) => name !== ''),
    categories: onlyCategories([
      primary,
      ...childrenOf(entry, 'category').map((category) => attributeOf(category, 'term')),
    ]),
    submittedAt: readInstant(textOf(entry, 'published')),
    updatedAt: readInstant(textOf(entry, 'updated')),
    comment: textOf(entry, 'arxiv:comment') || null,
    journalRef: textOf(entry, 'arxiv:journal_ref') || null,
    doi: textOf(entry, 'arxiv:doi') || null,
  };
}
