// The papers that today's mails are made of, loaded once for many mails. What a mail makes of a paper may be kept by the
// shelved object: it stays the same as long as the paper does.
import { categoryName } from '../interests/categories.js';
import type { Paper } from '../generated/prisma/client.js';
import type { PaperMarks } from '../papers/paper-text.js';
import { richTextOf } from '../papers/text/rich-text-of.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import type { DigestPaper } from './mail-content.js';

const FRESH_MS = 30_000;
const MOST = 5_000;

export interface ShelvedPaper {
  readonly paper: Omit<DigestPaper, 'reason'>;
  /** `YYYY-MM-DD`. */
  readonly announcedOn: string;
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
    for (const row of await this.prisma.paper.findMany({ where: { key: { in: keys } } })) {
      const shelved = shelve(row);
      const print = JSON.stringify(shelved);
      const known = this.papers.get(row.key);
      this.papers.set(row.key, {
        shelved: known?.print === print ? known.shelved : shelved,
        print,
        loadedAt,
      });
    }
  }
}

function shelve(row: Paper): ShelvedPaper {
  const code = row.categories[0] ?? '';
  const marks = row.marks as PaperMarks | null;
  return {
    announcedOn: row.announcedOn.toISOString().slice(0, 10),
    paper: {
      key: row.key,
      title: row.title,
      richTitle: richTextOf(row.title, marks?.title),
      authors: row.authors,
      categoryCode: code,
      categoryName: categoryName(code) ?? code,
      summary: row.summary,
      richSummary: richTextOf(row.summary, marks?.summary),
      url: row.url,
      ...(row.pdfUrl !== null && { pdfUrl: row.pdfUrl }),
      ...(row.upvotes !== null && { upvotes: row.upvotes }),
    },
  };
}
