// The daily mail: papers for this reader with their reasons, then what the community reads, then what she saved.
import type { Texts } from '../language/texts.js';
import type { SafeHtml } from '../shared/safe-html.js';
import { authorList } from './author-list.js';
import { brandView } from './brand-view.js';
import { digestSubject } from './digest-subject.js';
import type { DigestMailInput, DigestPaper, MailContent, PaperFacts } from './mail-content.js';
import { paperWords } from './paper-words.js';
import { stationeryOf } from './stationery.js';
import { hourText, oneLine, shorten, shortTitle, webUrl } from './wording.js';

/** One or two lines in a mail program; a title of more characters than any real one is cut as well. */
const longestSummary = 320;
const longestTitle = 300;
/** Of a title in the name of a link, read aloud. */
const longestLabel = 40;

export const SECTIONS = ['forYou', 'trending', 'saved'] as const;
export type Section = (typeof SECTIONS)[number];

export interface PaperView {
  rank: number;
  /** The number with its dot, four columns wide, so that two digits do not shift the text part. */
  rankText: string;
  title: string;
  titleHtml: SafeHtml;
  /** The language of the paper where that is not the mail's, else empty. */
  paperLang: string;
  /** The title, short, for the names of links. */
  label: string;
  authorsText: string;
  authorsHtml: SafeHtml;
  field: string;
  summary: string;
  summaryHtml: SafeHtml;
  reason: string;
  url: string;
  pdfUrl: string;
  codeUrl: string;
  feedbackUrl: string;
  upvotesText: string;
  /** Field and upvotes in one line, for the text part. */
  metaText: string;
}

export function digestMail(input: DigestMailInput): MailContent {
  const papers = (section: Section) =>
    (input[section] ?? []).map((paper, index) => paperView(paper, index, section, input.texts));
  const view = {
    ...brandView(input),
    ...frameView(input),
    forYou: papers('forYou'),
    trending: papers('trending'),
    saved: papers('saved'),
  };
  return { subject: view.subject, ...stationeryOf(input.brand).write('digest', input.texts, view) };
}

/** Everything but the papers, and what all mails say of who is writing. */
export function frameView(input: DigestMailInput) {
  return {
    subject: digestSubject(input),
    preheader: preheader(input),
    dateText: input.texts.longDate(input.dateOn),
    editionsText: oneLine(input.editionsText),
    deliverAtText: hourText(input.deliverAtHour),
    frequencyText: input.frequencyText,
    note: note(input),
    /** What is said of papers that a mail has no room for; see pour-digest.ts. */
    leftText: '',
    unsubscribeUrl: input.unsubscribeUrl,
    settingsUrl: input.settingsUrl,
    browserUrl: webUrl(input.browserUrl),
  };
}

/** What mail programs show beside the subject: the titles, which the subject does not give. */
function preheader({ forYou, trending, texts }: DigestMailInput): string {
  const titles = [...forYou, ...trending].slice(0, 3).map(({ paper }) => shortTitle(paper.title));
  return titles.length > 0 ? titles.join(' · ') : texts.say('mail.digest.preheaderEmpty');
}

const NOTES: Readonly<Record<NonNullable<DigestMailInput['because']>, string>> = {
  no_new_papers: 'mail.digest.noNewPapers',
  nothing_matched: 'mail.digest.nothingMatched',
  nothing_strong_enough: 'mail.digest.nothingStrongEnough',
  few_matched: 'mail.digest.fewMatched',
};

function note({ forYou, trending, because, texts }: DigestMailInput): string {
  if (forYou.length > 0) return because === 'few_matched' ? texts.say(NOTES.few_matched) : '';
  const why = because === undefined || because === 'few_matched' ? 'nothing_matched' : because;
  const others = trending.length > 0 ? [texts.say('mail.digest.othersRead')] : [];
  return [texts.say(NOTES[why]), ...others].join(' ');
}

export function paperView(of: DigestPaper, index: number, section: Section, texts: Texts): PaperView {
  const { paper, followed = [], reason, feedbackUrl } = of;
  const isTrending = section === 'trending';
  // What trends says its votes as the reason.
  const upvotesText =
    paper.upvotes && !isTrending ? texts.say('mail.trend.upvotes', { count: paper.upvotes }) : '';
  const field = isTrending ? fieldName(paper) : fieldText(paper);
  const title = paperWords(paper.title, paper.richTitle, longestTitle);
  const summary = paperWords(paper.summary, paper.richSummary, longestSummary);
  const authors = authorList(paper.authors, followed, texts);
  return {
    rank: index + 1,
    rankText: `${index + 1}.`.padEnd(4),
    title: title.text,
    titleHtml: title.html,
    paperLang: texts.code === 'en' ? '' : 'en',
    label: shorten(title.text, longestLabel),
    authorsText: authors.text,
    authorsHtml: authors.html,
    field,
    summary: summary.text,
    summaryHtml: summary.html,
    reason: oneLine(reason),
    url: webUrl(paper.url),
    pdfUrl: webUrl(paper.pdfUrl),
    codeUrl: webUrl(paper.codeUrl),
    feedbackUrl: webUrl(feedbackUrl),
    upvotesText,
    metaText: [field, upvotesText].filter((part) => part !== '').join(' · '),
  };
}

function fieldName({ categoryName, categoryCode }: PaperFacts): string {
  return oneLine(categoryName) || oneLine(categoryCode);
}

/** `Machine Learning (cs.LG)`; only one of the two, or nothing, where the source says no more. */
function fieldText(paper: PaperFacts): string {
  const [name, code] = [oneLine(paper.categoryName), oneLine(paper.categoryCode)];
  return name === '' || code === '' || name === code ? name || code : `${name} (${code})`;
}
