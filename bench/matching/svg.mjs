// Charts as SVG by hand: light and dark by the viewer's choice, on a ground of their own, so that every line can be read.

/** Light and dark of each colour. */
const COLOURS = {
  blue: ['#2a78d6', '#4a94ec'],
  paleblue: ['#86b6ef', '#86b6ef'],
  deepblue: ['#184f95', '#256abf'],
  orange: ['#d4581f', '#e8743f'],
  green: ['#178a5e', '#2bb882'],
  violet: ['#5a49b8', '#9d92ee'],
  grey: ['#7c7b76', '#98978f'],
};
const INKS = {
  ground: ['#fcfcfb', '#1a1a19'],
  ink: ['#15150f', '#f4f4f0'],
  muted: ['#5a5955', '#bab9b2'],
  rule: ['#e3e2dd', '#383733'],
};

/** @param parts what is drawn; @param about for those who do not see it */
export function svg(width, height, about, parts) {
  const rules = (tone) =>
    [
      ...Object.entries(INKS).map(([name, tones]) => `--${name}:${tones[tone]}`),
      ...Object.entries(COLOURS).map(([name, tones]) => `--${name}:${tones[tone]}`),
    ].join(';');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(about)}">
<style>
svg{${rules(0)};font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
@media (prefers-color-scheme:dark){svg{${rules(1)}}}
text{fill:var(--ink)} .muted{fill:var(--muted);font-size:12px} .title{font-size:15px;font-weight:600}
.rule{stroke:var(--rule)} .line{fill:none;stroke-width:2;stroke-linejoin:round}
</style>
<rect width="${width}" height="${height}" rx="8" fill="var(--ground)"/>
${parts.flat(Infinity).join('\n')}
</svg>
`;
}

/** @param look `muted`, `title` or nothing; @param anchor `start`, `middle` or `end` */
export function text(x, y, words, look = '', anchor = 'start') {
  return `<text x="${at(x)}" y="${at(y)}" class="${look}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

export function rule(x1, y1, x2, y2) {
  return `<line class="rule" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
}

/** A point's standard error, as a thin line through it. */
export function whisker(x1, y1, x2, y2, stroke) {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}" stroke-width="1.5"/>`;
}

export function path(points, colour) {
  const way = points.map(([x, y]) => `${at(x)} ${at(y)}`).join('L');
  return `<path class="line" d="M${way}" stroke="var(--${colour})"/>`;
}

/** @param told is shown when one points at it */
export function dot(x, y, colour, told) {
  return `<circle cx="${at(x)}" cy="${at(y)}" r="4.5" fill="var(--${colour})" stroke="var(--ground)" stroke-width="1.5"><title>${escaped(told)}</title></circle>`;
}

export function bar({ x, y, width, height }, colour, told) {
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(width, 0.5))}" height="${at(height)}" rx="2" fill="var(--${colour})"><title>${escaped(told)}</title></rect>`;
}

/** @returns round numbers from `low` to `high`, about `count` of them */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

function at(value) {
  return Number(value.toFixed(1));
}

function escaped(words) {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
