// The pages for people: what each one is given, and how it becomes HTML. The templates are built by
// scripts/build-templates.mjs into dist/templates/web and compiled once per process.
import { readFileSync, readdirSync } from 'node:fs';
import Handlebars from 'handlebars';
import { htmlText, longDate } from '../../language/template-helper.js';
import type { Texts } from '../../language/texts.js';
import type { SafeHtml } from '../../shared/safe-html.js';
import type { PreviewView } from './preview-view.js';
import {
  autolink,
  checkedCount,
  errorCount,
  hidden,
  inEnglish,
  increment,
  link,
  pageHref,
  strong,
  zoneLabel,
} from './page-texts.js';
import { languageView, pageTitle, phrasedView } from './page-language.js';
import type { Choice, FieldGroupView, ReaderPageViews } from './reader-page-views.js';

/** Given to every page. `publicUrl` is the origin of the site, without a slash at its end. */
export interface PageFrame {
  brandName: string;
  publicUrl: string;
  /** Where the page is found again in another language, path and query; without it there is no choice at its foot. */
  path?: string;
  /** For the browser's tab, before the brand; each page has one of its own when this is left out. */
  title?: string;
}

export type SignUpField =
  | 'email'
  | 'description'
  | 'categories'
  | 'queries'
  | 'authors'
  | 'papers'
  | 'library'
  | 'frequency'
  | 'weeklyOn'
  | 'deliverAtHour'
  | 'timeZone'
  | 'language';

export interface SignUpView {
  /** What the form shows again after an error; at first: empty texts and the defaults. */
  values: {
    email: string;
    description: string;
    /** One a line. */
    queries: string;
    authors: string;
    papers: string;
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
  /** Whether scripts are to prove some work. */
  asksWork?: boolean;
  groups: FieldGroupView[];
  /** While none is selected, the page's script selects the browser's own. */
  timeZones: { name: string; selected: boolean }[];
  /** Whether the fields for queries, authors and papers are open: something stands in them. */
  opensMore: boolean;
  /** A file came with the form, which no page can show again. */
  hadFile: boolean;
  frequencies: Choice[];
  weekdays: Choice[];
  hours: Choice[];
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
  /** What was taken of the papers she brought along; empty where she brought none. */
  'check-mail': { told: string };
  embed: { snippet: string; scriptTag: string; formHtml: SafeHtml; origins: string[] };
  confirm: { action: string };
  confirmed: { firstDigestAtText: string };
  unsubscribe: { action: string };
  /** `action` is the link itself; its forms post below it. `reason` is why she goes, `error` what is wrong with that. */
  unsubscribed: { action: string; reason: string; error: string };
  /** `wayOn` is where to go from here. */
  message: { heading: string; text: string; status: number; wayOn: { url: string; text: string } };
  editions: { editions: { dateOn: string; dateText: string; count: number }[] };
  edition: {
    dateText: string;
    /** Why there are no papers, in a sentence. */
    whyEmpty?: string;
    /** Whether the order is by what the community says; without a word from it, by key. */
    isRanked: boolean;
    previous?: { url: string; text: string };
    next?: { url: string; text: string };
    /** Which of the edition's papers these are; absent when they are all of them. */
    part?: { text: string; before?: string; after?: string };
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

type Template = (view: object, texts: Texts) => string;
let templates: Map<string, Template> | undefined;

/**
 * Renders a whole HTML document in the language of the texts. Every value but SafeHtml is escaped; links with another scheme than http(s) become inert.
 *
 * @throws if the view lacks a value the template names, or if the templates were not built.
 */
export function renderPage<Name extends PageName>(
  name: Name,
  texts: Texts,
  view: PageFrame & PageViews[Name],
): string {
  templates ??= loadTemplates();
  const render = templates.get(name);
  if (!render) throw new Error(`there is no page template named ${name}: was dist/templates/web built?`);
  const phrased = phrasedView(texts, view);
  const title = view.title ?? pageTitle(name, texts, phrased);
  return render({ ...languageView(texts, view.path), ...phrased, title }, texts);
}

function loadTemplates(): Map<string, Template> {
  const folder = new URL('../../../dist/templates/web/', import.meta.url);
  const handlebars = Handlebars.create();
  const helpers = {
    autolink,
    checkedCount,
    errorCount,
    hidden,
    href: pageHref,
    inEnglish,
    increment,
    link,
    longDate,
    strong,
    t: htmlText,
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
    return [name, (view, texts) => run(view, { ...options, data: { texts } })];
  };
  return new Map(readTemplates(folder).map(compile));
}

function readTemplates(folder: URL): [string, string][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => [file.slice(0, -'.hbs'.length), readFileSync(new URL(file, folder), 'utf8')]);
}
