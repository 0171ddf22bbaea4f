// A line of a JSON Lines file: checked, cleaned, and turned into a paper.
import { z } from 'zod';
import { canonicalCategories } from './canonical-categories.js';
import { doiAddress, parseDoi } from './doi.js';
import { paperRecord, type PaperRecord } from './paper-record.js';
import { readNames, readPaperText, readable } from './paper-text.js';
import { parseArxivId } from './sources/arxiv/identifier.js';

const line = (most: number) =>
  z.string().max(most, { error: `longer than ${most.toLocaleString('en')} characters` });

/** An id of the source's own; what only looks like an arXiv id is a slip. */
const OTHER_ID = /^(?!\d{4}\.\d{4,5}(v\d*)?$)[A-Za-z0-9][A-Za-z0-9._:/()-]{2,119}$/;

const count = z.int().min(0).max(10_000_000).optional();
const webUrl = z.url({ protocol: /^https?$/, normalize: true }).max(500);

/** One line of a JSON Lines file; what others of its fields say is ignored. */
export const paperLine = z.object({
  id: z.string().refine((id) => parseArxivId(id) !== undefined || OTHER_ID.test(id), {
    error: 'not an identifier',
  }),
  title: line(1_000).refine((title) => readable(title) !== '', { error: 'is empty' }),
  abstract: line(20_000).default(''),
  summary: line(1_000).default(''),
  /** A collaboration may stand where a name is expected; what is too long to be one is cut. */
  authors: z.array(line(5_000)).max(5_000).default([]),
  categories: z
    .array(z.string().regex(/^[A-Za-z-]{2,20}(\.[A-Za-z-]{2,50})?$/, { error: 'not a category' }))
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
  const arxiv = parseArxivId(paper.id);
  const doi = arxiv ? undefined : parseDoi(paper.id);
  const key = arxiv?.key ?? doi ?? paper.id;
  const url = paper.url ?? (arxiv ? `https://arxiv.org/abs/${key}` : doi && doiAddress(doi));
  if (!url) return { fault: 'url: is needed where the id is neither an arXiv id nor a DOI' };
  return paperRecord(readPaperText(paper), {
    key,
    version: paper.version ?? arxiv?.version ?? 1,
    authors: readNames(paper.authors),
    categories: canonicalCategories(paper.categories),
    announcedOn: paper.published,
    doi: doi ?? null,
    upvotes: paper.upvotes ?? null,
    comments: paper.comments ?? null,
    codeStars: paper.codeStars ?? null,
    url,
    pdfUrl: paper.pdfUrl ?? (arxiv ? `https://arxiv.org/pdf/${key}` : null),
  });
}
