// What arXiv's three services say about a paper, in the one shape of the house.
import { canonicalCategories } from '../../canonical-categories.js';
import { parseDoi } from '../../doi.js';
import { cutText } from '../../plain-text.js';
import { NOTHING_SAID, type PaperRecord } from '../../paper-record.js';
import { readPaperText, readable } from '../../paper-text.js';

export interface ArxivPaper {
  key: string;
  version: number;
  title: string;
  abstract: string;
  /** Read already: names, not lists of them. */
  authors: string[];
  categories: readonly string[];
  comment?: string | null;
  journalRef: string | null;
  doi: string | null;
  license?: string | null;
}

/** "This paper has been withdrawn by the authors", at the start of the abstract or of the remark. */
const WITHDRAWN =
  /^\W*(?:withdrawn\b|(?:th(?:is|e)|our) (?:\w+ ){0,2}(?:paper|article|submission|manuscript|preprint|work|version)\b[^.]{0,60}\b(?:is|was|has been|have been|being) (?:temporarily )?(?:withdrawn|retracted))/i;

export function arxivRecord(paper: ArxivPaper, announcedOn: string): PaperRecord {
  const doi = parseDoi(paper.doi ?? '');
  return {
    ...NOTHING_SAID,
    ...readPaperText(paper),
    key: paper.key,
    version: paper.version,
    authors: paper.authors,
    categories: canonicalCategories(paper.categories),
    announcedOn,
    url: `https://arxiv.org/abs/${paper.key}`,
    pdfUrl: `https://arxiv.org/pdf/${paper.key}`,
    doi: doi ?? null,
    remark: paper.comment ? cutText(readable(paper.comment), 1_000) : null,
    journalRef: paper.journalRef ? cutText(readable(paper.journalRef), 500) : null,
    license: paper.license ? cutText(paper.license, 200) : null,
    isWithdrawn: WITHDRAWN.test(paper.abstract) || WITHDRAWN.test(paper.comment ?? ''),
  };
}

/** `cs` of `cs.LG`, `hep-th` of itself. */
export function archiveOf(category: string): string {
  return category.split('.')[0] ?? category;
}
