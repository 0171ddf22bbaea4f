// The daily mail: papers for this reader with their reasons, then what the community reads.
import { brandView } from './brand-view.js';
import { digestSubject } from './digest-subject.js';
import type { DigestMailInput, DigestPaper, MailContent } from './mail-content.js';
import { paperWords } from './paper-words.js';
import { renderMail } from './render.js';
import type { SafeHtml } from '../shared/safe-html.js';
import { authorsText, countText, hourText, longDate, oneLine, shortTitle, webUrl } from './wording.js';

/** One or two lines in a mail program; a title of more characters than any real one is cut as well. */
const longestSummary = 320;
const longestTitle = 300;

export interface PaperView {
  rank: number;
  /** The number with its dot, four columns wide, so that two digits do not shift the text part. */
  rankText: string;
  title: string;
  titleHtml: SafeHtml;
  authorsText: string;
  field: string;
  summary: string;
  summaryHtml: SafeHtml;
  reason: string;
  url: string;
  pdfUrl: string;
  feedbackUrl: string;
  upvotesText: string;
  /** Field and upvotes in one line, for the text part. */
  metaText: string;
}

export function digestMail(input: DigestMailInput): MailContent {
  const view = {
    ...frameView(input),
    forYou: input.forYou.map(paperView),
    trending: input.trending.map(trendingView),
  };
  return { subject: view.subject, ...renderMail('digest', view) };
}

/** Everything but the papers. */
export function frameView(input: DigestMailInput) {
  const subject = digestSubject(input);
  return {
    ...brandView(input.brand),
    subject,
    preheader: preheader(input),
    dateText: longDate(input.dateOn),
    editionsText: sentenceCase(oneLine(input.editionsText)),
    deliverAtText: hourText(input.deliverAtHour),
    frequencyText: input.frequencyText,
    note: note(input),
    unsubscribeUrl: input.unsubscribeUrl,
    settingsUrl: input.settingsUrl,
    browserUrl: webUrl(input.browserUrl),
  };
}

/** What mail programs show beside the subject: the titles, which the subject does not give. */
function preheader({ forYou, trending }: DigestMailInput): string {
  const titles = [...forYou, ...trending].slice(0, 3).map((paper) => shortTitle(paper.title));
  return titles.length > 0 ? titles.join(' · ') : 'No new papers for you today.';
}

function note({ forYou, trending }: DigestMailInput): string {
  if (forYou.length > 0) return '';
  const nothing = 'Nothing new matched your interests today.';
  return trending.length > 0 ? `${nothing} Here is what others are reading.` : nothing;
}

export function paperView(paper: DigestPaper, index: number): PaperView {
  const field = fieldText(paper);
  const upvotesText = paper.upvotes ? countText(paper.upvotes, 'upvote') : '';
  const title = paperWords(paper.title, paper.richTitle, longestTitle);
  const summary = paperWords(paper.summary, paper.richSummary, longestSummary);
  return {
    rank: index + 1,
    rankText: `${index + 1}.`.padEnd(4),
    title: title.text,
    titleHtml: title.html,
    authorsText: authorsText(paper.authors),
    field,
    summary: summary.text,
    summaryHtml: summary.html,
    reason: oneLine(paper.reason),
    url: webUrl(paper.url),
    pdfUrl: webUrl(paper.pdfUrl),
    feedbackUrl: webUrl(paper.feedbackUrl),
    upvotesText,
    metaText: [field, upvotesText].filter((part) => part !== '').join(' · '),
  };
}

/** Under the heading "Trending", a reason that only says "trending" or repeats the upvotes is left out. */
export function trendingView(paper: DigestPaper, index: number): PaperView {
  const view = paperView(paper, index);
  const short = { ...view, field: oneLine(paper.categoryName) || view.field };
  return { ...short, reason: trendingReason(view.reason) };
}

export function trendingReason(reason: string): string {
  return /trend|upvote/i.test(reason) ? '' : reason;
}

/** `Machine Learning (cs.LG)`; only one of the two, or nothing, where the source says no more. */
function fieldText(paper: DigestPaper): string {
  const [name, code] = [oneLine(paper.categoryName), oneLine(paper.categoryCode)];
  return name === '' || code === '' || name === code ? name || code : `${name} (${code})`;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
