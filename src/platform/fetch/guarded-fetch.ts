// The one way out to sources of papers: only to known hosts, only to public addresses, with limits on everything a
// server decides: size, time, redirects, encodings.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../shared/clock.js';
import { bodyText } from './body-text.js';
import { FetchError, place } from './fetch-error.js';
import { HostGuard, type Resolve } from './host-guard.js';
import { sendGet } from './one-request.js';
import { ACCEPT_ENCODING, isEmpty, readBody } from './read-body.js';
import { retryAfterMs } from './retry-after.js';

const MAX_BYTES = 10_000_000;
const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface GuardedFetchOptions {
  /** Exactly these, as `name` (port 443) or `name:port`. */
  hosts: readonly string[];
  userAgent: string;
  clock: Clock;
  /** For tests: also http and https to this machine, whatever the port. */
  allowLoopback?: boolean;
  /** For tests: instead of the system's resolver. */
  resolve?: Resolve;
}

export interface Ask {
  /** Content types that are taken, by how they begin: `application/json`, `text/`. */
  accept: readonly string[];
  /** Forwarded in redirects within the same origin only. */
  headers?: Record<string, string>;
  /** Of the unpacked body; 10 MB unless told. */
  maxBytes?: number;
  /** For all of it: name, connections, redirects, body; 20 s unless told. */
  timeoutMs?: number;
  /** Of the answer we have; asks for 304 when it is still the same. */
  etag?: string;
  /** Before each redirect is followed: that is one more request, to a server that wants some time between two. */
  redirectPauseMs?: number;
  /** Gives up early; its reason is thrown. */
  signal?: AbortSignal;
}

export interface Answer {
  /** 200, or 304 if an etag was given. */
  status: number;
  headers: Headers;
  /** Undefined for 304, otherwise unpacked and never empty. */
  body: Buffer | undefined;
  /** The body in the encoding its content type, byte order mark or XML declaration names, otherwise UTF-8. */
  text(): string;
}

/** Who we are, as sources ask robots to say: `Courant/1.2.3 (+https://news.example.org)`. */
export function userAgent(version: string, publicUrl: string): string {
  return `Courant/${version} (+${publicUrl})`;
}

export class GuardedFetch {
  private readonly guard: HostGuard;

  constructor(private readonly options: GuardedFetchOptions) {
    this.guard = new HostGuard(options.hosts, options.allowLoopback ?? false, options.resolve);
  }

  /** @throws FetchError in every case that is not a full answer of a type that was asked for */
  async get(url: string | URL, ask: Ask): Promise<Answer> {
    ask.signal?.throwIfAborted();
    const start = parse(url);
    const timeoutMs = ask.timeoutMs ?? TIMEOUT_MS;
    const end = new AbortController();
    const late = `${place(start)} did not send all of its answer within ${timeoutMs / 1_000} s.`;
    const timer = setTimeout(() => end.abort(new FetchError('timeout', late)), timeoutMs);
    const giveUp = () => end.abort(ask.signal?.reason);
    ask.signal?.addEventListener('abort', giveUp);
    try {
      // The race is for what cannot be interrupted, the resolver; everything else ends by the signal too.
      return await Promise.race([this.follow(start, ask, end.signal), abortOf(end.signal)]);
    } catch (error) {
      throw end.signal.aborted ? end.signal.reason : error;
    } finally {
      clearTimeout(timer);
      ask.signal?.removeEventListener('abort', giveUp);
      end.abort();
    }
  }

  private async follow(start: URL, ask: Ask, signal: AbortSignal): Promise<Answer> {
    let url = start;
    let headers = ask.headers ?? {};
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.send(url, headers, ask, signal);
      try {
        const next = REDIRECTS.has(response.statusCode ?? 0) ? target(url, response) : undefined;
        if (!next) return await this.answer(url, response, ask);
        if (redirects === MAX_REDIRECTS) {
          const message = `${place(start)} sent us on more than ${MAX_REDIRECTS} times, last to ${place(next)}.`;
          throw new FetchError('too_many_redirects', message, { status: response.statusCode });
        }
        // Whatever the caller adds may be a credential.
        if (next.origin !== url.origin) headers = {};
        url = next;
        response.destroy();
        await pause(ask.redirectPauseMs ?? 0, undefined, { signal });
      } catch (error) {
        throw asFetchError(error, url);
      } finally {
        response.destroy();
      }
    }
  }

  private async send(
    url: URL,
    headers: Record<string, string>,
    ask: Ask,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const addresses = await this.guard.admit(url);
    const theirs = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const ours = {
      host: url.host,
      'user-agent': this.options.userAgent,
      accept: ask.accept.join(', '),
      'accept-encoding': ACCEPT_ENCODING,
      ...(ask.etag && { 'if-none-match': ask.etag }),
    };
    try {
      return await sendGet(url, addresses, { ...Object.fromEntries(theirs), ...ours }, signal);
    } catch (error) {
      throw asFetchError(error, url);
    }
  }

  private async answer(url: URL, response: IncomingMessage, ask: Ask): Promise<Answer> {
    const status = response.statusCode ?? 0;
    const headers = headersOf(response);
    if (status === 304 && ask.etag) return { status, headers, body: undefined, text: () => '' };
    // 206 is a part that nobody asked for.
    if (status < 200 || status > 299 || status === 206) throw this.badStatus(url, status, headers);
    const type = (headers.get('content-type') ?? '').trim().toLowerCase();
    if (!ask.accept.some((accepted) => type.startsWith(accepted.toLowerCase()))) {
      // Nothing at all has no type; that is another fault, and one that passes.
      if (await isEmpty(response)) throw emptyAnswer(url, status);
      const said = type ? `"${type.slice(0, 80)}"` : 'something without a content type';
      const message = `${place(url)} sent ${said} and not ${ask.accept.join(' or ')}.`;
      throw new FetchError('wrong_type', message, { status });
    }
    const body = await readBody(response, ask.maxBytes ?? MAX_BYTES, place(url));
    if (body.length === 0) throw emptyAnswer(url, status);
    return { status, headers, body, text: () => bodyText(body, type) };
  }

  private badStatus(url: URL, status: number, headers: Headers): FetchError {
    const wait = retryAfterMs(status, headers, () => this.options.clock.now());
    const request = wait === undefined ? '' : ` and asks to wait ${Math.ceil(wait / 1_000)} s`;
    const name = STATUS_CODES[status] ? ` (${STATUS_CODES[status]})` : '';
    const message = `${place(url)} answered ${status}${name}${request}.`;
    return new FetchError('http_status', message, { status, retryAfterMs: wait });
  }
}

function parse(url: string | URL): URL {
  if (URL.canParse(String(url))) return new URL(url);
  throw new FetchError('refused_host', `Did not ask "${String(url).slice(0, 80)}": it is no URL.`);
}

/** Never resolves. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}

/** @returns undefined when it does not say where to; then its status speaks */
function target(from: URL, response: IncomingMessage): URL | undefined {
  const { location } = response.headers;
  return location && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

function headersOf(response: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(response.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

function emptyAnswer(url: URL, status: number): FetchError {
  return new FetchError('empty', `${place(url)} answered ${status} with nothing in it.`, { status });
}

/** Errors of sockets, TLS, the HTTP parser and the unpackers carry a code; anything else is a fault of ours. */
function asFetchError(error: unknown, url: URL): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (error instanceof FetchError || typeof code !== 'string' || code.startsWith('ERR_INVALID')) return error;
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new FetchError('too_large', `${place(url)} sent more headers than are read.`, { cause: error });
  }
  const reason = (message || code).replace(/\.$/, '');
  return new FetchError('network', `Could not fetch ${place(url)}: ${reason}.`, { cause: error });
}
