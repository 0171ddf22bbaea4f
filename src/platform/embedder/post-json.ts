// One POST to an address the operator configured. It may be a private one, which the fetching of papers refuses: so it goes
// nowhere else, and follows no redirect.
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { FetchError, place } from '../fetch/fetch-error.js';
import { ACCEPT_ENCODING, readBody } from '../fetch/read-body.js';
import { retryAfterMs } from '../fetch/retry-after.js';

export interface Post {
  url: URL;
  body: unknown;
  headers: Record<string, string>;
  timeoutMs: number;
  maxBytes: number;
  now: () => Date;
}

/** @returns what the JSON says. @throws FetchError */
export async function postJson({ url, body, headers, timeoutMs, maxBytes, now }: Post): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(url, JSON.stringify(body), headers, signal);
    const status = response.statusCode ?? 0;
    const bytes = await readBody(response, maxBytes, place(url));
    const text = bytes.toString('utf8');
    if (status >= 300 && status < 400)
      throw new FetchError('refused_host', `${place(url)} sends us on, which is not followed.`, { status });
    if (status !== 200) throw refusal(url, response, text, now);
    return parse(url, text);
  } catch (error) {
    if (error instanceof FetchError) throw error;
    if (signal.aborted)
      throw new FetchError('timeout', `${place(url)} did not answer within ${timeoutMs / 1_000} s.`);
    const { code, message } = error as { code?: string; message?: string };
    const reason = (message || code || String(error)).replace(/\.$/, '');
    throw new FetchError('network', `Could not reach ${place(url)}: ${reason}.`, { cause: error });
  }
}

function send(
  url: URL,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = start(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
        'accept-encoding': ACCEPT_ENCODING,
      },
    });
    // Stays for good: an error after the headers reaches us through the response, and must not be unheard here.
    request.on('error', reject);
    request.once('response', resolve);
    request.end(body);
  });
}

const MOST_SAID = 200;

function refusal(url: URL, response: IncomingMessage, text: string, now: () => Date): FetchError {
  const status = response.statusCode ?? 0;
  const retryAfter = response.headers['retry-after'];
  const wait = retryAfterMs(status, new Headers(retryAfter ? { 'retry-after': retryAfter } : {}), now);
  const said = text.replace(/\s+/g, ' ').trim().slice(0, MOST_SAID);
  const message = `${place(url)} answered ${status}${said ? `: ${said}` : ''}.`;
  return new FetchError('http_status', message, {
    status,
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}

function parse(url: URL, text: string): unknown {
  if (text === '') throw new FetchError('empty', `${place(url)} answered with nothing in it.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new FetchError('wrong_type', `${place(url)} sent something that is no JSON.`);
  }
}
