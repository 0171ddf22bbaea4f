// A line of a JSON Lines file: checked, cleaned, and turned into a paper.
import { z } from 'zod';
import { NOTHING_SAID, type PaperRecord } from './paper-record.js';
import { cutText, plainText } from './plain-text.js';
import { readRichText } from './text/rich-text.js';
import { plainOf } from './text/segment.js';
import { chooseSummary } from './text/summary.js';

const line = (most: number) =>
  z
    .string()
    .max(most, { error: `longer than ${most.toLocaleString('en')} characters` })
    .transform(readable);

/** What TeX and HTML begin with; most texts have none of it and need no reading. */
const MARKED_UP = /[\\$&<{}~^`_]|--|''/;

function readable(text: string): string {
  return plainText(MARKED_UP.test(text) ? plainOf(readRichText(text)) : text);
}

const ARXIV_ID =
  /^(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v([1-9]\d{0,2}))?$/;
/** A DOI or an id of the source's own; what only looks like an arXiv id is a slip. */
const OTHER_ID = /^(?!\d{4}\.\d{4,5}(v\d*)?$)[A-Za-z0-9][A-Za-z0-9._:/()-]{2,119}$/;

const count = z.int().min(0).max(10_000_000).optional();
const webUrl = z.url({ protocol: /^https?$/, normalize: true }).max(500);

/** One line of a JSON Lines file; what others of its fields say is ignored. */
export const paperLine = z.object({
  id: z.string().refine((id) => ARXIV_ID.test(id) || OTHER_ID.test(id), { error: 'not an identifier' }),
  title: line(1_000).refine((title) => title !== '', { error: 'is empty' }),
  abstract: line(20_000).default(''),
  summary: line(1_000).default(''),
  /** A collaboration may stand where a name is expected; what is too long to be one is cut. */
  authors: z
    .array(line(5_000).transform((name) => cutText(name, 300)))
    .max(5_000)
    .default([]),
  categories: z
    .array(z.string().regex(/^[A-Za-z-]{2,20}(\.[A-Za-z-]{2,20})?$/, { error: 'not a category' }))
    .max(50)
    .default([]),
  published: z.iso
    .date({ error: 'not a date of the form YYYY-MM-DD' })
    .refine((date) => date >= '1900', { error: 'before 1900' }),
  version: z.int().min(1).max(999).optional(),
  upvotes: count,
  comments: count,
  codeStars: count,
  url: webUrl.optional(),
  pdfUrl: webUrl.optional(),
});

/**
 * @param value anything, e.g. a parsed JSON line
 * @returns the paper, or in words what is wrong with it
 */
export function readPaper(value: unknown): PaperRecord | { fault: string } {
  const parsed = paperLine.safeParse(value);
  if (!parsed.success) {
    return {
      fault: parsed.error.issues
        .map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`)
        .join('; '),
    };
  }
  const paper = parsed.data;
  const arxiv = ARXIV_ID.exec(paper.id);
  const key = arxiv?.[1]?.replace(/^([a-z-]+)\.[A-Z]{2}\//, '$1/') ?? paper.id;
  return {
    ...NOTHING_SAID,
    key,
    version: paper.version ?? Number(arxiv?.[2] ?? 1),
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary || chooseSummary(paper.abstract),
    authors: paper.authors.filter((author) => author !== ''),
    categories: [...new Set(paper.categories)],
    announcedOn: paper.published,
    upvotes: paper.upvotes ?? null,
    comments: paper.comments ?? null,
    codeStars: paper.codeStars ?? null,
    url: paper.url ?? (arxiv ? `https://arxiv.org/abs/${key}` : `https://doi.org/${encodeURI(paper.id)}`),
    pdfUrl: paper.pdfUrl ?? (arxiv ? `https://arxiv.org/pdf/${key}` : null),
  };
}
