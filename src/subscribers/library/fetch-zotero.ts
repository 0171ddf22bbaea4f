// Brings a public library from Zotero, page by page: one request at a time over all processes, as politely as it asks to be.
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { readZoteroPlace, type ZoteroPlace } from '../../interests/library/zotero-place.js';
import { FetchError } from '../../platform/fetch/fetch-error.js';
import { type Answer, GuardedFetch, userAgent } from '../../platform/fetch/guarded-fetch.js';
import { LaneBusy, RequestGate } from '../../platform/fetch/request-gate.js';
import { RateLimits } from '../../platform/limits/rate-limits.js';
import { Clock, SECOND } from '../../shared/clock.js';
import { DomainError, TooManyError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { COURANT_VERSION } from '../../shared/version.js';

const PAGE = 100;
export const MOST_ITEMS = 2_000;
/** Longer than this nobody waits in front of a page. */
const LONGEST_WAIT_S = 10;
const EVERY_MS = 200;
const ASKS = [{ most: 10, withinS: 3_600 }];

export interface ZoteroItems {
  /** A JSON array of items as Zotero writes them. */
  text: string;
  /** The library has more than were taken. */
  isCut: boolean;
}

@Injectable()
export class FetchZotero {
  private readonly fetch: GuardedFetch;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly gate: RequestGate,
    private readonly limits: RateLimits,
  ) {
    const { hostname } = new URL(config.zoteroUrl);
    this.fetch = new GuardedFetch({
      hosts: ['api.zotero.org', ...config.sources.moreHosts],
      userAgent: userAgent(COURANT_VERSION, config.http.publicUrl),
      clock,
      allowLoopback: !config.production && ['127.0.0.1', 'localhost'].includes(hostname),
    });
  }

  /**
   * The newest items come first, without notes and attachments.
   *
   * @param input.library a number, or an address with one; see zotero-place.ts
   * @throws DomainError invalid_input with what is wrong in `zotero`; TooManyError
   */
  async run(input: { subscriberId: string; library: string }): Promise<ZoteroItems> {
    const place = readZoteroPlace(input.library);
    if (!place) throw wrong('web.zotero.noId');
    const refusal = await this.limits.take([{ key: `zotero reader ${input.subscriberId}`, rates: ASKS }]);
    if (refusal) throw new TooManyError(refusal.freeAt, this.clock.now());
    const items: unknown[] = [];
    for (;;) {
      const { page, total, restS } = await this.page(place, items.length);
      items.push(...page);
      const isCut = total > MOST_ITEMS && items.length >= MOST_ITEMS;
      if (isCut || items.length >= total || page.length === 0) {
        return { text: JSON.stringify(items.slice(0, MOST_ITEMS)), isCut };
      }
      if (restS > 0) await wait(Math.min(restS, LONGEST_WAIT_S) * SECOND);
    }
  }

  private async page({ kind, id }: ZoteroPlace, start: number, isAgain = false): Promise<ReadPage> {
    const url = new URL(`${kind}/${id}/items/top`, `${this.config.zoteroUrl}/`);
    const asked = { format: 'json', sort: 'dateAdded', limit: String(PAGE), start: String(start), v: '3' };
    url.search = new URLSearchParams(asked).toString();
    try {
      const ask = { accept: ['application/json'], headers: { 'zotero-api-version': '3' } };
      const get = (signal: AbortSignal) => this.fetch.get(url, { ...ask, signal });
      return readPage(await this.gate.run('zotero', EVERY_MS, get, { maxWaitMs: LONGEST_WAIT_S * SECOND }));
    } catch (error) {
      const waitS = error instanceof FetchError ? (error.retryAfterMs ?? 0) / SECOND : 0;
      const isBusy = error instanceof FetchError && (error.status === 429 || error.status === 503);
      if (isBusy && !isAgain && waitS <= LONGEST_WAIT_S) {
        await wait(Math.max(waitS, 1) * SECOND);
        return this.page({ kind, id }, start, true);
      }
      throw inWords(error);
    }
  }
}

interface ReadPage {
  page: unknown[];
  total: number;
  /** How long the server asks to be left alone. */
  restS: number;
}

function readPage(answer: Answer): ReadPage {
  let page: unknown;
  try {
    page = JSON.parse(answer.text());
  } catch {
    throw wrong('web.zotero.unreadable');
  }
  if (!Array.isArray(page)) throw wrong('web.zotero.unreadable');
  const number = (name: string) => Number(answer.headers.get(name) ?? '') || 0;
  return { page, total: number('total-results'), restS: number('backoff') };
}

function inWords(error: unknown): unknown {
  if (error instanceof LaneBusy) return wrong('web.zotero.busy');
  if (!(error instanceof FetchError)) return error;
  if (error.status === 403) return wrong('web.zotero.private');
  if (error.status === 404) return wrong('web.zotero.unknown');
  if (error.status === 429 || error.status === 503) return wrong('web.zotero.busy');
  return wrong('web.zotero.unreachable');
}

function wrong(key: string): DomainError {
  return new DomainError('invalid_input', saying(key), { zotero: saying(key) });
}
