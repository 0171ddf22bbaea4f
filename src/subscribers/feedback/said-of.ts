// A paper as a reader's pages show it, with what she said of it and what she can say now.
import type { Feedback, Paper } from '../../generated/prisma/client.js';
import { categoryName } from '../../interests/categories.js';
import type { KeptPaper } from '../../mails/kept-papers.js';
import { authorsText } from '../../mails/wording.js';
import { reasonText } from '../../mails/reason-text.js';
import type { Texts } from '../../language/texts.js';
import type { PaperMarks } from '../../papers/paper-text.js';
import { htmlOf } from '../../papers/text/html-of.js';
import { richTextOf } from '../../papers/text/rich-text-of.js';
import type { SaidPaperView } from '../../platform/http/reader-page-views.js';
import type { Act } from './give-feedback.js';

type Said = Pick<Feedback, 'verdict' | 'savedAt' | 'readAt'>;

/** What stands on the button of an act. */
export function actLabel(texts: Texts, act: Act): string {
  return texts.say(`web.feedback.${act}`);
}

/** @param item the paper in a digest, for the reason */
export function saidPaperView(
  texts: Texts,
  paper: Paper,
  feedback: Feedback | undefined,
  item?: KeptPaper,
): SaidPaperView {
  const code = paper.categories[0] ?? '';
  const reason = item ? reasonText(texts, item.reasons, categoryName) : '';
  const why = reason === '' && item?.section === 'trending' ? texts.say('reasons.trending') : reason;
  return {
    key: paper.key,
    title: paper.title,
    titleHtml: htmlOf(richTextOf(paper.title, (paper.marks as PaperMarks | null)?.title)),
    url: paper.url,
    authorsText: authorsText(paper.authors, texts),
    categoryName: categoryName(code) ?? code,
    why,
    said: saidText(texts, feedback),
    acts: actsFor(feedback).map((act) => ({ act, label: actLabel(texts, act) })),
  };
}

/** In words; empty when she said nothing. */
export function saidText(texts: Texts, feedback: Said | undefined): string {
  const parts = [
    ...(feedback?.verdict
      ? [texts.say(feedback.verdict === 'more' ? 'web.feedback.saidMore' : 'web.feedback.saidLess')]
      : []),
    ...(feedback?.savedAt ? [texts.say('web.feedback.saidSaved')] : []),
    ...(feedback?.savedAt && feedback.readAt ? [texts.say('web.feedback.saidRead')] : []),
  ];
  if (parts.length === 0) return '';
  return texts.say('web.feedback.said', { what: parts.join(texts.say('words.comma')) });
}

/** What can be said that was not said yet. */
export function actsFor(feedback: Said | undefined): Act[] {
  const verdict = feedback?.verdict ?? undefined;
  return [
    ...(['more', 'less'] as const).filter((act) => act !== verdict),
    ...(verdict ? ['undo' as const] : []),
    ...(feedback?.savedAt ? ([feedback.readAt ? 'unread' : 'read', 'unsave'] as const) : (['save'] as const)),
  ];
}
