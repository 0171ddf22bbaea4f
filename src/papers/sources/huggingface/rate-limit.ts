// What Hugging Face says about how many requests are left: `RateLimit: "api";r=499;t=120`.

export interface RateLimit {
  /** Requests left in this window. */
  left: number;
  /** Seconds until the window ends and the count starts anew. */
  resetSeconds: number;
}

/** @returns the tightest of the limits named, or undefined when the answer names none that can be read */
export function readRateLimit(headers: { get(name: string): string | null }): RateLimit | undefined {
  return (headers.get('RateLimit') ?? '')
    .slice(0, 1_000)
    .split(',')
    .map(readPolicy)
    .filter((policy) => policy !== undefined)
    .sort((a, b) => a.left - b.left)[0];
}

function readPolicy(text: string): RateLimit | undefined {
  const left = /;\s*r=(\d{1,9})\s*(?:;|$)/.exec(text)?.[1];
  const resetSeconds = /;\s*t=(\d{1,9})\s*(?:;|$)/.exec(text)?.[1];
  if (left === undefined || resetSeconds === undefined) return undefined;
  return { left: Number(left), resetSeconds: Number(resetSeconds) };
}
