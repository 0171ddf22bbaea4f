// The words of a paper, from what a source sent to what people read.
import { cutText, plainText } from './plain-text.js';
import { readRichText } from './text/rich-text.js';
import { plainOf, type Segment } from './text/segment.js';
import { chooseSummary } from './text/summary.js';

const LONGEST = { title: 1_000, abstract: 20_000, summary: 1_000, name: 300 } as const;

export interface PaperText {
  title: string;
  abstract: string;
  /** One or two sentences: the source's own, or chosen from the abstract. */
  summary: string;
  /** Whether the summary is the source's own. */
  isSummaryGiven: boolean;
  /** What of them has sub, sup or em in it; null when nothing has. */
  marks: PaperMarks | null;
}

export type PaperMarks = Partial<Record<'title' | 'abstract' | 'summary', Segment[]>>;

/** @param sent with TeX, entities and tags in it; what is longer than any paper's is cut */
export function readPaperText(sent: {
  title: string;
  abstract?: string;
  summary?: string | null;
}): PaperText {
  const abstract = cutText(readable(sent.abstract ?? ''), LONGEST.abstract);
  const summary = cutText(readable(sent.summary ?? ''), LONGEST.summary);
  return {
    title: cutText(readable(sent.title), LONGEST.title),
    abstract,
    summary: summary || chooseSummary(abstract),
    isSummaryGiven: summary !== '',
    marks: null,
  };
}

/** Names as they are read; those of none are left out. */
export function readNames(names: readonly string[]): string[] {
  return names.map((name) => cutText(readable(name), LONGEST.name)).filter((name) => name !== '');
}

/** What TeX and HTML begin with; most texts have none of it and need no reading. */
const MARKED_UP = /[\\$&<{}~^`_]|--|''/;

/** One line of plain Unicode. */
export function readable(text: string): string {
  return plainText(MARKED_UP.test(text) ? plainOf(readRichText(text)) : text);
}
