// The pages of a reader who is known: what each one is given. Rendered like all others, by page-views.ts.

import type { PreviewView } from './preview-view.js';
import type { SafeHtml } from '../../shared/safe-html.js';

/** Given to every page of hers: where they are, and whether she has signed in or followed the link of a mail. */
export interface ReaderFrame {
  base: string;
  isSignedIn: boolean;
}

export interface Choice {
  value: string | number;
  label: string;
  selected: boolean;
}

type Errors<Field extends string> = Partial<Record<Field, string>>;

export type SettingsField =
  | 'frequency'
  | 'weeklyOn'
  | 'deliverAtHour'
  | 'timeZone'
  | 'maxPapers'
  | 'strictness'
  | 'tellsWhenEmpty'
  | 'mailFormat'
  | 'language'
  | 'untilOn';

export interface SettingsView extends ReaderFrame {
  /** What was just done, in a sentence. */
  notice?: string;
  /** What state she is in and what comes next, in a sentence. */
  stateText: string;
  isPaused: boolean;
  isUnsubscribed: boolean;
  errors: Errors<SettingsField>;
  frequencies: Choice[];
  weekdays: Choice[];
  hours: Choice[];
  timeZones: { name: string; selected: boolean }[];
  maxPapers: string;
  strictnesses: Choice[];
  tellsWhenEmpty: boolean;
  formats: Choice[];
  readerLanguages: Choice[];
  /** The date in the form, and the first that may be chosen. */
  untilOn: string;
  tomorrowOn: string;
}

/** Fields to choose from. `isEnglish`: the name is, whatever the page is in; `also`: another name to be found by. */
export interface FieldGroupView {
  name: string;
  isEnglish: boolean;
  categories: { code: string; name: string; also: string; isEnglish: boolean; checked: boolean }[];
}

export interface InterestRowView {
  /** Of its field; the error stands beside it. */
  id: string;
  value: string;
  /** What the row is about, where the value is not typed. */
  label: string;
  weights: Choice[];
  error?: string;
}

export interface InterestsView extends ReaderFrame {
  preview?: PreviewView;
  /** Where the form is sent to see what it would bring. */
  previewAction: string;
  /** Papers she named, newest first. */
  liked: { id: string; title: string; weights: Choice[] }[];
  /** What stands in the field for more of them, and what is wrong with it. */
  papers: string;
  papersError: string;
  notice?: string;
  /** `field` is what the form calls it. */
  errors: { id: string; field: string; message: string }[];
  description: InterestRowView;
  queries: InterestRowView[];
  authors: InterestRowView[];
  followed: (InterestRowView & { isEnglish: boolean })[];
  groups: FieldGroupView[];
}

/** A paper with what she said of it, in words, and what she can say now. */
export interface SaidPaperView {
  key: string;
  title: string;
  titleHtml: SafeHtml;
  url: string;
  authorsText: string;
  categoryName: string;
  /** Empty where there is nothing to say. */
  why: string;
  said: string;
  acts: { act: string; label: string }[];
}

export interface ReaderPageViews {
  feedback: { paper: SaidPaperView; isDone: boolean; buttons: { action: string; label: string }[] };
  history: ReaderFrame & {
    /** `mailUrl`: the digest as it was mailed. */
    digests: { dateText: string; whyEmpty: string; mailUrl: string; papers: SaidPaperView[] }[];
    olderUrl?: string;
  };
  saved: ReaderFrame & { papers: SaidPaperView[] };
  library: ReaderFrame & {
    notice?: string;
    error?: string;
    /** What was typed for Zotero, and what is wrong with it. */
    zotero?: string;
    zoteroError?: string;
    faults: { line: number; message: string }[];
    text: string;
    /** Of all entries; the newest of them are listed. */
    count: number;
    entries: { id: string; title: string; byline: string; isKnown: boolean }[];
  };
  account: ReaderFrame & { address: string; email: string; errors: { email?: string } };
  erase: { base: string; address: string };
  'new-address': { action: string };
  'pause-instead': { action: string; weeks: Choice[] };
  /** Something was done; nothing is left to do here. */
  done: { heading: string; text: string };
  'sign-in': { email: string; errors: { email?: string } };
  'sign-in-sent': object;
  'sign-in-button': { action: string };
  settings: SettingsView;
  interests: InterestsView;
}
