// What every mail of ours is made of, and what the callers hand in. Plain data: no template, no transport.
import type { RichText } from '../papers/text/segment.js';

/** One mail, ready to be put into MIME: both parts are made from the same view model. */
export interface MailContent {
  /** One line of Unicode text, not yet encoded for a header. */
  subject: string;
  /** Empty for a mail of plain text alone. */
  html: string;
  /** Plain text wrapped at 72 columns; only URLs may be longer. */
  text: string;
}

/** The same, both parts already in quoted-printable, CRLF lines. */
export interface QuotedContent {
  subject: string;
  html: string;
  text: string;
}

/** Who is writing. `publicUrl` is the origin of the site, without a slash at its end. */
export interface Brand {
  name: string;
  publicUrl: string;
  postalAddress: string;
  ownerEmail: string;
}

/** `confirmUrl` opens a page with a button. There is no field for anything the visitor typed, on purpose. */
export interface ConfirmationMailInput {
  brand: Brand;
  confirmUrl: string;
  expiresInDays: number;
}

/** A mail with one link that opens a page with one button, and is good for a short while. */
export interface LinkMailInput {
  brand: Brand;
  url: string;
  expiresInMinutes: number;
}

export interface WelcomeMailInput {
  brand: Brand;
  /** Continues "Your first Courant comes …": `tomorrow, 22 November, at 08:00`. */
  firstDigestAtText: string;
  /** Short words: categories, query terms. */
  interests: string[];
  unsubscribeUrl: string;
  /** Opens the reader's own pages. */
  settingsUrl: string;
}

/**
 * One paper of a digest. Texts are plain Unicode (already cleaned of TeX and HTML), never mark-up; the rich ones are the
 * same with their sub, sup and em, for the HTML part.
 */
export interface DigestPaper {
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
  upvotes?: number;
  /** Why it was chosen: `matches: sparse experts, routing`. */
  reason: string;
  /** Followed by `/more`, `/less` or `/save`: a page with one button. */
  feedbackUrl?: string;
  /** Stands for everything but the reason: what is made of the paper once is kept by it. */
  shelved?: object;
}

export interface DigestMailInput {
  brand: Brand;
  /** The reader's local date, `2026-11-21`. */
  dateOn: string;
  /** Hour of her day, 0 to 23. */
  deliverAtHour: number;
  /** Continues "It is delivered …": `daily`, `on weekdays`, `on Mondays`. */
  frequencyText: string;
  forYou: DigestPaper[];
  trending: DigestPaper[];
  /** `papers announced 24 to 26 June 2026`; empty when there is nothing to say. */
  editionsText: string;
  unsubscribeUrl: string;
  /** Opens the reader's own pages. */
  settingsUrl: string;
  browserUrl?: string;
}
