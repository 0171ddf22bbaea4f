// The papers that today's mails are made of, loaded once for many mails. What a mail makes of a paper may be kept by the
// shelved object: it stays the same as long as the paper does.
import { categoryName } from '../interests/categories.js';
import type { Paper } from '../generated/prisma/client.js';
import type { PaperMarks } from '../papers/paper-text.js';
import { richTextOf } from '../papers/text/rich-text-of.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import type { PaperFacts } from './mail-content.js';
import type { TrendFacts } from './trend-words.js';

const FRESH_MS = 30_000;
const MOST = 5_000;

export interface ShelvedPaper {
  readonly paper: PaperFacts;
  /** `YYYY-MM-DD`. */
  readonly announcedOn: string;
  readonly trend: TrendFacts;
}

export class PaperShelf {
  private readonly papers = new Map<string, { shelved: ShelvedPaper; print: string; loadedAt: number }>();

  constructor(private readonly prisma: PrismaService) {}

  async get(keys: readonly string[]): Promise<Map<string, ShelvedPaper>> {
    const now = performance.now();
    const missing = keys.filter((key) => (this.papers.get(key)?.loadedAt ?? -Infinity) < now - FRESH_MS);
    if (missing.length > 0) await this.load(missing, now);
    const found = new Map<string, ShelvedPaper>();
    for (const key of keys) {
      const known = this.papers.get(key);
      if (known) found.set(key, known.shelved);
    }
    if (this.papers.size > MOST) this.papers.clear();
    return found;
  }

  private async load(keys: string[], loadedAt: number): Promise<void> {
    const rows = await this.prisma.paper.findMany({ where: { key: { in: keys } } });
    const leaders = await this.leaders(rows.filter(({ upvotes }) => upvotes !== null));
    for (const row of rows) {
      const shelved = shelve(row, leaders.has(row.key));
      const print = JSON.stringify(shelved);
      const known = this.papers.get(row.key);
      this.papers.set(row.key, {
        shelved: known?.print === print ? known.shelved : shelved,
        print,
        loadedAt,
      });
    }
  }

  /** Those of these papers that nobody of their field had more votes than, of several, on their day. */
  private async leaders(papers: readonly Paper[]): Promise<Set<string>> {
    if (papers.length === 0) return new Set();
    const dates = new Set(papers.map(({ announcedOn }) => announcedOn.toISOString().slice(0, 10)));
    const best = await this.prisma.$queryRaw<{ key: string }[]>`
      SELECT key FROM (
        SELECT key, rank() OVER day AS place, count(*) OVER (PARTITION BY announced_on, categories[1]) AS voted
        FROM papers
        WHERE announced_on = ANY(${[...dates]}::date[]) AND upvotes > 0 AND withdrawn_at IS NULL
        WINDOW day AS (PARTITION BY announced_on, categories[1] ORDER BY upvotes DESC)
      ) AS ranked WHERE place = 1 AND voted > 1`;
    return new Set(best.map(({ key }) => key));
  }
}

function shelve(row: Paper, isLeader: boolean): ShelvedPaper {
  const code = row.categories[0] ?? '';
  const field = categoryName(code) ?? code;
  const marks = row.marks as PaperMarks | null;
  return {
    trend: {
      upvotes: row.upvotes ?? 0,
      comments: row.comments ?? 0,
      codeStars: row.codeStars ?? 0,
      // What a file brings may count other votes.
      isOnHuggingFace: row.source !== 'jsonl',
      mostIn: isLeader ? field : '',
    },
    announcedOn: row.announcedOn.toISOString().slice(0, 10),
    paper: {
      key: row.key,
      title: row.title,
      richTitle: richTextOf(row.title, marks?.title),
      authors: row.authors,
      categoryCode: code,
      categoryName: field,
      summary: row.summary,
      richSummary: richTextOf(row.summary, marks?.summary),
      url: row.url,
      ...(row.pdfUrl !== null && { pdfUrl: row.pdfUrl }),
      ...(row.codeUrl !== null && { codeUrl: row.codeUrl }),
      ...(row.upvotes !== null && { upvotes: row.upvotes }),
    },
  };
}
