// Where the next page of a list is: `Link: <https://…&p=1>; rel="next"`.

/**
 * @param linkHeader the value of the Link header, if there is one
 * @param requestedUrl the address that was asked; relative links start from it
 * @returns the address of the next page, or undefined; never one of another origin, whatever the header says
 */
export function readNextPage(
  linkHeader: string | null | undefined,
  requestedUrl: string,
): string | undefined {
  for (const [, target = '', parameters = ''] of (linkHeader ?? '')
    .slice(0, 8_000)
    .matchAll(/<([^<>]*)>([^<>]*)/g)) {
    if (!/;\s*rel\s*=\s*("(?:[^"]*\s)?next(?:\s[^"]*)?"|next\s*(?:[;,]|$))/i.test(parameters)) continue;
    if (!URL.canParse(target, requestedUrl)) continue;
    const url = new URL(target, requestedUrl);
    if (url.origin === new URL(requestedUrl).origin) return url.href;
  }
  return undefined;
}
