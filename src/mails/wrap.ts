// Line lengths of mails: the text part is wrapped for reading, the HTML part only where SMTP would refuse a line.

/** In octets; RFC 5322 allows 998 a line. */
const longestHtmlLine = 960;

/**
 * Wraps every line at `width` columns. Further lines hang below the first one's text, after its indentation and
 * its number (`1.  `). A word that is longer than a line, such as a URL, stays whole. At most two blank lines follow
 * each other.
 */
export function wrapText(text: string, width = 72): string {
  const wrapped = withRules(text)
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
  return withoutGaps(wrapped);
}

/** A line of `===` below a heading becomes as long as the heading. */
export function withRules(text: string): string {
  return text.replace(
    /^(.+)\n={3}$/gm,
    (_both, heading: string) => `${heading}\n${'='.repeat(widthOf(heading))}`,
  );
}

export function withoutGaps(text: string): string {
  return text
    .replace(/\n{4,}/g, '\n\n\n')
    .trim()
    .concat('\n');
}

export function wrapLine(line: string, width = 72): string {
  if (widthOf(line) <= width) return line.trimEnd();
  const lead = LEAD.exec(line)?.[0] ?? '';
  return WIDE.test(line) ? wrapWide(line, lead, width) : wrapNarrow(line, lead, width);
}

/** Every character takes a column. */
function wrapNarrow(line: string, lead: string, width: number): string {
  const hanging = ' '.repeat(lead.length);
  const room = width - lead.length;
  let rest = line.slice(lead.length).trimEnd();
  let wrapped = '';
  while (rest.length > room) {
    const before = rest.lastIndexOf(' ', room);
    const at = before > 0 ? before : rest.indexOf(' ', room);
    if (at < 0) break;
    wrapped += `${wrapped === '' ? lead : hanging}${rest.slice(0, at).trimEnd()}\n`;
    rest = rest.slice(at + 1).trimStart();
  }
  return wrapped + (wrapped === '' ? lead : hanging) + rest;
}

function wrapWide(line: string, lead: string, width: number): string {
  const hanging = ' '.repeat(lead.length);
  const lines: string[] = [];
  let current = lead;
  for (const word of wordsOf(line.slice(lead.length))) {
    const isFirst = current.trim() === '' || current === lead;
    if (!isFirst && widthOf(current) + widthOf(word.trimEnd()) > width) {
      lines.push(current);
      current = hanging + word;
    } else {
      current += word;
    }
  }
  return [...lines, current].map((wrapped) => wrapped.trimEnd()).join('\n');
}

/** Indentation with a number, what stands in for one in mould.ts, or a dash. */
const LEAD = /^ *(?:\d+\. +|([\u000e-\u0019])\1*(?=[^\s\u000e-\u0019])|- )?/;
/** Han, kana and full-width signs, which take two columns and may end a line anywhere but before closing signs. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const WIDE_WORDS = new RegExp(`${WIDE.source}[，。、；：？！）」』】》”’]*|(?:(?!${WIDE.source}).)+`, 'gu');

/** With the spaces that follow them. */
function wordsOf(text: string): string[] {
  const words = text.match(/[^ ]+ *| +/g) ?? [];
  return words.flatMap((word) => word.match(WIDE_WORDS) ?? []);
}

function widthOf(text: string): number {
  if (!WIDE.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/**
 * Breaks HTML lines that SMTP would refuse, at a space or after an entity: a line break is a space to HTML, so little
 * can change.
 *
 * @param longest octets of a line
 */
export function foldHtml(html: string, longest = longestHtmlLine): string {
  return html
    .split('\n')
    .map((line) => (Buffer.byteLength(line) > longest ? foldLine(line, longest) : line))
    .join('\n');
}

function foldLine(line: string, longest: number): string {
  const pieces: string[] = [];
  let rest = line;
  while (Buffer.byteLength(rest) > longest) {
    // A UTF-16 unit takes at most three octets, so the shorter cut always fits.
    const wide = longest - 60;
    const fits = Buffer.byteLength(rest.slice(0, wide)) <= longest;
    const head = rest.slice(0, fits ? wide : longest / 3);
    // Without a space at hand the break must at least not split an entity or a surrogate pair.
    const at = head.lastIndexOf(' ') + 1 || head.lastIndexOf(';') + 1 || head.length;
    const whole = /[\ud800-\udbff]$/.test(rest.slice(0, at)) ? at - 1 : at;
    pieces.push(rest.slice(0, whole).trimEnd());
    rest = rest.slice(whole);
  }
  return [...pieces, rest].join('\n');
}
