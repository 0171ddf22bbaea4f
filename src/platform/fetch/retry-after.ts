// How long a server asks us to stay away: Retry-After (RFC 9110 10.2.3), or the end of the window in RateLimit.

/**
 * @param now read only for a date in an answer that does not tell its own
 * @returns milliseconds, 0 or more, without a limit; undefined when the server does not say or cannot be understood
 */
export function retryAfterMs(status: number, headers: Headers, now: () => Date): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const until = httpDate(text);
  if (until !== undefined) {
    // By the server's own clock where it tells it, so that a clock that is wrong here or there costs nothing.
    const from = httpDate(headers.get('date') ?? '') ?? now().getTime();
    return Math.max(0, until - from);
  }
  return status === 429 ? windowEndMs(headers.get('ratelimit') ?? '') : undefined;
}

/** Milliseconds since 1970. A date begins with its weekday; Date.parse alone would take much else for one. */
function httpDate(text: string): number | undefined {
  const instant = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

/** `"api";r=0;t=120`: t is the seconds until requests are allowed again. Of several limits the longest holds. */
function windowEndMs(header: string): number | undefined {
  const seconds = [...header.slice(0, 1_000).matchAll(/;\s*t=(\d{1,6})\b/g)].map(([, text]) => Number(text));
  return seconds.length > 0 ? Math.max(...seconds) * 1_000 : undefined;
}
