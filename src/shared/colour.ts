// Colours and how well one reads on another: contrast as WCAG 2 reckons it.

type Channels = [number, number, number];

/** What ordinary text needs at least (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5;

/** 1 for the same colour, 21 for black on white. @param a as `#rrggbb`; @param b likewise */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The colour with as much white in it as it takes to be read on `ground`. */
export function lightenedFor(colour: string, ground: string, least = READABLE): string {
  for (let white = 0; white < 1; white += 0.05) {
    const mixed = hexOf(channelsOf(colour).map((channel) => channel + (255 - channel) * white));
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return '#ffffff';
}

/** Of these colours the one that reads best on `ground`. */
export function bestOn(ground: string, [first, second]: readonly [string, string]): string {
  return contrast(first, ground) >= contrast(second, ground) ? first : second;
}

function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(colour: string): Channels {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as Channels;
}

function hexOf(channels: readonly number[]): string {
  return `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
