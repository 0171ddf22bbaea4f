// The pages for people: what each one is given, and how it becomes HTML. The templates are built by
// scripts/build-templates.mjs into dist/templates/web and compiled once per process.
import { readFileSync, readdirSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { SafeHtml } from '../../shared/safe-html.js';
import type { PreviewView } from './preview-view.js';
import { type ReaderPageViews, readerTitles } from './reader-page-views.js';
import {
  autolink,
  checkedCount,
  errorCount,
  increment,
  pageHref,
  papersText,
  upvotesText,
  zoneLabel,
} from './page-texts.js';

/** Given to every page. `publicUrl` is the origin of the site, without a slash at its end. */
export interface PageFrame {
  brandName: string;
  publicUrl: string;
  /** For the browser's tab, before the brand; each page has one of its own when this is left out. */
  title?: string;
}

export type SignUpField = 'email' | 'description' | 'categories' | 'timeZone' | 'deliverAtHour';

export interface SignUpView {
  /** What the form shows again after an error; at first: empty texts and the defaults. */
  values: {
    email: string;
    description: string;
    categories: string[];
    timeZone: string;
    deliverAtHour: number | string;
  };
  errors: Partial<Record<SignUpField, string>>;
  /** What to do next, when it is nothing about a field. */
  notice?: string;
  preview?: PreviewView;
  /** When the form was opened, signed. */
  stamp: string;
  groups: { name: string; categories: { code: string; name: string; checked: boolean }[] }[];
  /** While none is selected, the page's script selects the browser's own. */
  timeZones: { name: string; selected: boolean }[];
  hours: { value: number; label: string; selected: boolean }[];
  /** The exact wording that is recorded as consent. */
  consentText: string;
  latest?: {
    dateText: string;
    papers: { titleHtml: SafeHtml; url: string; categoryName: string; upvotes?: number }[];
  };
}

export interface EditionPaperView {
  rank: number;
  /** Plain, where it is said and not shown. */
  title: string;
  titleHtml: SafeHtml;
  url: string;
  pdfUrl?: string;
  authorsText: string;
  categoryName: string;
  /** Left out when there is none. */
  summaryHtml?: SafeHtml;
  upvotes?: number;
  why?: string;
}

export interface MailboxMessageView {
  id: string;
  subject: string;
  from: string;
  to: string;
  receivedAtText: string;
  text: string;
  /** Where the HTML part is served for the sandboxed frame, and where the whole message as received. */
  htmlUrl: string;
  rawUrl: string;
  headers: { name: string; value: string }[];
  /** Whether the message offers one-click unsubscription (RFC 8058). */
  oneClick?: boolean;
}

/** Every page by its name. `action` is the URL its form posts to. */
export interface PageViews extends ReaderPageViews {
  'sign-up': SignUpView;
  'check-mail': object;
  confirm: { action: string };
  confirmed: { firstDigestAtText: string };
  unsubscribe: { action: string };
  /** `action` is the link itself; its forms post below it. */
  unsubscribed: { action: string };
  message: { heading: string; text: string; status: number };
  editions: { editions: { dateOn: string; dateText: string; count: number }[] };
  edition: {
    dateText: string;
    /** Why there are no papers, in a sentence. */
    whyEmpty?: string;
    /** Whether the order is by what the community says; without a word from it, by key. */
    isRanked: boolean;
    previous?: { url: string; text: string };
    next?: { url: string; text: string };
    papers: EditionPaperView[];
  };
  mailbox: {
    messages: {
      id: string;
      subject: string;
      from: string;
      to: string;
      receivedAtText: string;
      sizeText: string;
    }[];
  };
  'mailbox-message': MailboxMessageView;
}

export type PageName = keyof PageViews;

type Titles = { [Name in PageName]: (view: PageViews[Name]) => string };

const titles: Titles = {
  ...readerTitles,
  'sign-up': () => 'Trending papers, picked for you, once a day',
  'check-mail': () => 'Check your mail',
  confirm: () => 'Confirm your subscription',
  confirmed: () => 'You are subscribed',
  unsubscribe: () => 'Unsubscribe',
  unsubscribed: () => 'You are unsubscribed',
  message: (view) => view.heading,
  editions: () => 'Editions',
  edition: (view) => view.dateText,
  mailbox: () => 'Mailbox',
  'mailbox-message': (view) => view.subject || 'Message',
};

type Template = (view: object) => string;
let templates: Map<string, Template> | undefined;

/**
 * Renders a whole HTML document. Every value but SafeHtml is escaped; links with another scheme than http(s) become inert.
 *
 * @throws if the view lacks a value the template names, or if the templates were not built.
 */
export function renderPage<Name extends PageName>(name: Name, view: PageFrame & PageViews[Name]): string {
  templates ??= loadTemplates();
  const render = templates.get(name);
  if (!render) throw new Error(`there is no page template named ${name}: was dist/templates/web built?`);
  return render({ ...view, title: view.title ?? titles[name](view) });
}

function loadTemplates(): Map<string, Template> {
  const folder = new URL('../../../dist/templates/web/', import.meta.url);
  const handlebars = Handlebars.create();
  const helpers = {
    autolink,
    checkedCount,
    errorCount,
    href: pageHref,
    increment,
    papersText,
    upvotesText,
    zoneLabel,
  };
  handlebars.registerHelper(helpers);
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((helper) => [helper, true]));
  for (const [name, source] of readTemplates(new URL('partials/', folder))) {
    handlebars.registerPartial(name, source);
  }
  const compile = ([name, source]: [string, string]): [string, Template] => {
    const run = handlebars.compile<object>(source, {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers,
      preventIndent: true, // an indented <pre> or <textarea> would gain spaces
    });
    const options = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };
    return [name, (view) => run(view, options)];
  };
  return new Map(readTemplates(folder).map(compile));
}

function readTemplates(folder: URL): [string, string][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => [file.slice(0, -'.hbs'.length), readFileSync(new URL(file, folder), 'utf8')]);
}
