// What a preview of a week of digests shows.
import type { SafeHtml } from '../../shared/safe-html.js';

export interface PreviewView {
  /** Papers in all; 0 when nothing of the last editions fits. */
  count: number;
  /** Newest first. */
  days: {
    dateText: string;
    papers: { titleHtml: SafeHtml; url: string; why: string }[];
    /** How many came with them that day. */
    more: number;
  }[];
}
