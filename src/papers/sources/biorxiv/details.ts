// The details of preprints as api.biorxiv.org answers them, for bioRxiv and medRxiv.
import { z } from 'zod';
import type { SourceFault } from '../paper-source.js';
import { excerpt, oneLine, readCount, readDay } from '../raw-values.js';
import { SourceAnswerError } from '../source-answer-error.js';

/** Text is as it came, on one line; null is "not said". */
export interface BiorxivRecord {
  doi: string;
  /** 0 when the answer does not say. */
  version: number;
  title: string;
  abstract: string;
  /** All in one text, `Last, F.; Last2, G.`. */
  authors: string;
  /** `YYYY-MM-DD`: when this version was posted. */
  postedOn: string;
  category: string | null;
  license: string | null;
  /** DOI of the article the preprint has become. */
  publishedDoi: string | null;
  server: 'biorxiv' | 'medrxiv' | null;
}

export interface BiorxivAnswer {
  records: BiorxivRecord[];
  faults: SourceFault[];
  /** How many the question has in all, of which this is one page; null when it does not say. */
  total: number | null;
  /** How many came before this page. */
  cursor: number;
}

const text = z.string().transform(oneLine);
const optionalText = text.catch('');
const optionalCount = z
  .unknown()
  .optional()
  .transform((value) => readCount(value) ?? 0);

const answer = z.object({
  messages: z
    .array(
      z.object({
        status: optionalText,
        total: z.unknown().optional().transform(readCount),
        cursor: optionalCount,
      }),
    )
    .min(1),
  collection: z.array(z.unknown()).catch([]),
});
const item = z.object({
  doi: text.refine((doi) => isDoi(doi), { error: 'not a DOI' }),
  version: optionalCount,
  title: text.refine((title) => title !== '', { error: 'is empty' }),
  abstract: optionalText,
  authors: optionalText,
  date: z
    .unknown()
    .optional()
    .transform((value, context) => readDay(value) ?? notADay(context)),
  category: optionalText,
  license: optionalText,
  published: optionalText,
  server: optionalText,
});

/**
 * "No posts found" is an answer without records.
 * @param json the parsed body
 * @throws SourceAnswerError `unexpected` when it is none of theirs, `refused` with the words of the server
 */
export function readDetails(json: unknown): BiorxivAnswer {
  const parsed = answer.safeParse(json);
  const [message] = parsed.data?.messages ?? [];
  if (!parsed.success || !message) {
    throw new SourceAnswerError(
      'unexpected',
      'bioRxiv answered with something else than a list of preprints.',
    );
  }
  const isEmpty = /^no (?:posts|articles|papers) found/i.test(message.status);
  if (message.status.toLowerCase() !== 'ok' && !isEmpty) {
    throw new SourceAnswerError('refused', `bioRxiv refused: ${excerpt(message.status)}`);
  }
  const records: BiorxivRecord[] = [];
  const faults: SourceFault[] = [];
  for (const [index, value] of parsed.data.collection.entries()) {
    const preprint = item.safeParse(value);
    if (preprint.success) records.push(toRecord(preprint.data));
    else faults.push({ place: `item ${index + 1}`, reason: reasonOf(preprint.error) });
  }
  return { records, faults, total: isEmpty ? 0 : message.total, cursor: message.cursor };
}

function toRecord({ date, published, server, ...preprint }: z.infer<typeof item>): BiorxivRecord {
  const name = server.toLowerCase();
  return {
    ...preprint,
    postedOn: date,
    category: preprint.category || null,
    license: preprint.license || null,
    // "NA" until there is one.
    publishedDoi: isDoi(published) ? published : null,
    server: name === 'biorxiv' || name === 'medrxiv' ? name : null,
  };
}

function isDoi(value: string): boolean {
  return /^10\.\d{4,9}\/[\x21-\x7e]{1,200}$/.test(value);
}

function notADay(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'item'}: ${issue.message}`).join('; ');
}
