// Which of our languages a browser asks for (RFC 9110, 12.5.4; looked up as in RFC 4647, 3.4).

const MOST_READ = 1_000;

/**
 * @param header Accept-Language; what is none is passed over
 * @param codes ours
 * @returns the wanted one of the highest weight, and of equals the first: `zh` for `zh-CN;q=0.9`; undefined when none is
 */
export function negotiateLanguage(header: string | undefined, codes: readonly string[]): string | undefined {
  const wishes = (header ?? '')
    .slice(0, MOST_READ)
    .split(',')
    .flatMap((part) => wish(part))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wishes) {
    const found = lookUp(tag, codes);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The code for a tag, or for what is left when its ends are taken away: `zh-Hant-TW`, `zh-Hant`, `zh`. */
export function lookUp(tag: string, codes: readonly string[]): string | undefined {
  const parts = tag.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const shorter = parts.slice(0, length).join('-');
    const found = codes.find((code) => code.toLowerCase() === shorter);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wish(part: string): { tag: string; weight: number }[] {
  const match = /^\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/.exec(part);
  return match?.[1] === undefined ? [] : [{ tag: match[1], weight: Math.min(Number(match[2] ?? 1), 1) }];
}
