// The terms a paper shares with an interest that carry most of the score, in the words of the paper.
import type { PaperIndex } from './paper-index.js';
import type { SparseVector } from './sparse-vector.js';

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

/**
 * One scratch array for many papers: a reader for the terms of one interest.
 * @returns a function from paper number to readable terms, strongest first; empty when nothing is shared.
 */
export function sharedTermsReader(index: PaperIndex, vector: SparseVector): (paper: number) => string[] {
  const weights = new Map<number, number>();
  for (const [i, term] of vector.terms.entries()) {
    const number = index.vocabulary.get(term);
    if (number !== undefined) weights.set(number, vector.weights[i] ?? 0);
  }
  return (paper) => readableTerms(index.texts[paper] ?? '', strongestSpans(index, weights, paper));
}

function strongestSpans(
  { byPaper }: PaperIndex,
  weights: ReadonlyMap<number, number>,
  paper: number,
): Span[] {
  const spans: Span[] = [];
  const end = byPaper.offsets[paper + 1] ?? 0;
  for (let at = byPaper.offsets[paper] ?? 0; at < end; at += 1) {
    const weight = weights.get(byPaper.terms[at] ?? 0);
    if (weight === undefined) continue;
    const share = weight * (byPaper.weights[at] ?? 0);
    spans.push({ start: byPaper.starts[at] ?? 0, end: byPaper.ends[at] ?? 0, share });
  }
  spans.sort((a, b) => b.share - a.share || a.start - b.start);
  const least = (spans[0]?.share ?? 0) * LEAST_SHARE;
  return spans.slice(0, MOST_SPANS).filter(({ share }) => share >= least);
}

function readableTerms(text: string, spans: readonly Span[]): string[] {
  const joined: Span[] = [];
  for (const span of spans) addSpan(joined, span);
  joined.sort((a, b) => b.share - a.share || a.start - b.start);
  const terms: string[] = [];
  for (const { start, end } of joined) {
    const term = text.slice(start, end).replace(/\s+/g, ' ');
    if (!terms.some((other) => contains(other, term))) terms.push(term);
  }
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

function contains(longer: string, shorter: string): boolean {
  return longer.toLowerCase().includes(shorter.toLowerCase());
}
