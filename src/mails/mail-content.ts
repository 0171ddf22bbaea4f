// What every mail of ours is made of, and what the callers hand in. Plain data: no template, no transport.
import type { Texts } from '../language/texts.js';
import type { RichText } from '../papers/text/segment.js';
import type { QuotedPart } from '../shared/quoted-printable.js';

/** One mail, ready to be put into MIME: both parts are made from the same view model. */
export interface MailContent {
  /** One line of Unicode text, not yet encoded for a header. */
  subject: string;
  /** Empty for a mail of plain text alone. */
  html: string;
  /** Plain text wrapped at 72 columns; only URLs may be longer. */
  text: string;
}

/** The same, for sending: each part is written when it is wanted, into the memory of its message. */
export interface QuotedContent {
  subject: string;
  text: QuotedPart;
  /** Not there in a mail of plain text alone. */
  html?: QuotedPart;
}

/** Who is writing, and how it looks. `publicUrl` is the origin of the site, without a slash at its end. */
export interface Brand {
  name: string;
  publicUrl: string;
  postalAddress: string;
  ownerEmail: string;
  /** A picture in the place of the name: on the web (`https:`), in the mail (`cid:`), or in the page (`data:`). */
  logoUrl?: string;
  /** A sentence of the operator's for the foot, or empty. */
  footer?: string;
  /** `#rrggbb`; without it our own. */
  accent?: { light: string; dark: string };
  /** Folder of templates that take the place of ours, as an absolute path. */
  templatesDir?: string;
}

/** What every mail is written with. */
export interface Addressed {
  brand: Brand;
  /** In the reader's language. */
  texts: Texts;
}

/** `confirmUrl` opens a page with a button. There is no field for anything the visitor typed, on purpose. */
export interface ConfirmationMailInput extends Addressed {
  confirmUrl: string;
  expiresInDays: number;
}

/** A mail with one link that opens a page with one button, and is good for a short while. */
export interface LinkMailInput extends Addressed {
  url: string;
  expiresInMinutes: number;
}

export interface WelcomeMailInput extends Addressed {
  /** Continues "Your first Courant comes …": `tomorrow, 22 November, at 08:00`. */
  firstDigestAtText: string;
  /** Short words: categories, query terms. */
  interests: string[];
  unsubscribeUrl: string;
  /** Opens the reader's own pages. */
  settingsUrl: string;
}

/**
 * What mails say of a paper, to every reader. Texts are plain Unicode (already cleaned of TeX and HTML), never mark-up;
 * the rich ones are the same with their sub, sup and em, for the HTML part.
 */
export interface PaperFacts {
  key: string;
  title: string;
  richTitle?: RichText;
  authors: string[];
  categoryName: string;
  categoryCode: string;
  summary: string;
  richSummary?: RichText;
  url: string;
  pdfUrl?: string;
  codeUrl?: string;
  upvotes?: number;
}

/** One paper of a digest, and what of it is the reader's. */
export interface DigestPaper {
  /** The same object in many digests: what is made of the paper once is kept by it. */
  paper: PaperFacts;
  /** Why it was chosen, in the reader's language: `matches sparse experts, routing`. */
  reason: string;
  /** What of it she asked for, best first: goes into the subject. */
  topics?: string[];
  /** Of the authors, those she follows, spelled alike. */
  followed?: string[];
  /** Followed by `/more`, `/less` or `/save`: a page with one button. */
  feedbackUrl?: string;
}

export interface DigestMailInput extends Addressed {
  /** The reader's local date, `2026-11-21`. */
  dateOn: string;
  /** Hour of her day, 0 to 23. */
  deliverAtHour: number;
  /** Continues "It comes …": `daily`, `on weekdays`, `on Mondays`. */
  frequencyText: string;
  forYou: DigestPaper[];
  trending: DigestPaper[];
  /** What she saved and has not read: a reminder. */
  saved?: DigestPaper[];
  /** Why there is nothing for her, or little. */
  because?: undefined | 'no_new_papers' | 'nothing_matched' | 'nothing_strong_enough' | 'few_matched';
  /** `papers announced 24 to 26 June 2026`; empty when there is nothing to say. */
  editionsText: string;
  unsubscribeUrl: string;
  /** Opens the reader's own pages. */
  settingsUrl: string;
  /** The same digest on the web, for whoever has the address; empty there. */
  browserUrl?: string;
}

/** The receipt that everything is erased: the last mail to an address. */
export interface ErasedMailInput extends Addressed {
  /** In her own time: `Saturday, 21 November 2026, at 08:00`. */
  erasedAtText: string;
}

/** To the address that a reader has left. */
export interface AddressChangedMailInput extends Addressed {
  /** In the reader's own time. */
  changedAtText: string;
  /** `n***@e***.org`: enough for its owner to know it, too little for anyone else to write to it. */
  maskedAddress: string;
  /** Opens a page with one button that takes the change back; empty for who took it back already. */
  url: string;
  expiresInDays: number;
}

/** What the operator must know. The words are ours, in English, not a visitor's. */
export interface AlertMailInput extends Addressed {
  title: string;
  /** What happened, a sentence each. */
  facts: string[];
  /** What to do, a sentence each. */
  steps: string[];
  /** `2026-11-21 08:15`, UTC. */
  noticedAtText: string;
  /** Where there is more to see. */
  url: string;
}
