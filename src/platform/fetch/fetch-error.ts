// Why something could not be fetched: a kind that code may ask about, and a sentence for the operator.

export type FetchErrorKind =
  | 'refused_host' // not https, or a host that is not on the list; nothing was sent
  | 'private_address' // the name leads to an address that is not on the public internet; nothing was sent
  | 'too_many_redirects'
  | 'too_large' // body, unpacked, or headers beyond the limit
  | 'timeout' // not all of it arrived in time
  | 'wrong_type' // a content type or encoding that was not asked for
  | 'http_status' // `status` says which
  | 'network' // no name, no connection, no valid certificate, or the connection ended in the middle
  | 'empty'; // success, and nothing in it

export class FetchError extends Error {
  override readonly name = 'FetchError';
  /** The HTTP status, where one was received. */
  readonly status: number | undefined;
  /** How long the server asks us to stay away, in milliseconds; as it said it, without a limit. */
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly kind: FetchErrorKind,
    message: string,
    details: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Host and path: what of a URL may stand in a message. Queries may carry keys, and are long. */
export function place(url: URL): string {
  const text = `${url.host}${url.pathname}`;
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
