// arXiv's announcements of the day, archive by archive: asked for all at once, the server would cut off the new papers.
import type { SourceUrls } from '../../../config/config.js';
import { plusMs, MINUTE, SECOND } from '../../../shared/clock.js';
import { editionOfFeed, isAnnouncementDay } from '../../calendar/announcements.js';
import { addDays, dayOf } from '../../calendar/days.js';
import { canonicalCategories } from '../../canonical-categories.js';
import type { PaperRecord } from '../../paper-record.js';
import { readAuthorList } from '../../text/author-names.js';
import { FetchError } from '../../../platform/fetch/fetch-error.js';
import type { PaperSource, SourceCursor, SourceItem } from '../paper-source.js';
import { SourceUnavailable } from '../paper-source.js';
import { SourceAnswerError } from '../source-answer-error.js';
import type { SourceClient } from '../source-client.js';
import { archiveOf, arxivRecord } from './arxiv-record.js';
import { type ArxivFeed, type ArxivFeedItem, readFeed } from './feed.js';
import { type FeedState, feedStates } from './feed-state.js';

const ACCEPT = ['application/rss+xml', 'application/atom+xml', 'application/xml', 'text/xml'];
/** The server sends no more, and leaves out the new papers first. */
const MOST_ROWS = 2_000;
/** How soon to look again on a day when an edition is due and the feed is still empty. */
const LOOK_AGAIN_MS = 20 * MINUTE;

export interface FeedQuestion {
  baseUrl: SourceUrls['arxivFeed'];
  archives: readonly string[];
  cursor: SourceCursor | undefined;
  now: Date;
}

export class ArxivFeedSource implements PaperSource {
  readonly name = 'arxiv';
  private done = 0;

  constructor(
    private readonly client: SourceClient,
    private readonly question: FeedQuestion,
  ) {}

  async *read(): AsyncGenerator<SourceItem> {
    const { archives, cursor, now } = this.question;
    const states = feedStates(cursor);
    const refusals: string[] = [];
    for (const archive of archives) {
      const state = states[archive];
      if (!state || state.freshUntil <= now.toISOString()) {
        try {
          const answer = await this.ask(archive, state?.etag);
          yield* itemsOf(answer.feed, archive);
          states[archive] = stateAfter(answer, state, now);
          yield { cursor: { feeds: states } };
        } catch (error) {
          // What is wrong with one archive must not hide the others; a server that is away is away for all.
          if (!isOfOneArchive(error)) throw error;
          refusals.push(`${archive}: ${error.message}`);
        }
      }
      this.done += 1;
    }
    if (refusals.length > 0) throw new SourceUnavailable(refusals.join(' '));
  }

  progress(): number {
    return this.done / Math.max(this.question.archives.length, 1);
  }

  private ask(archive: string, etag: string | undefined): Promise<FeedAnswer> {
    const url = new URL(`/rss/${archive}`, this.question.baseUrl);
    return this.client.get('arxiv', url, { accept: ACCEPT, ...(etag && { etag }) }, (answer) => ({
      feed: answer.body === undefined ? undefined : this.readToday(answer.text()),
      etag: answer.headers.get('etag') ?? etag,
      maxAgeMs: maxAgeOf(answer.headers.get('cache-control')),
    }));
  }

  /** @throws SourceAnswerError also for a feed of a day to come: kept, it would pass for the newest edition */
  private readToday(xml: string): ArxivFeed {
    const feed = readFeed(xml);
    if (feed.publishedOn > addDays(dayOf(this.question.now), 1)) {
      const message = `arXiv's feed says that it is of ${feed.publishedOn}, which is later than today.`;
      throw new SourceAnswerError('unexpected', message);
    }
    return feed;
  }
}

interface FeedAnswer {
  /** Undefined when nothing changed since the last time. */
  feed: ArxivFeed | undefined;
  etag: string | undefined;
  maxAgeMs: number;
}

/** Refused, or answered with something that cannot be read, which may be so for days. */
function isOfOneArchive(error: unknown): error is Error {
  if (error instanceof SourceAnswerError) return true;
  if (!(error instanceof FetchError)) return false;
  const { kind, status } = error;
  return kind === 'wrong_type' || kind === 'too_large' || status === 400 || status === 404;
}

function* itemsOf(feed: ArxivFeed | undefined, archive: string): Generator<SourceItem> {
  if (!feed) return;
  for (const fault of feed.faults) yield { fault: { ...fault, place: `${archive}, ${fault.place}` } };
  for (const item of feed.items) yield { paper: recordOf(item, archive, feed.publishedOn) };
  if (feed.items.length >= MOST_ROWS) {
    const reason = `cut off at ${MOST_ROWS} rows; the rest comes by OAI-PMH`;
    yield { fault: { place: archive, reason } };
  }
}

function recordOf(item: ArxivFeedItem, archive: string, publishedOn: string): PaperRecord {
  const record = arxivRecord({ ...item, authors: readAuthorList(item.authors) }, publishedOn);
  const isReplacement = item.announceType === 'replace' || item.announceType === 'replace-cross';
  return {
    ...record,
    ...primaryFirst(item, archive),
    isUpdateOnly: isReplacement || (item.announceType === 'cross' && isOld(item.key, publishedOn)),
  };
}

/** The feed does not say which category is the primary one, but it is of the archive asked for, or, for a cross-list, is not. */
function primaryFirst(
  { announceType, categories }: ArxivFeedItem,
  archive: string,
): Pick<PaperRecord, 'categories' | 'isPrimaryKnown'> {
  const isHere = announceType === 'new' || announceType === 'replace';
  // A second name of another category (stat.TH is math.ST) stands beside it and is no new paper's primary one.
  const isRevision = announceType === 'replace' || announceType === 'replace-cross';
  const may = categories
    .filter((category) => (archiveOf(category) === archive) === isHere)
    .filter((category) => isRevision || canonicalCategories([category])[0] === category);
  const others = categories.filter((category) => !may.includes(category));
  return { categories: canonicalCategories([...may, ...others]), isPrimaryKnown: may.length === 1 };
}

/** Listed anew in another category, but announced in a month gone by: no news. */
function isOld(key: string, publishedOn: string): boolean {
  const month = /^(\d{4})\./.exec(key)?.[1];
  const monthBefore = addDays(`${publishedOn.slice(0, 7)}-01`, -1);
  return month === undefined || month < `${monthBefore.slice(2, 4)}${monthBefore.slice(5, 7)}`;
}

/**
 * A feed holds until midnight in New York, and says so. One that is empty when papers are due is late and looked at again,
 * and so is one that at midnight is still that of the day before: it would hide the new one for a day.
 */
function stateAfter(
  { feed, etag, maxAgeMs }: FeedAnswer,
  before: FeedState | undefined,
  now: Date,
): FeedState {
  const today = editionOfFeed(now);
  const publishedOn = feed?.publishedOn ?? before?.publishedOn;
  const hasNothing = feed !== undefined && feed.items.length === 0;
  const isOfYesterday = publishedOn !== undefined && publishedOn < today && isAnnouncementDay(today);
  const isEmptyInVain = hasNothing && (feed.faults.length > 0 || isAnnouncementDay(feed.publishedOn));
  const freshForMs = isOfYesterday || isEmptyInVain ? Math.min(maxAgeMs, LOOK_AGAIN_MS) : maxAgeMs;
  return {
    freshUntil: plusMs(now, freshForMs).toISOString(),
    ...(publishedOn !== undefined && { publishedOn }),
    ...(etag && !isEmptyInVain && { etag }),
  };
}

/** `max-age=3600`, at most a day; without one the feed is asked each time, which costs a 304. */
function maxAgeOf(header: string | null): number {
  const seconds = Number(/(?:^|[\s,])max-age=(\d{1,7})/.exec(header ?? '')?.[1] ?? 0);
  return Math.min(seconds, 86_400) * SECOND;
}
