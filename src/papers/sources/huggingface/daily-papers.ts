// The list of Hugging Face's daily papers, as /api/daily_papers answers it. Of all its fields only the identifier and
// the title are certain; the others come and go, so one that is odd counts as absent and its paper stays.
import { z } from 'zod';
import { parseArxivId } from '../arxiv/identifier.js';
import type { SourceFault } from '../paper-source.js';
import { excerpt, oneLine, readCount, readHttpsUrl, readInstant } from '../raw-values.js';
import { SourceAnswerError } from '../source-answer-error.js';
import { codeAddress, githubRepository } from './github-repository.js';

/** Text is as it came, on one line; null and empty are "not said". */
export interface HfPaperRecord {
  /** The bare arXiv id; for papers from elsewhere the id they have at Hugging Face. */
  id: string;
  title: string;
  /** The abstract. */
  summary: string;
  /** In their order, without those who are hidden. */
  authors: string[];
  publishedAt: Date | null;
  submittedOnDailyAt: Date | null;
  upvotes: number | null;
  numComments: number | null;
  /** Name of the account. */
  submittedBy: string | null;
  organization: string | null;
  aiSummary: string | null;
  aiKeywords: string[];
  /** `https://github.com/o/r`, rarely another https address. */
  githubRepo: string | null;
  githubStars: number | null;
  projectPage: string | null;
  thumbnail: string | null;
  mediaUrls: string[];
  withdrawnAt: Date | null;
}

const text = z.string().transform(oneLine);
const optionalText = text.catch('').transform((value) => value || null);
const optionalList = z.array(z.unknown()).catch([]);
const optionalCount = z.unknown().optional().transform(readCount);
const optionalInstant = z.unknown().optional().transform(readInstant);
const optionalUrl = z.unknown().optional().transform(readHttpsUrl);
const nobody = { name: null, user: null, fullname: null };
const account = z.object({ name: optionalText, user: optionalText, fullname: optionalText }).catch(nobody);

const common = {
  publishedAt: optionalInstant,
  thumbnail: optionalUrl,
  mediaUrls: optionalList,
  organization: account,
};
const dailyItem = z.object({
  ...common,
  paper: z.object({
    ...common,
    id: z
      .string()
      .transform((id) => parseArxivId(id)?.key ?? id)
      .refine((id) => /^[A-Za-z\d][\w./-]{2,63}$/.test(id), { error: 'not an identifier' }),
    title: text.refine((title) => title !== '', { error: 'is empty' }),
    summary: text.catch(''),
    authors: optionalList,
    submittedOnDailyAt: optionalInstant,
    submittedOnDailyBy: account,
    upvotes: optionalCount,
    ai_summary: optionalText,
    ai_keywords: optionalList,
    githubRepo: optionalText,
    githubStars: optionalCount,
    projectPage: optionalUrl,
    withdrawnAt: optionalInstant,
  }),
  numComments: optionalCount,
  submittedBy: account,
});
const shownAuthor = z.object({ name: text, hidden: z.literal(false).optional() });
const refusal = z.object({ error: text });

/**
 * @param json the parsed body
 * @throws SourceAnswerError when it is no list at all: `refused` with the words of Hugging Face, or `unexpected`
 */
export function readDailyPapers(json: unknown): { papers: HfPaperRecord[]; faults: SourceFault[] } {
  if (!Array.isArray(json)) {
    const said = refusal.safeParse(json).data?.error;
    throw said === undefined
      ? new SourceAnswerError(
          'unexpected',
          'Hugging Face answered with something else than a list of papers.',
        )
      : new SourceAnswerError('refused', `Hugging Face refused: ${excerpt(said)}`);
  }
  const papers: HfPaperRecord[] = [];
  const faults: SourceFault[] = [];
  for (const [index, item] of json.entries()) {
    const parsed = dailyItem.safeParse(item);
    if (parsed.success) papers.push(toRecord(parsed.data));
    else faults.push({ place: `item ${index + 1}`, reason: reasonOf(parsed.error) });
  }
  return { papers, faults };
}

function toRecord({ paper, ...item }: z.infer<typeof dailyItem>): HfPaperRecord {
  const submitter = item.submittedBy.name ?? item.submittedBy.user;
  const organization = item.organization.fullname ?? item.organization.name;
  const media = [item.mediaUrls, paper.mediaUrls].find((urls) => urls.length > 0) ?? [];
  return {
    id: paper.id,
    title: paper.title,
    summary: paper.summary,
    authors: paper.authors.map((author) => shownAuthor.safeParse(author).data?.name ?? '').filter(Boolean),
    // The paper's own time is often cut to midnight.
    publishedAt: item.publishedAt ?? paper.publishedAt,
    submittedOnDailyAt: paper.submittedOnDailyAt,
    upvotes: paper.upvotes,
    numComments: item.numComments,
    submittedBy: submitter ?? paper.submittedOnDailyBy.name ?? paper.submittedOnDailyBy.user,
    organization: organization ?? paper.organization.fullname ?? paper.organization.name,
    aiSummary: paper.ai_summary,
    aiKeywords: paper.ai_keywords.map((word) => text.catch('').parse(word)).filter(Boolean),
    ...linksOf(paper),
    githubStars: paper.githubStars,
    thumbnail: item.thumbnail ?? paper.thumbnail,
    mediaUrls: media.map(readHttpsUrl).filter((url) => url !== null),
    withdrawnAt: paper.withdrawnAt,
  };
}

/** Authors often give their repository as the project page: it is shown once, as the code. */
function linksOf(paper: { githubRepo: string | null; projectPage: string | null }) {
  const { projectPage } = paper;
  const repository = projectPage?.startsWith('https://github.com/') ? githubRepository(projectPage) : null;
  const githubRepo = (paper.githubRepo && codeAddress(paper.githubRepo)) ?? repository;
  const isSame = repository !== null && repository.toLowerCase() === githubRepo?.toLowerCase();
  return { githubRepo, projectPage: isSame ? null : projectPage };
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'item'}: ${issue.message}`).join('; ');
}
