// The sources that are asked by themselves, as the configuration has them.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Clock } from '../../shared/clock.js';
import { addDays, dayOf, daysBetween } from '../calendar/days.js';
import { ArxivFeedSource } from './arxiv/feed-source.js';
import { ArxivOaiSource } from './arxiv/oai-source.js';
import { ArxivQuerySource } from './arxiv/query-source.js';
import { BiorxivSource } from './biorxiv/biorxiv-source.js';
import { HuggingFaceSource } from './huggingface/hugging-face-source.js';
import type { PaperSource, SourceCursor } from './paper-source.js';
import { SourceClient } from './source-client.js';
import { POLLED_SOURCES, type PolledSource } from './source-names.js';

/** Votes, code and summaries come late: each date is asked for on this many days after it. */
const FOLLOWED_DAYS = 3;

/** First and last edition, both included. */
export interface Window {
  from: string;
  to: string;
}

@Injectable()
export class PolledSources {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly client: SourceClient,
  ) {}

  enabled(): PolledSource[] {
    const { names } = this.config.sources;
    return POLLED_SOURCES.filter((name) => names.some((enabled) => enabled === name.replace(/-oai$/, '')));
  }

  /** @param ids bare arXiv ids */
  openIds(ids: readonly string[]): PaperSource {
    const { urls } = this.config.sources;
    return new ArxivQuerySource(this.client, { baseUrl: urls.arxivApi, ids, now: this.clock.now() });
  }

  /** @param window instead of what is new */
  open(name: PolledSource, cursor: SourceCursor | undefined, window?: Window): PaperSource {
    const { urls, archives, huggingFaceToken } = this.config.sources;
    const now = this.clock.now();
    const today = dayOf(now);
    const recent = { from: addDays(today, -FOLLOWED_DAYS), to: today };
    switch (name) {
      case 'huggingface': {
        const { from, to } = window ?? recent;
        const dates = daysBetween(from, to < today ? to : today).toReversed();
        return new HuggingFaceSource(this.client, {
          baseUrl: urls.huggingFace,
          token: huggingFaceToken,
          dates,
        });
      }
      case 'arxiv':
        return window
          ? this.open('arxiv-oai', undefined, window)
          : new ArxivFeedSource(this.client, { baseUrl: urls.arxivFeed, archives, cursor, now });
      case 'arxiv-oai':
        return new ArxivOaiSource(this.client, {
          baseUrl: urls.arxivOai,
          archives,
          cursor,
          now,
          ...(window && { window }),
        });
      case 'biorxiv':
      case 'medrxiv':
        return new BiorxivSource(this.client, { baseUrl: urls.biorxiv, server: name, ...(window ?? recent) });
    }
  }
}
