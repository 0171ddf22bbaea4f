// The words of a paper, from what a source sent to what people read.
import { cutText, plainText } from './plain-text.js';
import { readRichText } from './text/rich-text.js';
import { plainOf, type RichText, type Segment } from './text/segment.js';
import { addSegment, markedAs, sliceRichText } from './text/slice-rich-text.js';
import { chooseSentences, chooseSummary, CUT } from './text/summary.js';

const LONGEST = { title: 1_000, abstract: 20_000, summary: 1_000, name: 300 } as const;

export interface PaperText {
  title: string;
  abstract: string;
  /** One or two sentences: the source's own, or chosen from the abstract. */
  summary: string;
  /** Whether the summary is the source's own. */
  isSummaryGiven: boolean;
  /** What of them has sub, sup or em in it; null when nothing has. Its plain form is always the text itself. */
  marks: PaperMarks | null;
}

export type PaperMarks = Partial<Record<'title' | 'abstract' | 'summary', Segment[]>>;

/** One text as it is kept: the plain line, and its segments if one of them has a mark. */
interface ReadText {
  plain: string;
  marked: Segment[] | undefined;
}

/** @param sent with TeX, entities and tags in it; what is longer than any paper's is cut */
export function readPaperText(sent: {
  title: string;
  abstract?: string;
  summary?: string | null;
}): PaperText {
  const title = readText(sent.title, LONGEST.title);
  const abstract = readText(sent.abstract ?? '', LONGEST.abstract);
  const given = readText(sent.summary ?? '', LONGEST.summary);
  const summary = given.plain === '' ? summaryOf(abstract) : given;
  return {
    title: title.plain,
    abstract: abstract.plain,
    summary: summary.plain,
    isSummaryGiven: given.plain !== '',
    marks: marksOf({ title, abstract, summary }),
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

function readText(source: string, most: number): ReadText {
  if (!MARKED_UP.test(source)) return { plain: cutText(plainText(source), most), marked: undefined };
  const rich = readRichText(source);
  const plain = cutText(plainText(plainOf(rich)), most).trimEnd();
  return { plain, marked: markedAs(plain, rich) };
}

function summaryOf({ plain: abstract, marked }: ReadText): ReadText {
  if (!marked) return { plain: chooseSummary(abstract), marked };
  const { sentences, isCut } = chooseSentences(abstract);
  const plain = `${sentences.join(' ')}${isCut ? CUT : ''}`;
  return { plain, marked: markedAs(plain, quotedFrom(abstract, marked, sentences, isCut)) };
}

/** The sentences of the abstract, with the marks they have there. */
function quotedFrom(
  abstract: string,
  marked: RichText,
  sentences: readonly string[],
  isCut: boolean,
): Segment[] {
  const quoted: Segment[] = [];
  for (const sentence of sentences) {
    const at = abstract.indexOf(sentence);
    if (quoted.length > 0) addSegment(quoted, { text: ' ' });
    for (const segment of sliceRichText(marked, at, at + sentence.length)) addSegment(quoted, segment);
  }
  if (isCut) addSegment(quoted, { text: CUT });
  return quoted;
}

function marksOf(texts: Record<keyof PaperMarks, ReadText>): PaperMarks | null {
  const marks: PaperMarks = {};
  for (const part of ['title', 'abstract', 'summary'] as const) {
    const { marked } = texts[part];
    if (marked) marks[part] = marked;
  }
  return Object.keys(marks).length > 0 ? marks : null;
}
