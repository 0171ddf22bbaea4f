// arXiv's daily feed of announcements, as RSS 2.0 or as Atom 1.0.
import { editionOfFeed } from '../../calendar/announcements.js';
import type { SourceFault } from '../paper-source.js';
import { excerpt, readInstant } from '../raw-values.js';
import { SourceAnswerError } from '../source-answer-error.js';
import { onlyCategories } from './categories.js';
import { parseArxivId } from './identifier.js';
import { ATOM } from './query-answer.js';
import { attributeOf, childOf, childrenOf, ownText, readXml, textOf, type XmlElement } from './xml.js';

const SENDER = "arXiv's feed";

/** Whether the paper is new as seen from the categories that were asked for: in those it is only listed in, `cross`. */
export type AnnounceType = (typeof ANNOUNCE_TYPES)[number];
const ANNOUNCE_TYPES = ['new', 'cross', 'replace', 'replace-cross'] as const;

/** Text is as it came, on one line, TeX and all; null is "not said". */
export interface ArxivFeedItem {
  key: string;
  /** 0 when the feed does not say. */
  version: number;
  announceType: AnnounceType;
  title: string;
  abstract: string;
  /** All in one text, `Ada Lovelace (A, B), Alan Turing`; see readAuthorList. */
  authors: string;
  /** Without knowing which is the primary one: the feed does not say. */
  categories: string[];
  /** Address of the licence. */
  license: string | null;
  doi: string | null;
  journalRef: string | null;
}

export interface ArxivFeed {
  /** `YYYY-MM-DD`: the edition this is, by the calendar in New York. */
  publishedOn: string;
  /** None on days without an announcement. */
  items: ArxivFeedItem[];
  faults: SourceFault[];
}

/** @throws SourceAnswerError when the body is no such feed, or one that tells an error (`refused`) */
export function readFeed(xml: string): ArxivFeed {
  const { root, element } = readXml(xml, SENDER, ['rss', 'feed']);
  const isAtom = root === 'feed';
  const channel = isAtom ? element : childOf(element, 'channel');
  if (channel === undefined || (isAtom && attributeOf(element, 'xmlns') !== ATOM)) {
    throw new SourceAnswerError('unexpected', `${SENDER} is neither RSS 2.0 nor Atom.`);
  }
  const title = textOf(channel, 'title');
  if (title.startsWith('Feed error for query')) {
    const said = textOf(channel, isAtom ? 'subtitle' : 'description') || title;
    throw new SourceAnswerError('refused', `${SENDER} refused: ${excerpt(said, 300)}`);
  }
  const entries = childrenOf(channel, isAtom ? 'entry' : 'item');
  const published = isAtom
    ? [textOf(entries[0], 'published'), textOf(channel, 'updated')]
    : [textOf(channel, 'pubDate'), textOf(channel, 'lastBuildDate')];
  const publishedAt = published.map(readInstant).find((instant) => instant !== null);
  if (!publishedAt) throw new SourceAnswerError('unexpected', `${SENDER} does not say which day it is of.`);
  return { publishedOn: editionOfFeed(publishedAt), ...readItems(entries, isAtom) };
}

function readItems(entries: readonly XmlElement[], isAtom: boolean): Omit<ArxivFeed, 'publishedOn'> {
  const items: ArxivFeedItem[] = [];
  const faults: SourceFault[] = [];
  for (const [index, entry] of entries.entries()) {
    const item = readItem(entry, isAtom);
    if (typeof item === 'string') faults.push({ place: `item ${index + 1}`, reason: item });
    else items.push(item);
  }
  return { items, faults };
}

/** @returns the item, or in words why it is none */
function readItem(entry: XmlElement, isAtom: boolean): ArxivFeedItem | string {
  const id = textOf(entry, isAtom ? 'id' : 'guid');
  const known = parseArxivId(id);
  if (!known) return `not an arXiv identifier: ${excerpt(id)}`;
  const title = textOf(entry, 'title');
  if (title === '') return `${known.key} has no title`;
  const { announced, abstract } = readDescription(textOf(entry, isAtom ? 'summary' : 'description'));
  const said = textOf(entry, 'arxiv:announce_type') || announced;
  const announceType = ANNOUNCE_TYPES.find((type) => type === said);
  if (!announceType) return `${known.key} is announced in a way we do not know: ${excerpt(said)}`;
  return {
    key: known.key,
    version: known.version ?? 0,
    announceType,
    title,
    abstract,
    authors: textOf(entry, 'dc:creator'),
    categories: onlyCategories(
      childrenOf(entry, 'category').map((category) =>
        isAtom ? attributeOf(category, 'term') : ownText(category),
      ),
    ),
    license: textOf(entry, 'dc:rights') || null,
    doi: textOf(entry, 'arxiv:DOI') || null,
    journalRef: textOf(entry, 'arxiv:journal_reference') || null,
  };
}

/** `arXiv:2508.13426v1 Announce Type: cross Abstract: As large…` */
function readDescription(text: string): { announced: string; abstract: string } {
  const [whole = '', announced = ''] =
    /^arXiv:\S{1,40} Announce Type: (\S{1,40}) Abstract: ?/.exec(text) ?? [];
  return { announced, abstract: text.slice(whole.length) };
}
