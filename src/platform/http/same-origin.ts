// Whether a request that changes something was made on a page of ours. Browsers say where it comes from: in
// Sec-Fetch-Site, or at least in Origin. Programs that are no browsers say nothing, and have no cookie of ours.

export interface AskingRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Forms on other sites may post here, and mail programs: nothing here believes a cookie. */
const OPEN = /^\/(?:$|\?|u\/[^/]+$|api\/)/;

export function isFromElsewhere(publicUrl: string, request: AskingRequest): boolean {
  const { method, url, headers } = request;
  if (['GET', 'HEAD', 'OPTIONS'].includes(method) || OPEN.test(url)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = headers['origin'];
  // Pages that tell nobody where they are (no-referrer) send the origin `null`.
  if (origin !== undefined && origin !== 'null') return origin !== new URL(publicUrl).origin;
  return /(?:^|; ?)(?:__Host-)?session=/.test(String(headers['cookie'] ?? ''));
}
