// The terms each paper shares with the interest nearest to it that carry most of the score, in the words of the paper.
import { likenessOf } from './likeness.js';
import type { PaperIndex } from './paper-index.js';
import { LANES, quadOf, weightIn } from './quad.js';
import type { Tastes } from './text-score.js';

const MOST_TERMS = 4;
/** Considered before neighbours are joined: "large language" + "language models" is one readable term. */
const MOST_SPANS = 7;
/** Terms that carry less than this share of the strongest are not worth a mention. */
const LEAST_SHARE = 0.2;

interface Span {
  start: number;
  end: number;
  share: number;
}

/** @param taste number of the taste whose words they are. @returns readable terms, strongest first; empty when none is shared. */
export function sharedTerms(index: PaperIndex, { words }: Tastes, paper: number, taste: number): string[] {
  const quad = words[Math.floor(taste / LANES)] ?? NO_WORDS;
  const { terms } = quad;
  const { byTerm } = index;
  const spans: Span[] = [];
  let at = 0;
  likenessOf(index).eachTerm(paper, (hash, posting) => {
    while (at < terms.length && (terms[at] ?? 0) < hash) at += 1;
    const weight = terms[at] === hash ? weightIn(quad, at, taste % LANES) : 0;
    if (weight <= 0 || byTerm.ends[posting] === 0) return;
    const share = weight * byTerm.weightOf(posting);
    keepStrongest(spans, share, byTerm.starts[posting] ?? 0, byTerm.ends[posting] ?? 0);
  });
  return readableTerms(index.texts[paper] ?? '', spans);
}

const NO_WORDS = quadOf([]);

/** Insertion sort, strongest first, never longer than MOST_SPANS: most terms are turned away at the first look. */
function keepStrongest(spans: Span[], share: number, start: number, end: number): void {
  if (spans.length === MOST_SPANS) {
    if (share <= (spans.at(-1)?.share ?? 0)) return;
    spans.pop();
  }
  let at = spans.length;
  while (at > 0 && (spans[at - 1]?.share ?? 0) < share) at -= 1;
  spans.splice(at, 0, { share, start, end });
}

function readableTerms(text: string, spans: readonly Span[]): string[] {
  const least = (spans[0]?.share ?? 0) * LEAST_SHARE;
  const joined: Span[] = [];
  for (const span of spans) {
    if (span.share >= least) addSpan(joined, span);
  }
  joined.sort((a, b) => b.share - a.share || a.start - b.start);
  const terms: string[] = [];
  for (const { start, end } of joined) addTerm(terms, text.slice(start, end).replace(/\s+/g, ' '));
  return terms.slice(0, MOST_TERMS);
}

/** Spans that overlap become one, which carries what both carry. */
function addSpan(joined: Span[], span: Span): void {
  let { start, end, share } = span;
  for (let i = joined.length - 1; i >= 0; i -= 1) {
    const other = joined[i];
    if (other === undefined || other.end <= start || end <= other.start) continue;
    start = Math.min(start, other.start);
    end = Math.max(end, other.end);
    share += other.share;
    joined.splice(i, 1);
  }
  joined.push({ start, end, share });
}

/** "diffusion" and "diffusion models" are one term, the longer. */
function addTerm(terms: string[], term: string): void {
  const key = comparable(term);
  const same = terms.findIndex((other) => comparable(other).includes(key) || key.includes(comparable(other)));
  const other = terms[same];
  if (other === undefined) terms.push(term);
  else if (key.length > comparable(other).length) terms[same] = term;
}

/** With a blank around it, so that "graph" is not in "photography"; the plural counts as the same. */
function comparable(term: string): string {
  return ` ${term.toLowerCase().replace(/s$/, '').replaceAll('-', ' ')} `;
}
