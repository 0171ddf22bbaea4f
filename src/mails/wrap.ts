// Line lengths of mails: the text part is wrapped for reading, the HTML part only where SMTP would refuse a line.

/** In octets; RFC 5322 allows 998 a line. */
const longestHtmlLine = 960;

/**
 * Wraps every line at `width` columns. Further lines hang below the first one's text, after its indentation and
 * its number (`1.  `). A word that is longer than a line, such as a URL, stays whole. At most two blank lines follow
 * each other.
 */
export function wrapText(text: string, width = 72): string {
  const wrapped = text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
  return withoutGaps(wrapped);
}

export function withoutGaps(text: string): string {
  return text
    .replace(/\n{4,}/g, '\n\n\n')
    .trim()
    .concat('\n');
}

export function wrapLine(line: string, width = 72): string {
  if (line.length <= width) return line.trimEnd();
  const lead = /^ *(?:\d+\. +)?/.exec(line)?.[0] ?? '';
  const hanging = ' '.repeat(lead.length);
  const lines: string[] = [];
  let current = lead;
  for (const word of line.slice(lead.length).split(' ')) {
    const empty = current.trim() === '' || current === lead;
    if (!empty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = hanging + word;
    } else {
      current = empty ? current + word : `${current} ${word}`;
    }
  }
  return [...lines, current].map((wrapped) => wrapped.trimEnd()).join('\n');
}

/**
 * Breaks HTML lines that SMTP would refuse, at a space or after an entity: a line break is a space to HTML, so little
 * can change.
 */
export function foldHtml(html: string): string {
  return html
    .split('\n')
    .map((line) => (Buffer.byteLength(line) > longestHtmlLine ? foldLine(line) : line))
    .join('\n');
}

function foldLine(line: string): string {
  const pieces: string[] = [];
  let rest = line;
  while (Buffer.byteLength(rest) > longestHtmlLine) {
    // A UTF-16 unit takes at most three octets, so the shorter cut always fits.
    const fits = Buffer.byteLength(rest.slice(0, 900)) <= longestHtmlLine;
    const head = rest.slice(0, fits ? 900 : longestHtmlLine / 3);
    // Without a space at hand the break must at least not split an entity or a surrogate pair.
    const at = head.lastIndexOf(' ') + 1 || head.lastIndexOf(';') + 1 || head.length;
    const whole = /[\ud800-\udbff]$/.test(rest.slice(0, at)) ? at - 1 : at;
    pieces.push(rest.slice(0, whole).trimEnd());
    rest = rest.slice(whole);
  }
  return [...pieces, rest].join('\n');
}
