// A paper as a reader's pages show it, with what she said of it and what she can say now.
import type { DigestItem, Feedback, Paper } from '../../generated/prisma/client.js';
import { categoryName } from '../../interests/categories.js';
import { authorsText } from '../../mails/wording.js';
import { reasonText } from '../../mails/reason-text.js';
import { texts } from '../../language/languages.js';
import type { Reason } from '../../matching/types.js';
import type { PaperMarks } from '../../papers/paper-text.js';
import { htmlOf } from '../../papers/text/html-of.js';
import { richTextOf } from '../../papers/text/rich-text-of.js';
import type { SaidPaperView } from '../../platform/http/reader-page-views.js';
import type { Act } from './give-feedback.js';

export const LABELS: Readonly<Record<Act, string>> = {
  more: 'More like this',
  less: 'Less like this',
  save: 'Save',
  undo: 'Take back',
  unsave: 'Remove from saved',
};

/** @param item the paper in a digest, for the reason */
export function saidPaperView(
  paper: Paper,
  feedback: Feedback | undefined,
  item?: Pick<DigestItem, 'reasons' | 'section'>,
): SaidPaperView {
  const code = paper.categories[0] ?? '';
  const reason = item ? reasonText(texts('en'), item.reasons as Reason[], categoryName) : '';
  const why = reason === '' && item?.section === 'trending' ? 'trending' : reason;
  return {
    key: paper.key,
    title: paper.title,
    titleHtml: htmlOf(richTextOf(paper.title, (paper.marks as PaperMarks | null)?.title)),
    url: paper.url,
    authorsText: authorsText(paper.authors),
    categoryName: categoryName(code) ?? code,
    why,
    said: saidText(feedback),
    acts: actsFor(feedback).map((act) => ({ act, label: LABELS[act] })),
  };
}

/** In words; empty when she said nothing. */
export function saidText(feedback: Pick<Feedback, 'verdict' | 'savedAt'> | undefined): string {
  const parts = [
    ...(feedback?.verdict ? [feedback.verdict === 'more' ? 'more like this' : 'less like this'] : []),
    ...(feedback?.savedAt ? ['saved'] : []),
  ];
  return parts.length > 0 ? `You said: ${parts.join(', ')}.` : '';
}

/** What can be said that was not said yet. */
export function actsFor(feedback: Pick<Feedback, 'verdict' | 'savedAt'> | undefined): Act[] {
  const verdict = feedback?.verdict ?? undefined;
  return [
    ...(['more', 'less'] as const).filter((act) => act !== verdict),
    ...(verdict ? ['undo' as const] : []),
    feedback?.savedAt ? 'unsave' : 'save',
  ];
}
