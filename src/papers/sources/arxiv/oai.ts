// An answer of arXiv's OAI-PMH server to ListRecords or GetRecord, with metadata as `arXiv` or as `arXivRaw`.
import { readAuthorList, readAuthorName } from '../../text/author-names.js';
import type { SourceFault } from '../paper-source.js';
import { excerpt, readDay, readInstant } from '../raw-values.js';
import { OAI_ERROR_CODES, SourceAnswerError } from '../source-answer-error.js';
import { onlyCategories } from './categories.js';
import { parseArxivId } from './identifier.js';
import { attributeOf, childOf, childrenOf, readXml, textOf, type XmlElement } from './xml.js';

const SENDER = "arXiv's OAI server";

/** Text is as it came, on one line, TeX and all; null is "not said". */
export interface OaiPaper {
  /** The latest version; 0 with the prefix `arXiv`, which does not say. */
  version: number;
  title: string;
  abstract: string;
  authors: string[];
  /** First is the primary one. */
  categories: string[];
  /** When version 1 was submitted; null with the prefix `arXiv`, whose `created` is not reliably that. */
  submittedAt: Date | null;
  /** When the latest version was submitted; null with the prefix `arXiv`. */
  updatedAt: Date | null;
  comment: string | null;
  journalRef: string | null;
  doi: string | null;
  /** Address of the licence. */
  license: string | null;
}

export interface OaiRecord {
  key: string;
  /** `YYYY-MM-DD`: when anything about the record changed last; no date of submission. */
  changedOn: string | null;
  /** Null for a record that was deleted. */
  paper: OaiPaper | null;
}

export interface OaiAnswer {
  records: OaiRecord[];
  faults: SourceFault[];
  /** Asks for the rest; absent at the end of the list. */
  resumptionToken?: string;
}

/**
 * "No records match" is an answer without records.
 * @throws SourceAnswerError with the code of OAI-PMH, or when the body is no such answer
 */
export function readOaiAnswer(xml: string): OaiAnswer {
  const { element: answer } = readXml(xml, SENDER, ['OAI-PMH']);
  const error = childOf(answer, 'error');
  if (error !== undefined) return afterError(attributeOf(error, 'code'), textOf(answer, 'error'));
  const list = childOf(answer, 'ListRecords') ?? childOf(answer, 'GetRecord');
  if (list === undefined) throw new SourceAnswerError('unexpected', `${SENDER} sent no records.`);
  const records: OaiRecord[] = [];
  const faults: SourceFault[] = [];
  for (const [index, element] of childrenOf(list, 'record').entries()) {
    const record = readRecord(element);
    if (typeof record === 'string') faults.push({ place: `record ${index + 1}`, reason: record });
    else records.push(record);
  }
  const resumptionToken = textOf(list, 'resumptionToken');
  return { records, faults, ...(resumptionToken !== '' && { resumptionToken }) };
}

function afterError(said: string, message: string): OaiAnswer {
  if (said === 'noRecordsMatch') return { records: [], faults: [] };
  const code = OAI_ERROR_CODES.find((known) => known === said) ?? 'refused';
  throw new SourceAnswerError(code, `${SENDER} refused (${excerpt(said)}): ${excerpt(message, 300)}`);
}

/** @returns the record, or in words why it is none */
function readRecord(record: XmlElement): OaiRecord | string {
  const header = childOf(record, 'header');
  const identifier = textOf(header, 'identifier');
  const known = parseArxivId(identifier);
  if (!known) return `not an arXiv identifier: ${excerpt(identifier)}`;
  const changedOn = readDay(textOf(header, 'datestamp'));
  if (attributeOf(header, 'status') === 'deleted') return { key: known.key, changedOn, paper: null };
  const metadata = childOf(record, 'metadata');
  const plain = childOf(metadata, 'arXiv');
  const described = plain ?? childOf(metadata, 'arXivRaw');
  const title = textOf(described, 'title');
  if (described === undefined || title === '') return `${known.key} has no title`;
  return {
    key: known.key,
    changedOn,
    paper: {
      ...readVersions(described),
      title,
      abstract: textOf(described, 'abstract'),
      authors: plain ? readAuthors(plain) : readAuthorList(textOf(described, 'authors')),
      categories: onlyCategories(textOf(described, 'categories').split(' ')),
      comment: textOf(described, 'comments') || null,
      journalRef: textOf(described, 'journal-ref') || null,
      doi: textOf(described, 'doi') || null,
      license: textOf(described, 'license') || null,
    },
  };
}

function readVersions(raw: XmlElement): Pick<OaiPaper, 'version' | 'submittedAt' | 'updatedAt'> {
  const dates = new Map(
    childrenOf(raw, 'version').map((version) => [
      Number(/^v([1-9]\d{0,3})$/.exec(attributeOf(version, 'version'))?.[1] ?? 0),
      readInstant(textOf(version, 'date')),
    ]),
  );
  const version = Math.max(0, ...dates.keys());
  return { version, submittedAt: dates.get(1) ?? null, updatedAt: dates.get(version) ?? null };
}

function readAuthors(plain: XmlElement): string[] {
  return childrenOf(childOf(plain, 'authors'), 'author')
    .map((author) =>
      readAuthorName(
        [textOf(author, 'forenames'), textOf(author, 'keyname'), textOf(author, 'suffix')]
          .filter((part) => part !== '')
          .join(' '),
      ),
    )
    .filter((name) => name !== '');
}
