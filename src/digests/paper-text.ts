// Rows of papers as matching reads them.
import type { PaperText } from '../matching/types.js';

export const PAPER_TEXT = {
  key: true,
  title: true,
  abstract: true,
  summary: true,
  authors: true,
  categories: true,
} as const;

interface PaperRow {
  key: string;
  title: string;
  abstract: string;
  summary: string;
  authors: string[];
  categories: string[];
}

export function paperText({ key, title, abstract, summary, authors, categories }: PaperRow): PaperText {
  return { id: key, title, abstract: abstract || summary, authors, categories };
}
