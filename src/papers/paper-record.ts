// A paper as a source hands it in: cleaned, and the same shape whatever the source.

export interface PaperRecord {
  /** Bare arXiv id, DOI, or source id. */
  key: string;
  /** 0 when the source does not know: then its text never replaces another's. */
  version: number;
  title: string;
  abstract: string;
  summary: string;
  authors: string[];
  /** First is the primary one; empty when the source has none. */
  categories: string[];
  /** `YYYY-MM-DD`, the date the source announced it on. */
  announcedOn: string;
  url: string;
  pdfUrl: string | null;
  /** Signals: null is "this source does not say", which changes nothing. */
  upvotes: number | null;
  comments: number | null;
  codeStars: number | null;
  isWithdrawn: boolean;
  /** Of interest only if the paper is known: a replacement of something old is not news. */
  isUpdateOnly: boolean;
}

/** What most sources have nothing to say about. */
export const NOTHING_SAID = {
  upvotes: null,
  comments: null,
  codeStars: null,
  isWithdrawn: false,
  isUpdateOnly: false,
} satisfies Partial<PaperRecord>;
