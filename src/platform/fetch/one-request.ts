// One GET over one new connection, to addresses that were checked before. Knows nothing of redirects and statuses.
// node:https and not the global fetch: that one cannot be told where to connect without its library as a dependency.
import { type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Address } from './addresses.js';

/**
 * @returns as soon as the headers are there; the body is not read yet
 * @throws whatever the socket, TLS or the parser says; the signal's error when it is aborted
 */
export function sendGet(
  url: URL,
  addresses: readonly Address[],
  headers: OutgoingHttpHeaders,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Without an agent nothing is pooled: no connection is used that was opened after another check.
    const request = send(url, { agent: false, headers, lookup: givenOut(addresses), signal });
    // Stays for good: an error after the headers reaches us through the response, and must not be unheard here.
    request.on('error', reject);
    request.once('response', resolve);
    request.end();
  });
}

/** Answers every question for an address with those that were checked; TLS still checks the name. */
function givenOut(addresses: readonly Address[]): LookupFunction {
  return (_name, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}
